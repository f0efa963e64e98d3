import { z } from 'zod';
import { Message } from '../message.ts';
import { method } from '../method.ts';
import { Amount } from '../plan.ts';
import { Snapshot } from './notebooks.ts';

/** One thing that costs money now, made by Millwright or not. */
export const CostRow = z.strictObject({
  kind: z.string(),
  name: z.string(),
  region: z.string(),
  says: Message,
  usdPerHour: z.number().nullable(),
  ends: Message,
  noEnd: z.boolean(),
  /** Operation that stops it, made into a plan when pressed; null: only looking. */
  stop: z.strictObject({ source: z.string(), answers: z.record(z.string(), z.json()) }).nullable(),
  ours: z.boolean(),
});

/** A plan to be made, a page to be opened, what `calls` names, or, with none of them, a new look at the account. */
export const NeedAction = z.strictObject({
  label: Message,
  source: z.string().nullable(),
  answers: z.record(z.string(), z.json()),
  route: z.string().nullable(),
  /** `tasks.search`, or `tasks.leave` with this id. */
  calls: z.union([z.literal('search'), z.strictObject({ leave: z.string() })]).optional(),
});

export const Need = z.strictObject({
  id: z.string(),
  severity: z.enum(['warning', 'info', 'error']),
  says: Message,
  /** Since when it is so, where that is worth saying; ISO. */
  since: z.string().optional(),
  /** What else belongs to it: what it costs to leave it, where a file was kept. */
  notes: z.array(Message).default([]),
  action: NeedAction,
  /** Other ways out. */
  also: z.array(NeedAction).default([]),
});

/** Home answers: what costs money now, what is being done, does anything need me. */
export const home = {
  summary: method({
    /** `all`: every row of what costs money, and not the dearest alone. */
    input: z.strictObject({ refresh: z.boolean(), all: z.boolean().default(false) }),
    output: z.strictObject({
      ...Snapshot,
      perHour: Amount,
      todaySoFar: Amount,
      todayByMidnight: Amount,
      monthIfForgotten: Amount,
      /** Dearest first; what has no price before all. */
      rows: z.array(CostRow),
      /** How many things cost money; `rows` may hold only the first of them. */
      count: z.number().int(),
      regions: z.strictObject({
        looked: z.number(),
        of: z.number(),
        unreachable: z.array(z.string()),
        refused: z.array(z.string()).default([]),
      }),
      needs: z.array(Need),
    }),
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
};
