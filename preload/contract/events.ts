/** What main tells the window unasked: small invalidations, task updates, and the ticket for the window that asked. */
import { z } from 'zod';
import { ListDelta } from './lists.ts';
import { Task } from './task.ts';

export const MillwrightEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('invalidated'),
    domain: z.enum(['notebooks', 'data', 'home', 'plans', 'connections', 'settings']),
  }),
  /** Only to windows that look at the list. */
  z.strictObject({ type: z.literal('list'), list: ListDelta }),
  z.strictObject({ type: z.literal('task'), task: Task }),
  z.strictObject({
    type: z.literal('consent'),
    consentId: z.string(),
    outcome: z.enum(['given', 'refused']),
    ticket: z.string().nullable(),
  }),
  /** Time in the account moved or stands elsewhere than on this computer (sandbox, clock offset): ms to add. */
  z.strictObject({ type: z.literal('clock'), offsetMs: z.number(), speed: z.number() }),
]);
export type MillwrightEvent = z.infer<typeof MillwrightEvent>;
