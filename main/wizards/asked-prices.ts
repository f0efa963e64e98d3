import type { PriceBook } from '../costs/price-book.ts';

export interface AskedPrices {
  book: PriceBook;
  /** Keys that were asked and that the book does not hold. */
  missing(): string[];
  /** The oldest day of the prices that were given; null if none was. */
  asOf(): string | null;
}

/** A book that notes what is asked of it: the prices that a wizard shows are exactly those that its options ask for. */
export function notingPrices(book: PriceBook): AskedPrices {
  const asked = new Map<string, string | null>();
  return {
    book: {
      ...book,
      price(key, region) {
        const price = book.price(key, region);
        asked.set(key, price?.asOf ?? null);
        return price;
      },
    },
    missing: () => [...asked].filter(([, day]) => day === null).map(([key]) => key),
    asOf: () => [...asked.values()].filter((day) => day !== null).sort()[0] ?? null,
  };
}
