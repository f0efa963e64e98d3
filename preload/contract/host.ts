/**
 * What a host gives the window besides the contract: how the line to main is, and the one thing that is not a call but a
 * stream of bytes.
 */
import type { Result } from './errors.ts';

/** `signedOut`: the one-time code was used or is too old, and this tab has no token. */
export type LineState = 'connecting' | 'open' | 'lost' | 'signedOut';

export interface WindowHost {
  /** Calls the listener at once with the present state, then with every change. Returns its end. */
  onConnection: (listener: (state: LineState) => void) => () => void;
  /** Sends the bytes of one picked file to its place in a stage made by `data.stage`. Never throws. */
  uploadStaged: (
    stageId: string,
    index: number,
    file: Blob,
    options?: { onProgress?: (sentBytes: number) => void; signal?: AbortSignal },
  ) => Promise<Result<{ sha256: string }>>;
}
