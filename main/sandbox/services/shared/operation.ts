import type { Call, Operation } from '../../engine/types.ts';

/**
 * An operation typed by the SDK's own request and response shapes (interfaces, which lack the index signature of the
 * engine's plain records). Instants in the answer are `Date`, as in the SDK.
 */
export function operation<I, O extends object>(
  written: Omit<Operation<I>, 'run'> & { run(call: Call<I>): O | Promise<O> },
): Operation<never> {
  return written as unknown as Operation<never>;
}

export type Operations = Record<string, Operation<never>>;
