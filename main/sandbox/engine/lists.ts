/**
 * Long lists between their pages: whoever goes on from page to page is answered from the list of the first one, as long as
 * nothing was written meanwhile. Without it every page would read, filter and shape all that there is.
 */
import type { Operation, PerformRequest } from './types.ts';

type Page = NonNullable<Operation['page']>;
type Members = Record<string, unknown>;

/** Shorter ones cost nothing to make again. */
const longList = 200;
/** Lists at a time; the one that was asked for longest ago is forgotten. */
const most = 8;
/** Account's time that a list stands, ms: what it says may depend on the time. */
const standsMs = 60_000;

export interface Lists {
  /** The whole answer of a list operation; `run` makes it. */
  of(page: Page, request: PerformRequest, now: number, run: () => Promise<Members>): Promise<Members>;
}

/** What the request asks for, whatever page of it: everything but token and size. */
export function withoutPage(page: Page, input: Members): Members {
  const filters = { ...input };
  Reflect.deleteProperty(filters, page.input);
  if (page.limit) Reflect.deleteProperty(filters, page.limit);
  return filters;
}

/** `written`: a number that is another one after every write to the account. */
export function keepLists(written: () => number): Lists {
  const kept = new Map<string, { written: number; at: number; output: Members }>();
  return {
    async of(page, { service, operation, region, as, input }, now, run) {
      const key = JSON.stringify([service, operation, region, as.arn, withoutPage(page, input)]);
      const known = kept.get(key);
      const goesOn = input[page.input] != null && input[page.input] !== '';
      const stands = known?.written === written() && Math.abs(now - known.at) < standsMs;
      if (goesOn && stands) return known.output;
      kept.delete(key);
      const output = await run();
      if (((output[page.items] ?? []) as unknown[]).length > longList) {
        kept.set(key, { written: written(), at: now, output });
        for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest);
      }
      return output;
    },
  };
}
