import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { BucketFact } from '../plans/facts/bucket.ts';
import type { StageFact } from '../plans/facts/stage.ts';
import type { PlanSource } from '../plans/source.ts';
import { priceKeys } from '../wizards/notebook/sizes.ts';
import { operationDraft } from './drafts.ts';
import { existingBucket, prefix } from './data-answers.ts';

const DataUpload = z.strictObject({
  stageId: z.string().regex(/^[0-9a-f]{32}$/, 'plan.problem.stage'),
  bucket: existingBucket,
  /** Folder in the bucket, empty or ending in `/`. */
  prefix: prefix.default(''),
});
type DataUpload = z.infer<typeof DataUpload>;

/** Puts staged files into a bucket. A file of the same name there is replaced. */
export const dataUpload: PlanSource<DataUpload> = {
  id: 'data-upload',
  answers: DataUpload,
  facts: ({ stageId, bucket }) => [
    { key: `stage:${stageId}`, decisive: true },
    { key: `bucket:${bucket}`, decisive: true },
  ],
  draft: ({ stageId, bucket, prefix: folder }, facts, context) => {
    const stage = facts.value<StageFact | null>(`stage:${stageId}`);
    const found = facts.value<BucketFact>(`bucket:${bucket}`);
    const files = stage?.files ?? [];
    const bytes = files.reduce((total, file) => total + file.bytes, 0);
    const waiting = files.filter((file) => file.sha256 === null).length;
    const gb = bytes / 1e9;
    const where = folder === '' ? bucket : `${bucket}/${folder}`;
    return operationDraft(message('plan.upload.title', { bucket }), {
      press: message('plan.upload.press', { count: files.length }),
      done: message('plan.upload.done', { count: files.length, where }),
      changes: [
        {
          id: 'upload',
          kind: 'upload',
          says: message('plan.upload', { count: files.length, size: { bytes }, where }),
          note: message('plan.upload.note'),
          stageId,
          bucket,
          prefix: folder,
          files: files.map(({ path, bytes: size, sha256 }) => ({ path, bytes: size, sha256: sha256 ?? '' })),
        },
      ],
      costLines: [
        {
          says: message('plan.cost.newFiles', { size: { bytes } }),
          priceKey: priceKeys.files,
          unit: 'gb-month',
          quantity: gb,
          unitPrice: context.price(priceKeys.files),
          alsoStopped: true,
        },
      ],
      blockers: [
        ...(stage === null ? [message('plan.upload.gone')] : []),
        ...(waiting > 0 ? [message('plan.upload.waiting', { count: waiting })] : []),
        ...(found?.exists === 'no' ? [message('plan.bucket.missing', { bucket })] : []),
        ...(found?.exists === 'elsewhere' ? [message('plan.bucket.foreign', { bucket })] : []),
      ],
      warnings: [message('plan.upload.replaces')],
      undo: [message('plan.upload.undo')],
      assumptions: [message('plan.assume.requests')],
    });
  },
};
