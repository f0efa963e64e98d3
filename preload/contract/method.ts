/**
 * How a call between window and main is declared. A domain is a record of methods; names of channels, types on both
 * sides, checks at run time, time limits and the manifest follow from it, and nothing is declared twice.
 */
import type { z } from 'zod';
import type { Result } from './errors.ts';

/**
 * - `read`: looks at AWS or the disk, changes nothing.
 * - `write`: changes only this program's own files (settings, drafts, staged uploads).
 * - `metered`: AWS charges for the call itself; price on the button, a daily cap in main.
 * - `spend`, `destroy`: change AWS; only `plans.apply`, and `tasks.cancel` that takes its changes back, may carry them.
 */
export type Effect = 'read' | 'write' | 'metered' | 'spend' | 'destroy';

export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  input: I;
  output: O;
  effect: Effect;
  timeoutMs: number;
  cancellable: boolean;
}

export type Domain = Record<string, Method>;
export type Contract = Record<string, Domain>;

/** Declares one method; `timeoutMs` 30 s and not cancellable unless said. */
export function method<I extends z.ZodType, O extends z.ZodType>(
  declared: { input: I; output: O; effect: Effect } & Partial<Pick<Method, 'timeoutMs' | 'cancellable'>>,
): Method<I, O> {
  return { timeoutMs: 30_000, cancellable: false, ...declared };
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** The window's side of a contract: `api.notebooks.list({})`. Never throws; time-out and cancel are errors in the Result. */
export type ApiOf<C extends Contract> = {
  [D in keyof C]: {
    [M in keyof C[D]]: (
      input: z.input<C[D][M]['input']>,
      options?: CallOptions,
    ) => Promise<Result<z.output<C[D][M]['output']>>>;
  };
};

/** What a handler in main learns about the call besides its input. */
export interface CallContext {
  requestId: string;
  signal: AbortSignal;
  /** The window that asked; tickets and staged uploads belong to one window. */
  windowId: string;
}

/** Main's side. Handlers return the value or throw an `AppFailure`; `main/ipc` makes the Result of it. */
export type HandlersOf<C extends Contract> = {
  [D in keyof C]: {
    [M in keyof C[D]]: (
      input: z.output<C[D][M]['input']>,
      context: CallContext,
    ) => Promise<z.input<C[D][M]['output']>>;
  };
};
