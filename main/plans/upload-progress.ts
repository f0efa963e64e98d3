/** How far an upload is, in bytes and files; told a few times a second, however many files there are. */
import { message } from '../../preload/contract/message.ts';
import type { ChangeContext } from '../stacks/context.ts';

export interface Progress {
  /** Bytes that are there. */
  bytes(arrived: number): void;
  /** A file is being sent. */
  begun(file: { path: string; bytes: number }): void;
  /** A file is there. */
  ended(): void;
  /** Bytes of one try at one file. */
  file(): FileProgress;
}

export interface FileProgress {
  bytes: (arrived: number) => void;
  /** It is there: what was not counted yet counts now. */
  whole(bytes: number): void;
  /** The try was for nothing. */
  none(): void;
}

const tellMs = 250;

export function openProgress(
  { clock, onDetail }: Pick<ChangeContext, 'clock' | 'onDetail'>,
  files: readonly { bytes: number }[],
  onBytes: (done: number, of: number) => void,
): Progress {
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let sent = 0;
  let there = 0;
  let now: { path: string; bytes: number } | null = null;
  let toldAt = -Infinity;
  const tell = () => {
    const over = there === files.length;
    if (!over && Math.abs(clock.now() - toldAt) < tellMs) return;
    toldAt = clock.now();
    if (now !== null)
      onDetail(
        files.length === 1
          ? message('apply.uploading', { file: now.path, size: { bytes: now.bytes } })
          : message('apply.uploadingFiles', {
              file: now.path,
              done: there,
              count: files.length,
              sent: { bytes: sent },
              all: { bytes: all },
            }),
      );
    onBytes(sent, all);
  };
  const bytes = (arrived: number) => {
    sent += arrived;
    tell();
  };
  return {
    bytes,
    begun(file) {
      now = file;
      tell();
    },
    ended() {
      there += 1;
      tell();
    },
    file() {
      let counted = 0;
      const count = (arrived: number) => {
        counted += arrived;
        bytes(arrived);
      };
      return { bytes: count, whole: (of) => count(of - counted), none: () => count(-counted) };
    },
  };
}
