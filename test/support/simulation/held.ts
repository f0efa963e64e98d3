/** What the account holds at this moment, so that people wish for what can be had. */
import type { NotebookStatus } from '../../../main/sandbox/services/sagemaker/kinds.ts';
import { notebooks } from '../../../main/sandbox/services/sagemaker/kinds.ts';
import { objects } from '../../../main/sandbox/services/s3/kinds.ts';
import type { Sandbox } from '../../../main/sandbox/index.ts';

export const region = 'us-east-1';

export interface Held {
  notebooks: { name: string; status: NotebookStatus }[];
  /** Names. */
  stacks: string[];
  buckets: string[];
  /** `BUCKET/KEY`. */
  objects: string[];
}

/** `at`: when it was put there, ms by the account's clock. */
export const objectsOf = ({ account }: Sandbox): { path: string; at: number }[] =>
  account
    .table(objects, region)
    .list()
    .filter(({ deleteMarker }) => !deleteMarker)
    .map(({ bucket, key, modifiedAt }) => ({ path: `${bucket}/${key}`, at: modifiedAt }));

export function held(sandbox: Sandbox): Held {
  const there = sandbox.ledger().filter(({ goneAt }) => goneAt === null);
  const keys = (kind: string) => there.filter((entry) => entry.kind === kind).map(({ key }) => key);
  return {
    notebooks: notebooks(sandbox.account, region)
      .list()
      .map(({ name, status }) => ({ name, status })),
    stacks: keys('cloudformation/stack').map((key) => key.split('/')[1] ?? key),
    buckets: keys('s3/bucket'),
    objects: objectsOf(sandbox).map(({ path }) => path),
  };
}
