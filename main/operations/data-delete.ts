import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { CallChange } from '../../preload/contract/plan.ts';
import type { ObjectsFact } from '../plans/facts/objects.ts';
import type { Facts, PlanSource } from '../plans/source.ts';
import { existingBucket, objectKey } from './data-answers.ts';
import { operationDraft } from './drafts.ts';

/** DeleteObjects takes so many keys: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const keysPerCall = 1000;

const DataDelete = z.strictObject({
  bucket: existingBucket,
  /** Files, and folders as keys that end in `/`. */
  keys: z.array(objectKey).min(1, 'plan.problem.keys').max(1000, 'plan.problem.keys'),
});
type DataDelete = z.infer<typeof DataDelete>;

const folders = ({ keys }: DataDelete) => keys.filter((key) => key.endsWith('/'));
const factKey = (bucket: string, folder: string) => `objects:${bucket}/${folder}`;

/** Every file that the answers mean, those in folders too, each once. */
function files(answers: DataDelete, facts: Facts): string[] {
  const inFolders = folders(answers).flatMap(
    (folder) => facts.value<ObjectsFact>(factKey(answers.bucket, folder))?.keys ?? [],
  );
  return [...new Set([...answers.keys.filter((key) => !key.endsWith('/')), ...inFolders])].sort();
}

/** Deletes files and folders of a bucket. */
export const dataDelete: PlanSource<DataDelete> = {
  id: 'data-delete',
  answers: DataDelete,
  facts: (answers) =>
    folders(answers).map((folder) => ({ key: factKey(answers.bucket, folder), decisive: true })),
  draft: (answers, facts) => {
    const { bucket } = answers;
    const all = files(answers, facts);
    const tooMany = folders(answers).filter(
      (folder) => facts.value<ObjectsFact>(factKey(bucket, folder))?.more === true,
    );
    const calls: CallChange[] = [];
    for (let from = 0; from < all.length; from += keysPerCall) {
      const some = all.slice(from, from + keysPerCall);
      calls.push({
        id: `delete-${from / keysPerCall + 1}`,
        kind: 'call',
        service: 's3',
        operation: 'DeleteObjects',
        input: { Bucket: bucket, Delete: { Objects: some.map((Key) => ({ Key })), Quiet: true } },
        repeat: 'idempotent',
        says: message('plan.data.delete', { count: some.length, first: some[0] ?? '', bucket }),
        note: message('plan.data.delete.note'),
        usually: { from: 1, to: 20, worryAfter: 120 },
      });
    }
    return operationDraft(message('plan.data.delete.title', { count: all.length, bucket }), {
      press: message('plan.data.delete.press', { count: all.length }),
      done: message('plan.data.delete.done', { count: all.length }),
      changes: calls,
      blockers: [
        ...tooMany.map((folder) => message('plan.data.tooMany', { folder })),
        ...(all.length === 0 ? [message('plan.data.nothing')] : []),
      ],
      undo: [message('plan.data.delete.undo')],
    });
  },
};
