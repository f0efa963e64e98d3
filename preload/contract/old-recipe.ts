/** A configuration that somebody made for AWS as it was, read by today's rules, and what stands in its place. */
import { z } from 'zod';
import { Message } from './message.ts';
import { Answers } from './wizard.ts';

export const OldLine = z.strictObject({
  /**
   * `refused`: AWS takes it no more. `danger`: kept, in red. `changed`: another way is better or newer. `added`: the file
   * says nothing about it. `kept`: as it was.
   */
  kind: z.enum(['refused', 'danger', 'changed', 'added', 'kept']),
  /** As AWS names it: `computeResources.bidPercentage`. */
  path: z.string(),
  label: Message,
  /** As it stands in the file; null: not there. */
  was: z.string().nullable(),
  /** What stands there now; null: nothing any more. */
  now: z.string().nullable(),
  says: z.array(Message),
  /** The page of AWS that says so, and the month in which it was read, `2026-11`. */
  source: z.strictObject({ page: z.string(), asOf: z.string() }).nullable(),
});
export type OldLine = z.infer<typeof OldLine>;

const priced = z.strictObject({ type: z.string(), usdPerHour: z.number().nullable() });

export const OldRecipe = z.strictObject({
  /** The wizard that makes a plan of it. */
  wizard: z.string(),
  name: z.string(),
  lines: z.array(OldLine),
  /** Members of the file that nothing is taken from, at most 60 of `leftOutOf`. */
  leftOut: z.array(z.string()),
  leftOutOf: z.number().int(),
  /** Of the wizard, over its defaults. */
  answers: Answers,
  /** What the file does not tell, and the wizard asks. */
  asks: z.array(Message),
  /** On demand, USD/h, by the price book: the machines of the file, and those instead. */
  prices: z.strictObject({
    region: z.string(),
    was: z.array(priced),
    now: z.array(priced),
    /** Day of the oldest price that is shown; null: none is known. */
    asOf: z.string().nullable(),
  }),
});
export type OldRecipe = z.infer<typeof OldRecipe>;
