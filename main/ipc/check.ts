import type { z } from 'zod';
import type { Method } from '../../preload/contract/method.ts';
import { AppFailure, failure } from '../failure.ts';

/** Where and why, never what: a value may be a secret or a whole file. */
function places(error: z.ZodError): string {
  return error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.map(String).join('.').slice(0, 100) || '(all)'}: ${issue.code}`)
    .join('; ');
}

/** Half a character has no UTF-8 form: no file, hash or request could carry it. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, one]) => key.isWellFormed() && isWellFormed(one));
}

function parse(schema: z.ZodType, value: unknown): z.ZodSafeParseResult<unknown> | undefined {
  try {
    return schema.safeParse(value);
  } catch (error) {
    // JSON nested so deep that the check itself runs out of stack is refused like any other wrong input.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function checkedInput(method: Method, input: unknown): unknown {
  const parsed = parse(method.input, input);
  if (parsed?.success === true && isWellFormed(parsed.data)) return parsed.data;
  const why = parsed?.success === true ? 'half a character' : undefined;
  const text = parsed?.error === undefined ? (why ?? 'nested too deep') : places(parsed.error);
  throw failure('call.invalid', {}, { technical: { text } });
}

export function checkedOutput(method: Method, output: unknown): unknown {
  const parsed = parse(method.output, output);
  if (parsed?.success === true) return parsed.data;
  const text = `answer of another shape: ${parsed === undefined ? 'nested too deep' : places(parsed.error)}`;
  throw new AppFailure(failure('internal', {}, { technical: { text } }).error, parsed?.error);
}
