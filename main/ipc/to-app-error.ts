import { AppError } from '../../preload/contract/errors.ts';
import { AppFailure, failure } from '../failure.ts';

/**
 * What the window may know of a failure. Only `AppFailure` carries words made for people; of everything else only the
 * name travels, because messages of libraries quote requests, addresses and paths.
 */
export function toAppError(error: unknown, onFault: (error: unknown) => void): AppError {
  if (error instanceof AppFailure) {
    if (error.error.code === 'internal') onFault(error);
    const checked = AppError.safeParse(error.error);
    if (checked.success) return checked.data;
  }
  onFault(error);
  const name = error instanceof Error ? error.name : typeof error;
  return failure('internal', {}, { technical: { text: name.slice(0, 100) } }).error;
}
