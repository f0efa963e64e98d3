/**
 * What the host gives the window besides the contract: the one thing that is not a call but a stream of bytes.
 * Built by `preload/loopback.ts` (and later by Electron's preload) as `window.millwrightHost`.
 */
import type { Result } from './errors.ts';
import type { CallOptions } from './method.ts';

export interface WindowHost {
  /**
   * Sends the bytes of one file of a stage (`data.stage`) to main. `onProgress` hears the bytes sent so far.
   * Never throws; cancelled and lost are errors in the Result.
   */
  uploadStaged(
    stageId: string,
    index: number,
    file: Blob,
    onProgress: (sentBytes: number) => void,
    options?: CallOptions,
  ): Promise<Result<null>>;
}
