/**
 * What travels over the one WebSocket between the window in a browser and main. JSON, one message per frame.
 *
 * The window says hello first (main closes the socket after two seconds without it). A window that lost its connection
 * comes back under its key: main has kept answers and events for it, and says which of the pending calls never arrived.
 */
import { z } from 'zod';
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';

export const requestId = z.string().regex(/^[\w-]{1,64}$/);

export const Hello = z.strictObject({
  type: z.literal('hello'),
  token: z.string().max(128),
  /** Key of the window that comes back; null for a new one. */
  windowKey: z.string().max(128).nullable(),
  /** Calls that the window still waits for. */
  pending: z.array(requestId).max(1000),
});

export const FromWindow = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    id: requestId,
    channel: z.string().max(100),
    input: z.unknown(),
  }),
  z.strictObject({ type: z.literal('cancel'), id: requestId }),
]);
export type FromWindow = z.infer<typeof FromWindow>;

export type FromMain =
  /** `unknown`: pending calls that never arrived. All others are running or answered right after this. */
  | { type: 'welcome'; windowKey: string; resumed: boolean; unknown: string[] }
  | { type: 'result'; id: string; result: Result<unknown> }
  | { type: 'event'; event: MillwrightEvent };

/** Largest message from the window, bytes: a plan file of ten million characters and its escapes. */
export const maxMessageBytes = 32 * 1024 * 1024;

/** How long main keeps a window that lost its connection, ms. */
export const windowGraceMs = 60_000;
