/**
 * Lists that travel as changes. A list is answered whole with a version; after that, windows that look at it are told what
 * was added, changed and removed since the version before. Who missed one (its `from` is not the version at hand) asks for
 * the list again.
 */
import { z } from 'zod';
import { BucketRow } from './domains/data.ts';
import { JobRow } from './job.ts';
import { NotebookRow } from './domains/notebooks.ts';

/** What a window has on screen. Main looks there often, elsewhere rarely, and hardly at all while nobody sees it. */
export const Look = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('home') }),
  z.strictObject({ at: z.literal('notebooks') }),
  z.strictObject({ at: z.literal('notebook'), name: z.string().max(63) }),
  z.strictObject({ at: z.literal('buckets') }),
  z.strictObject({ at: z.literal('jobs') }),
  z.strictObject({ at: z.literal('elsewhere') }),
]);
export type Look = z.infer<typeof Look>;

const deltaOf = <Row extends z.ZodType>(row: Row) => ({
  from: z.number().int(),
  version: z.number().int(),
  /** When AWS was asked. */
  loadedAt: z.string(),
  added: z.array(row),
  changed: z.array(row),
  /** Names, or ids where rows have them. */
  removed: z.array(z.string()),
});

export const ListDelta = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('notebooks'), ...deltaOf(NotebookRow) }),
  z.strictObject({ of: z.literal('buckets'), ...deltaOf(BucketRow) }),
  z.strictObject({ of: z.literal('jobs'), ...deltaOf(JobRow) }),
]);
export type ListDelta = z.infer<typeof ListDelta>;

export interface Delta<Row> {
  from: number;
  version: number;
  loadedAt: string;
  added: Row[];
  changed: Row[];
  removed: string[];
}

export { withDelta } from './plain.ts';
