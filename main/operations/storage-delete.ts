import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { Change } from '../../preload/contract/plan.ts';
import type { BucketFact } from '../plans/facts/bucket.ts';
import type { EmptyFact } from '../plans/facts/objects.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import { stackNames } from '../plans/names.ts';
import type { PlanSource } from '../plans/source.ts';
import { bucketName } from '../wizards/storage/answers.ts';
import { operationDraft } from './drafts.ts';
import { deletedResources } from './stack-resources.ts';

const StorageDelete = z.strictObject({ name: bucketName });
type StorageDelete = z.infer<typeof StorageDelete>;

/** Deletes an empty bucket. AWS refuses a bucket that is not; nothing here empties one on the way. */
export const storageDelete: PlanSource<StorageDelete> = {
  id: 'storage-delete',
  answers: StorageDelete,
  facts: ({ name }) => [
    { key: `bucket:${name}`, decisive: true },
    { key: `empty:${name}`, decisive: true },
    { key: `stack:${stackNames.storage(name)}`, decisive: true },
  ],
  draft: ({ name }, facts, context) => {
    const bucket = facts.value<BucketFact>(`bucket:${name}`);
    const empty = facts.value<EmptyFact>(`empty:${name}`);
    const stack = facts.value<StackFact | null>(`stack:${stackNames.storage(name)}`);
    const changes: Change[] = [
      {
        id: 'bucket',
        kind: 'call',
        service: 's3',
        operation: 'DeleteBucket',
        input: { Bucket: name },
        repeat: 'idempotent',
        says: message('plan.storage.delete', { bucket: name }),
        note: message('plan.storage.delete.note'),
        usually: { from: 1, to: 10, worryAfter: 60 },
      },
      ...(stack?.planId == null
        ? []
        : [
            {
              id: 'storage',
              kind: 'stack' as const,
              action: 'delete' as const,
              says: message('plan.storage.forget', { bucket: name }),
              usually: { from: 5, to: 30, worryAfter: 180 },
              stackName: stackNames.storage(name),
              parameters: {},
              capabilities: [],
              tags: {},
              ...(stack.roleArn !== null && { roleArn: stack.roleArn }),
              resources: deletedResources('storage', stack, context.target),
              stays: [],
            },
          ]),
    ];
    return operationDraft(message('plan.storage.delete.title', { bucket: name }), {
      press: message('plan.storage.delete.press'),
      done: message('plan.storage.delete.done', { bucket: name }),
      changes,
      blockers: [
        ...(bucket?.exists === 'no' ? [message('plan.bucket.missing', { bucket: name })] : []),
        ...(bucket?.exists === 'elsewhere' ? [message('plan.bucket.foreign', { bucket: name })] : []),
        ...(empty?.empty === false ? [message('plan.storage.notEmpty', { bucket: name })] : []),
      ],
      warnings: [message('plan.storage.delete.name')],
      undo: [message('plan.storage.delete.undo')],
    });
  },
};
