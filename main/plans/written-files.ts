/** Files whose whole text stands in the plan: whoever reviews it reads every byte that is put. */
import { createHash } from 'node:crypto';
import type { UploadChange } from '../../preload/contract/plan.ts';
import { failure } from '../failure.ts';
import type { Reader } from './upload-reader.ts';

/** In place of a stage's id: nobody has to lay them ready. */
export const writtenStage = 'written';

export function writtenFile(path: string, text: string): UploadChange['files'][number] {
  const bytes = Buffer.from(text);
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), text };
}

export function textReader(text: string): Reader {
  const whole = Buffer.from(text);
  return {
    close: () => Promise.resolve(),
    sha256: (piece) => createHash('sha256').update(piece).digest('base64'),
    read(from, length) {
      if (from + length > whole.length) return Promise.reject(failure('file.unreadable'));
      return Promise.resolve(whole.subarray(from, from + length));
    },
  };
}
