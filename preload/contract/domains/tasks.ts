import { z } from 'zod';
import { method } from '../method.ts';
import { Task } from '../task.ts';

/** Long-running things. They belong to main and outlive the window. */
export const tasks = {
  list: method({ input: z.strictObject({}), output: z.array(Task), effect: 'read' }),
  get: method({ input: z.strictObject({ id: z.string() }), output: Task, effect: 'read' }),
  /** Asks a task to stop and take back what its own plan made; consent for the plan covers it. */
  cancel: method({ input: z.strictObject({ id: z.string() }), output: Task, effect: 'write' }),
};
