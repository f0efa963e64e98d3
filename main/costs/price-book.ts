/**
 * Prices with date and source. The shipped ones are few and published by somebody; those that AWS's price list answered
 * lie over them and are kept on disk. What neither holds is unknown, never guessed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Aws } from '../aws/aws.ts';
import { asset } from '../program.ts';
import { openDocument } from '../storage/documents.ts';
import { askPriceList } from './price-list.ts';

export interface Price {
  /** USD for one unit. */
  usd: number;
  unit: 'hour' | 'gb-month';
  /** Day, `2026-11-20`. */
  asOf: string;
  /** Page or list that says so. */
  source: string;
}

export interface PriceBook {
  /** `accountId`: of the plan that is priced, where it is not the connected account. */
  price(key: string, region: string, accountId?: string | null): Price | null;
  /** Asks AWS's price list for these keys in the connected region, keeps what it answers. Throws `AppFailure`. */
  lookUp(
    aws: Aws,
    keys: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ found: number; missing: number }>;
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const unit = z.enum(['hour', 'gb-month']);

/** A file of shipped prices; a row without amount, unit, region, date and source does not load. */
export const ShippedPrices = z.strictObject({
  what: z.string(),
  sources: z.record(z.string(), z.strictObject({ title: z.string().min(1), address: z.url() })),
  rows: z.array(
    z.strictObject({
      key: z.string(),
      region: z.string(),
      usd: z.number().positive(),
      unit,
      asOf: day,
      source: z.string(),
    }),
  ),
});

const Kept = z.array(
  z.strictObject({
    /** Account that was asked: the sandbox's own list must not answer for a real account. */
    account: z.string(),
    key: z.string(),
    region: z.string(),
    usd: z.number(),
    unit,
    asOf: day,
    source: z.string(),
  }),
);
type Kept = z.infer<typeof Kept>;

const place = (key: string, region: string) => `${region} ${key}`;

function shipped(): Map<string, Price> {
  const book = ShippedPrices.parse(JSON.parse(readFileSync(asset('prices', 'published.json'), 'utf8')));
  return new Map(
    book.rows.map(({ key, region, source, ...price }) => {
      const from = book.sources[source];
      if (from === undefined) throw new Error(`The price of ${key} in ${region} names no source.`);
      return [place(key, region), { ...price, source: from.address }];
    }),
  );
}

const listAddress = 'https://api.pricing.us-east-1.amazonaws.com';

/**
 * Opens the book. `stateDir` keeps what was looked up; without one it is forgotten with the program. `account` (from
 * the connection; undefined while there is none) decides whose looked-up prices count.
 */
export async function openPriceBook(
  stateDir: string | undefined,
  account: () => string | undefined = () => undefined,
  now: () => number = Date.now,
): Promise<PriceBook> {
  const published = shipped();
  const file =
    stateDir === undefined
      ? undefined
      : openDocument<Kept>(join(stateDir, 'prices.json'), { name: 'prices', version: 1, schema: Kept });
  let kept: Kept = (await file?.read()) ?? [];

  return {
    price(key, region, accountId) {
      const asked = accountId ?? account();
      const listed = kept.find((row) => row.key === key && row.region === region && row.account === asked);
      if (listed === undefined) return published.get(place(key, region)) ?? null;
      const { usd, unit: listedUnit, asOf, source } = listed;
      return { usd, unit: listedUnit, asOf, source };
    },

    async lookUp(aws, keys, signal) {
      const { accountId, region } = aws.target;
      const today = new Date(now()).toISOString().slice(0, 10);
      const wanted = [...new Set(keys)];
      const answers = await Promise.allSettled(wanted.map((key) => askPriceList(aws, key, signal)));
      const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const refused = answers.find((answer) => answer.status === 'rejected');
      // One price that cannot be asked does not hide the others.
      if (refused !== undefined && (given.length === 0 || signal?.aborted === true)) throw refused.reason;
      const rows: Kept = given
        .filter((answer) => answer !== undefined)
        .map(({ key, usd, unit: listedUnit }) => ({
          account: accountId,
          key,
          region,
          usd,
          unit: listedUnit,
          // A list is as good as the day on which it was asked; AWS changes prices without changing old dates.
          asOf: today,
          source: listAddress,
        }));
      const replaced = new Set(rows.map((row) => row.key));
      const others = (list: Kept) =>
        list.filter((row) => !(row.account === accountId && row.region === region && replaced.has(row.key)));
      kept = [...others(kept), ...rows];
      await file?.write(kept);
      return { found: rows.length, missing: wanted.length - rows.length };
    },
  };
}
