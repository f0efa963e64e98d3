import type { AppError, ErrorCode, Problem, TechnicalDetails } from '../preload/contract/errors.ts';
import { message, type MessageValue } from '../preload/contract/message.ts';

/** The only error that rooms of main throw on purpose. Carries what the person reads; `cause` keeps the original. */
export class AppFailure extends Error {
  readonly error: AppError;
  /** ms that AWS asked to wait before the next try. */
  readonly askedMs: number | undefined;
  constructor(error: AppError, cause?: unknown, askedMs?: number) {
    super(`${error.code}: ${error.technical?.text ?? ''}`, { cause });
    this.name = 'AppFailure';
    this.error = error;
    this.askedMs = askedMs;
  }
}

/**
 * Values that the words of a code can use but that not everybody who fails knows. They arrive as `none`, and the words
 * have a sentence for that case.
 */
const sometimes: Partial<Record<ErrorCode, readonly string[]>> = {
  'plan.otherFormat': ['version', 'ours'],
  'input.invalid': ['field'],
  'input.missing': ['field'],
  'file.unreadable': ['name'],
  'file.tooLarge': ['name'],
  'answers.unknownWizard': ['wizard'],
  'plan.unknownTemplate': ['template'],
  'plan.wrongAccount': ['planned', 'here'],
  'connection.noEndpoint': ['endpoint'],
  'connection.signInNeeded': ['profile'],
  'permission.denied': ['action'],
  'permission.deniedExplicitly': ['action'],
  'permission.passRole': ['role'],
  'quota.reached': ['name', 'limit'],
  'name.taken': ['name'],
  'name.takenByOther': ['name'],
  'state.wrong': ['name', 'state'],
  'resource.notFound': ['name'],
  'resource.inUse': ['name'],
  'role.notUsableYet': ['role'],
  'aws.stackFailed': ['name', 'reason'],
  'aws.stackStuck': ['name', 'state', 'reason'],
  'aws.thingFailed': ['name', 'reason'],
  'disk.full': ['file'],
  'disk.readOnly': ['file'],
  'disk.notFolder': ['file'],
  'state.damaged': ['file'],
  'state.newer': ['file'],
  'state.beforeLost': ['name'],
  'image.notBuilt': ['why', 'mend'],
  'job.unseen': ['name'],
  'wait.over': ['after'],
  'outcome.unseen': ['why', 'mend'],
  notModelled: ['operation'],
};

/** Builds a failure whose sentence and mending action are the words of its code, filled with `params`. */
export function failure(
  code: ErrorCode,
  params: Record<string, MessageValue> = {},
  more: {
    problems?: Problem[];
    technical?: TechnicalDetails;
    cause?: unknown;
    askedMs?: number | undefined;
  } = {},
): AppFailure {
  const { cause, askedMs, ...rest } = more;
  const blanks = Object.fromEntries((sometimes[code] ?? []).map((name) => [name, 'none']));
  const values = { ...blanks, ...params };
  return new AppFailure(
    {
      code,
      says: message(`error.${code}.says`, values),
      mend: message(`error.${code}.mend`, values),
      ...rest,
    },
    cause,
    askedMs,
  );
}

/** True when `error` is a failure of one of these codes. */
export function failedWith(error: unknown, ...codes: ErrorCode[]): error is AppFailure {
  return error instanceof AppFailure && codes.includes(error.error.code);
}

/** What the answer to a call was lost to, where nobody knows what became of it; any other failure as it is. */
export const troubleBehind = (error: AppFailure): AppFailure =>
  error.error.code === 'outcome.unknown' && error.cause instanceof AppFailure ? error.cause : error;

/** Something went wrong that may leave the rest as it is: not that a person ended all of it, and no fault of the program. */
export const isPartial = (error: unknown): error is AppFailure =>
  error instanceof AppFailure && error.error.code !== 'call.cancelled';

/** A part that may be refused or late: `otherwise` stands for it then. What ends the whole is thrown. */
export async function orElse<T, U>(part: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await part;
  } catch (error) {
    if (isPartial(error)) return otherwise;
    throw error;
  }
}
