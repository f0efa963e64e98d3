import { z } from 'zod';
import { Message } from '../message.ts';
import { method } from '../method.ts';

/** The stack of a thing that Millwright makes. The prepared account has no name. */
export const StackOf = z.strictObject({
  kind: z.enum(['foundation', 'storage', 'notebook']),
  name: z.string().max(255),
});
export type StackOf = z.infer<typeof StackOf>;

/** A thing that is not as its stack made it. */
export const Drifted = z.strictObject({
  logicalId: z.string(),
  type: z.string(),
  /** As AWS names it. */
  name: z.string(),
  /** `unseen`: AWS could not look at it. */
  how: z.enum(['changed', 'gone', 'unseen']),
  /** `path` as AWS writes it: `/Tags/0/Value`. A value that is not there is empty. */
  fields: z.array(z.strictObject({ path: z.string(), expected: z.string(), actual: z.string() })),
});
export type Drifted = z.infer<typeof Drifted>;

/** What the stacks behind the things are, and whether somebody else has changed what they hold. */
export const stacks = {
  /** `made`: by a plan of Millwright. `health` null: there is none. */
  look: method({
    input: StackOf,
    output: z.strictObject({
      made: z.boolean(),
      health: z.enum(['ready', 'busy', 'stuck']).nullable(),
    }),
    effect: 'read',
    cancellable: true,
  }),
  /** Lets AWS compare every thing of the stack with what the stack made of it. Changes nothing; takes up to minutes. */
  checkDrift: method({
    input: StackOf,
    output: z.strictObject({
      checkedAt: z.string(),
      /** Empty: everything is as it was made. */
      things: z.array(
        Drifted.extend({
          kind: Message.nullable(),
          fields: z.array(
            z.strictObject({
              path: z.string(),
              name: Message.nullable(),
              expected: z.string(),
              actual: z.string(),
            }),
          ),
        }),
      ),
      /** The plan that puts it back; null where no plan can. */
      putBack: z.strictObject({ source: z.string(), answers: z.record(z.string(), z.json()) }).nullable(),
    }),
    effect: 'read',
    timeoutMs: 300_000,
    cancellable: true,
  }),
};
