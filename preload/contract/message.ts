/**
 * A sentence that is not yet in any language: a key of the word files and its values.
 *
 * Plans, errors, tasks and receipts carry messages, never text, so that the same document reads in every
 * language and no English hides in the code. `say()` of `words/` turns one into text.
 */
import { z } from 'zod';

/** Values with a meaning of their own are tagged, so that the language and not the caller formats them. */
export type MessageValue =
  | string
  | number
  | boolean
  /** US dollars; null is a price that the price book does not hold and is shown as "?". */
  | { money: number | null }
  /** ISO 8601 instant, shown on the person's own clock. */
  | { time: string }
  /** Seconds, shown as "2 min 10 s". */
  | { duration: number }
  | { bytes: number }
  /** A region of AWS by its code, shown by its name. */
  | { region: string }
  | { list: string[] }
  | { message: Message };

export interface Message {
  key: string;
  params?: Record<string, MessageValue>;
}

export const MessageValue: z.ZodType<MessageValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.strictObject({ money: z.number().nullable() }),
    z.strictObject({ time: z.iso.datetime({ offset: true }) }),
    z.strictObject({ duration: z.number() }),
    z.strictObject({ bytes: z.number() }),
    z.strictObject({ region: z.string() }),
    z.strictObject({ list: z.array(z.string()) }),
    z.strictObject({ message: Message }),
  ]),
);

export const Message: z.ZodType<Message> = z.lazy(() =>
  z
    .strictObject({
      key: z.string().regex(/^[\w.-]{1,120}$/),
      params: z.record(z.string(), MessageValue).optional(),
    })
    .transform((m) => m as Message),
);

export { message } from './plain.ts';
