import { z } from 'zod';
import { AppError } from '../errors.ts';
import { Message } from '../message.ts';
import { method } from '../method.ts';
import { OpenedOutside } from './app.ts';

export const NotebookStatus = z.enum([
  'Pending',
  'InService',
  'Stopping',
  'Stopped',
  'Failed',
  'Deleting',
  'Updating',
  'PendingMaintenance',
  'InMaintenance',
  'Unknown',
]);

export const NotebookRow = z.strictObject({
  name: z.string(),
  region: z.string(),
  status: NotebookStatus,
  instanceType: z.string(),
  since: z.string(),
  createdAt: z.string(),
  /** USD/h now; null unknown; 0 when nothing is billed by the hour. */
  usdPerHour: z.number().nullable(),
  /** USD since it was made as far as observed; null unknown. */
  usdSoFar: z.number().nullable(),
  endsAt: z.string().nullable(),
  ownedByPlan: z.string().nullable(),
  stackName: z.string().nullable(),
});
export type NotebookRow = z.infer<typeof NotebookRow>;

/** A list that AWS does not let this account see, with the right that AWS asks for in `error`. */
export const Refused = z.strictObject({
  of: z.enum(['notebooks', 'stacks', 'buckets', 'tags', 'log', 'metrics', 'jobs', 'machines']),
  error: AppError,
});
export type Refused = z.infer<typeof Refused>;

export const NotebookDetail = NotebookRow.extend({
  diskGb: z.number(),
  platform: z.string().nullable(),
  roleArn: z.string().nullable(),
  bucket: z.string().nullable(),
  rootAccess: z.boolean(),
  directInternet: z.boolean(),
  repository: z.string().nullable(),
  dashboardPort: z.number().nullable(),
  idleStopMinutes: z.number().nullable(),
  lastIdleHeartbeat: z.string().nullable(),
  evening: z
    .strictObject({ at: z.string(), timeZone: z.string(), notBefore: z.string().nullable() })
    .nullable(),
  failureReason: z.string().nullable(),
  log: z.array(z.strictObject({ at: z.string(), text: z.string() })),
  /** Configuration as AWS names it, for "Technical form". */
  technical: z.record(z.string(), z.json()),
  history: z.array(z.strictObject({ at: z.string(), says: Message, receiptId: z.string().nullable() })),
  refused: z.array(Refused).default([]),
});
export type NotebookDetail = z.infer<typeof NotebookDetail>;

/** Age of what is shown: a cached snapshot paints first and says how old it is. `refused`: what is missing from it. */
export const Snapshot = {
  loadedAt: z.string().nullable(),
  stale: z.boolean(),
  refused: z.array(Refused).default([]),
};

/** Notebook instances. Start, stop, extend and delete are plans (`notebook-start`, `-stop`, `-extend`, `-delete`). */
export const notebooks = {
  list: method({
    /** `first`: of a long list no more than fills a page that opens. */
    input: z.strictObject({ refresh: z.boolean(), first: z.boolean().default(false) }),
    /** Changes since `version` come as `list` events. */
    output: z.strictObject({
      ...Snapshot,
      version: z.number().int(),
      rows: z.array(NotebookRow),
      /** How many there are and how many run, where `rows` are only the first of them. */
      firstOf: z.strictObject({ all: z.number().int(), running: z.number().int() }).nullable().default(null),
    }),
    effect: 'read',
    cancellable: true,
  }),
  get: method({
    input: z.strictObject({ name: z.string() }),
    output: NotebookDetail,
    effect: 'read',
    cancellable: true,
  }),
  open: method({
    input: z.strictObject({ name: z.string(), page: z.enum(['lab', 'classic', 'dashboard']) }),
    output: OpenedOutside,
    effect: 'read',
  }),
};
