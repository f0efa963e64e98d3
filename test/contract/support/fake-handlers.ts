/** Handlers that note that they ran and answer nothing useful: for tests of what stands before them. */
import { contract, type Handlers } from '../../../preload/contract/index.ts';
import type { CallContext } from '../../../preload/contract/method.ts';

export interface Ran {
  channel: string;
  input: unknown;
  context: CallContext;
}

type Answer = (input: unknown, context: CallContext) => unknown;

/** `answers` by channel; every other handler answers `{}`, which fits few outputs on purpose. */
export function fakeHandlers(answers: Record<string, Answer> = {}): { handlers: Handlers; ran: Ran[] } {
  const ran: Ran[] = [];
  const handlers = Object.fromEntries(
    Object.entries(contract).map(([domain, methods]) => [
      domain,
      Object.fromEntries(
        Object.keys(methods).map((verb) => [
          verb,
          async (input: unknown, context: CallContext) => {
            const channel = `${domain}.${verb}`;
            ran.push({ channel, input, context });
            return answers[channel] === undefined ? {} : await answers[channel](input, context);
          },
        ]),
      ),
    ]),
  );
  return { handlers: handlers as unknown as Handlers, ran };
}
