/** A long-running thing, persisted by main and attached to again at start. One state field. */
import { z } from 'zod';
import { AppError } from './errors.ts';
import { Message } from './message.ts';

export const TaskState = z.enum([
  'queued',
  'running',
  'waiting',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'lost',
]);
export type TaskState = z.infer<typeof TaskState>;

export const TaskStep = z.strictObject({
  id: z.string(),
  title: Message,
  detail: Message.optional(),
  state: z.enum(['todo', 'running', 'done', 'failed', 'undone']),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
});
export type TaskStep = z.infer<typeof TaskStep>;

export const Task = z.strictObject({
  id: z.string(),
  planId: z.string(),
  digest: z.string(),
  /** Stable for the life of the task. */
  title: Message,
  /** Changes as it goes on. */
  detail: Message.optional(),
  state: TaskState,
  steps: z.array(TaskStep),
  /** 0..1 of uploads and of steps done. */
  progress: z.number().optional(),
  usually: z.strictObject({ from: z.number(), to: z.number(), worryAfter: z.number() }).optional(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  /** Raw stack events, newest last, for "What AWS says". */
  events: z.array(
    z.strictObject({ at: z.string(), what: z.string(), status: z.string(), reason: z.string().optional() }),
  ),
  error: AppError.optional(),
  /** What exists now and what it costs, after a failure. */
  leftOver: z.array(
    z.strictObject({ type: z.string(), name: z.string(), usdPerHour: z.number().nullable() }),
  ),
  cancellable: z.boolean(),
  receiptId: z.string().optional(),
});
export type Task = z.infer<typeof Task>;
