/**
 * What travels between the Electron window and main besides the contract's own channels, and what the preload puts into
 * the page. Calls carry the input as JSON text, as in every host.
 */
import type { Result } from './contract/errors.ts';
import type { MillwrightEvent } from './contract/events.ts';

/** Custom protocol of the windows; nothing outside of the program can name or open it. */
export const scheme = 'millwright';
export const windowOrigin = `${scheme}://app`;
export const confirmOrigin = `${scheme}://confirm`;

/** Channels beside `domain.method` of the contract. */
export const wire = {
  /** Window to main: end this call. */
  cancel: 'millwright:cancel',
  /** Window to main: take a picked file into a stage. */
  stage: 'millwright:stage',
  /** Main to window. */
  event: 'millwright:event',
  /** Main to window: how much of a picked file was taken. */
  taken: 'millwright:taken',
  /** Confirmation window to main. */
  consent: 'millwright:consent',
} as const;

type Send = (id: string, text: string) => Promise<Result<unknown>>;

/**
 * `window.millwright` as it passes the wall between the preload and the page, which lets through plain values and
 * functions, and no AbortSignal. `electron-window.ts` makes the contract's own shape of it.
 */
export interface ElectronBridge {
  /** `calls[domain][method]`: named functions, and no way to name a channel. */
  calls: Record<string, Record<string, Send>>;
  cancel: (id: string) => void;
  onEvent: (listener: (event: MillwrightEvent) => void) => void;
  /** Takes a file that a person picked: main reads it from the disk by itself. */
  stage: (
    id: string,
    place: { stageId: string; index: number },
    file: File,
    onProgress: (bytes: number) => void,
  ) => Promise<Result<{ sha256: string }>>;
}
