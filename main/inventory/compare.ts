/** What is new in a look beside what was known. */
import { isDeepStrictEqual } from 'node:util';
import type { InventorySnapshot } from './snapshot.ts';
import { type Thing, thingKey } from './thing.ts';

/** `after` holds the same objects where things are equal. */
export const sameSight = (before: InventorySnapshot, after: InventorySnapshot): boolean =>
  before.things.length === after.things.length &&
  before.things.every((thing, at) => thing === after.things[at]) &&
  isDeepStrictEqual(before.stacks, after.stacks) &&
  isDeepStrictEqual(before.foreignStacks, after.foreignStacks) &&
  isDeepStrictEqual(refusalsOf(before), refusalsOf(after));

/** What AWS says of a refusal names each request. */
const refusalsOf = ({ refused = [] }: InventorySnapshot) => refused.map(({ of, error }) => [of, error.says]);

/** What was told anew stands in place of what was known; the rest stays. */
export function changedOver(known: readonly Thing[], told: readonly Thing[]): Thing[] {
  const byKey = new Map(told.map((thing) => [thingKey(thing), thing]));
  const kept = known.map((thing) => {
    const key = thingKey(thing);
    const fresh = byKey.get(key);
    byKey.delete(key);
    return fresh ?? thing;
  });
  return [...kept, ...byKey.values()];
}

/** In the order of before, the same object where nothing changed, so that what follows can see at a glance. */
export function sameWhereEqual(before: readonly Thing[], after: readonly Thing[]): Thing[] {
  const fresh = new Map(after.map((thing) => [thingKey(thing), thing]));
  const kept = before.flatMap((thing) => {
    const key = thingKey(thing);
    const now = fresh.get(key);
    fresh.delete(key);
    if (now === undefined) return [];
    return [now === thing || isDeepStrictEqual(now, thing) ? thing : now];
  });
  return [...kept, ...fresh.values()];
}
