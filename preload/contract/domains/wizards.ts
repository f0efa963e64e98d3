import { z } from 'zod';
import { method } from '../method.ts';
import { Answers, Option, Station, WizardCheck, WizardDescription, WizardSession } from '../wizard.ts';

/** Questions and answers. Answers are kept as a draft until they became an applied plan. */
export const wizards = {
  list: method({
    input: z.strictObject({}),
    output: z.array(
      WizardDescription.pick({ id: true, goal: true, cardNote: true, icon: true }).extend({
        draft: z.boolean(),
      }),
    ),
    effect: 'read',
  }),
  /**
   * `of`: the thing whose present values stand in the fields, for a wizard that changes one. `answers`: those on screen
   * after a file was picked that decides the questions; they count instead of the draft.
   */
  open: method({
    input: z.strictObject({ id: z.string(), of: z.string().optional(), answers: Answers.optional() }),
    output: WizardSession,
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
  /** Pure and fast (50 ms): problems by field, and the words of the closed default lines. */
  check: method({
    input: z.strictObject({ id: z.string(), answers: Answers }),
    output: WizardCheck,
    effect: 'read',
    timeoutMs: 5_000,
  }),
  keep: method({
    input: z.strictObject({ id: z.string(), answers: Answers, station: Station }),
    output: z.strictObject({}),
    effect: 'write',
  }),
  discard: method({ input: z.strictObject({ id: z.string() }), output: z.strictObject({}), effect: 'write' }),
  /** Asks AWS's free price list for the prices that the book lacks; answers fresh options. */
  lookUpPrices: method({
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({
      options: z.record(z.string(), z.array(Option)),
      pricesAsOf: z.string().nullable(),
      pricesMissing: z.number(),
      found: z.number(),
      missing: z.number(),
    }),
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
};
