import type { AppError, ErrorCode, Problem, TechnicalDetails } from '../preload/contract/errors.ts';
import { message, type MessageValue } from '../preload/contract/message.ts';

/** The only error that rooms of main throw on purpose. Carries what the person reads; `cause` keeps the original. */
export class AppFailure extends Error {
  readonly error: AppError;
  constructor(error: AppError, cause?: unknown) {
    super(`${error.code}: ${error.technical?.text ?? ''}`, { cause });
    this.name = 'AppFailure';
    this.error = error;
  }
}

/** Builds a failure whose sentence and mending action are the words of its code, filled with `params`. */
export function failure(
  code: ErrorCode,
  params: Record<string, MessageValue> = {},
  more: { problems?: Problem[]; technical?: TechnicalDetails; cause?: unknown } = {},
): AppFailure {
  const { cause, ...rest } = more;
  return new AppFailure(
    {
      code,
      says: message(`error.${code}.says`, params),
      mend: message(`error.${code}.mend`, params),
      ...rest,
    },
    cause,
  );
}
