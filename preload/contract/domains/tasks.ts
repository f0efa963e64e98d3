import { z } from 'zod';
import { Message } from '../message.ts';
import { method } from '../method.ts';
import { Task } from '../task.ts';

/** Long-running things. They belong to main and outlive the window. */
export const tasks = {
  list: method({ input: z.strictObject({}), output: z.array(Task), effect: 'read' }),
  get: method({ input: z.strictObject({ id: z.string() }), output: Task, effect: 'read' }),
  /**
   * Opens the confirmation surface for taking back what the task's own plan made, as `plans.askConsent` does for a plan.
   * Refused with `state.wrong` for a task that cannot be cancelled.
   */
  askConsent: method({
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({ consentId: z.string(), link: z.string().nullable() }),
    effect: 'write',
  }),
  /** Asks a task to stop and take back what its own plan made. Needs the one-use ticket for exactly this task. */
  cancel: method({
    input: z.strictObject({ id: z.string(), ticket: z.string() }),
    output: Task,
    effect: 'destroy',
  }),
  /**
   * Looks again how far a task got that was lost sight of, and goes on with it, as the next start of the program would.
   * Refused with `state.wrong` for any other task.
   */
  look: method({
    input: z.strictObject({ id: z.string() }),
    output: Task,
    effect: 'write',
    timeoutMs: 60_000,
  }),
  /**
   * Where part of the journal was lost: searches AWS for what was begun, or tries at once instead of later, and answers
   * when that has ended or after 20 s. Until it is done no consent is asked for and nothing is begun.
   */
  search: method({
    input: z.strictObject({}),
    output: z.strictObject({
      /** When the loss was noticed, ISO; null: nothing was lost, or AWS was searched since. */
      pending: z.string().nullable(),
      /** Why it has to be tried again. */
      trouble: Message.nullable(),
    }),
    effect: 'write',
    timeoutMs: 60_000,
    cancellable: true,
  }),
  /**
   * Leaves something that the search found as it is, or puts away what is said of the loss (ids of `home.summary`): neither
   * is shown again. Changes nothing in AWS. Throws `resource.notFound` for anything else.
   */
  leave: method({ input: z.strictObject({ id: z.string() }), output: z.strictObject({}), effect: 'write' }),
};
