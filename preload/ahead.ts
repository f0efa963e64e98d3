/**
 * What a window asks first, asked while the code that draws it is still being read. The answer waits for whoever makes
 * the very same call.
 */
import type { Millwright } from './contract/index.ts';
import type { Result } from './contract/errors.ts';
import type { Call, CallLine } from './line.ts';

type Domains = Omit<Millwright, 'onEvent'>;

export interface Question {
  channel: string;
  input: unknown;
}

/** A call that only reads, named and typed as in the contract. */
export function question<D extends keyof Domains, M extends keyof Domains[D] & string>(
  domain: D,
  method: M,
  input: Domains[D][M] extends (input: infer I, ...more: never[]) => unknown ? I : never,
): Question {
  return { channel: `${domain}.${method}`, input };
}

/** After this time an answer that nobody wanted is an old one, ms. */
const freshMs = 5_000;

const keyOf = ({ channel, input }: Question): string => `${channel} ${JSON.stringify(input)}`;

/** The same line; calls that are among `questions` are under way already, once each. */
export function askedAhead<L extends CallLine>(line: L, questions: readonly Question[]): L {
  const asked = new Map<string, { id: string; at: number; answered: Promise<Result<unknown>> }>();
  /** Ids of calls that take an answer, to those by which the line knows them. */
  const taken = new Map<string, string>();
  for (const one of questions) {
    const id = crypto.randomUUID();
    const answered = new Promise<Result<unknown>>((answer) =>
      line.call({ id, ...one, repeatable: true, answer }),
    );
    asked.set(keyOf(one), { id, at: performance.now(), answered });
  }
  const take = (call: Call) => {
    const key = keyOf(call);
    const found = asked.get(key);
    asked.delete(key);
    return found !== undefined && performance.now() - found.at <= freshMs ? found : undefined;
  };
  return {
    ...line,
    call(call) {
      const found = asked.size === 0 ? undefined : take(call);
      if (found === undefined) {
        line.call(call);
        return;
      }
      taken.set(call.id, found.id);
      void found.answered.then(call.answer);
    },
    cancel: (id) => line.cancel(taken.get(id) ?? id),
    forget(id) {
      line.forget(taken.get(id) ?? id);
      taken.delete(id);
    },
  };
}
