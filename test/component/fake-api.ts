/**
 * A window's `millwright` without main: answers from given data, checked against the contract, and remembers what was
 * asked. Needs no Node, so that a page can use it too.
 */
import { contract, type Millwright } from '../../preload/contract/index.ts';
import type { LineState, WindowHost } from '../../preload/contract/host.ts';
import type { AppError, Problem, Result } from '../../preload/contract/errors.ts';
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import type { Domain } from '../../preload/contract/method.ts';

/** Answers by `domain.method`; a function may look at the input. Missing ones are failures of the test. */
export type Answering = Record<string, unknown>;

export class Refusal {
  readonly error: AppError;
  constructor(code: AppError['code'], problems?: Problem[]) {
    this.error = {
      code,
      says: { key: `error.${code}.says` },
      mend: { key: `error.${code}.mend` },
      ...(problems && { problems }),
    };
  }
}

export interface FakeApi {
  api: Millwright;
  host: WindowHost;
  /** `domain.method` and input of every call, in order. */
  calls: { channel: string; input: unknown }[];
  answers: Answering;
  emit: (event: MillwrightEvent) => void;
  /** Changes how the line to main is. */
  line: (state: LineState) => void;
}

export function fakeApi(answers: Answering): FakeApi {
  const calls: FakeApi['calls'] = [];
  const onLine = new Set<(state: LineState) => void>();
  const listeners = new Set<(event: MillwrightEvent) => void>();
  const call = async (
    channel: string,
    domain: Domain,
    name: string,
    given: unknown,
  ): Promise<Result<unknown>> => {
    const method = domain[name];
    if (method === undefined) throw new Error(`${channel} is not in the contract`);
    const input = method.input.parse(given);
    calls.push({ channel, input });
    if (!Object.hasOwn(answers, channel)) throw new Error(`The test gives no answer to ${channel}`);
    const answer = answers[channel];
    const value: unknown =
      typeof answer === 'function' ? await (answer as (i: unknown) => unknown)(input) : answer;
    if (value instanceof Refusal) return { ok: false, error: value.error };
    return { ok: true, value: method.output.parse(value) };
  };
  const domains = Object.entries<Domain>(contract).map(([domain, methods]) => [
    domain,
    Object.fromEntries(
      Object.keys(methods).map((name) => [
        name,
        (input: unknown) => call(`${domain}.${name}`, methods, name, input),
      ]),
    ),
  ]);
  return {
    api: {
      ...Object.fromEntries(domains),
      onEvent: (listener: (event: MillwrightEvent) => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    } as Millwright,
    host: {
      onConnection: (listener) => {
        onLine.add(listener);
        listener('open');
        return () => void onLine.delete(listener);
      },
      uploadStaged: async (_stage, _index, file, options) => {
        options?.onProgress?.(file.size);
        return { ok: true, value: { sha256: '0'.repeat(64) } };
      },
    },
    calls,
    answers,
    line: (state) => {
      for (const listener of [...onLine]) listener(state);
    },
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
