import { z } from 'zod';
import { method } from '../method.ts';

export const Settings = z.strictObject({
  language: z.enum(['en', 'zh-CN']),
  appearance: z.enum(['system', 'light', 'dark']),
  /** IANA zone, or null for the computer's own. */
  timeZone: z.string().nullable(),
  /** Whether the tour was read, skipped or left; absent: not yet. */
  tourSeen: z.boolean().optional(),
});
export type Settings = z.infer<typeof Settings>;

/** The program itself: version, settings, and opening things outside the window. */
export const app = {
  info: method({
    input: z.strictObject({}),
    output: z.strictObject({
      version: z.string(),
      host: z.enum(['electron', 'loopback']),
      timeZone: z.string(),
      /** Where the program keeps its files on this computer. */
      stateDir: z.string().optional(),
      now: z.string(),
    }),
    effect: 'read',
  }),
  settings: method({ input: z.strictObject({}), output: Settings, effect: 'read' }),
  changeSettings: method({ input: Settings.partial(), output: Settings, effect: 'write' }),
};

/**
 * Answer of every method that opens something outside the window. In Electron main has opened it. In the loopback host
 * the window opens `link`, a one-time, 60-second address on the confirmation origin that main answers with a redirect or
 * a download, so that a presigned URL never reaches the page.
 */
export const OpenedOutside = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('opened') }),
  z.strictObject({ how: z.literal('link'), link: z.string() }),
]);
export type OpenedOutside = z.infer<typeof OpenedOutside>;
