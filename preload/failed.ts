import type { AppError, ErrorCode } from './contract/errors.ts';

/** A failure that the window finds by itself, with the words of its code. */
export function failed(code: ErrorCode): { ok: false; error: AppError } {
  return {
    ok: false,
    error: { code, says: { key: `error.${code}.says` }, mend: { key: `error.${code}.mend` } },
  };
}
