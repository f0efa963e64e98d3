/** The memory of the last look on disk. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openInventoryCache, type InventoryCache } from '../../main/inventory/cache.ts';
import { nothingSpent, Spent } from '../../main/costs/spent.ts';
import type { InventorySnapshot } from '../../main/inventory/snapshot.ts';
import { Thing, thingKey } from '../../main/inventory/thing.ts';

let dir: string;
const open: InventoryCache[] = [];
const cache = (): InventoryCache => {
  const one = openInventoryCache(dir);
  open.push(one);
  return one;
};
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'millwright-cache-'))));
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  rmSync(dir, { recursive: true, force: true });
});

const at = '2026-11-20T13:00:00.000Z';
const thing = (n: number, status = 'Stopped'): Thing => ({
  type: 'AWS::SageMaker::NotebookInstance',
  name: `n${n}`,
  arn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/n${n}`,
  region: 'us-east-1',
  status,
  since: at,
  createdAt: at,
  hourly: [],
  monthly: [],
  details: { instanceType: 'ml.t3.medium' },
});
const look = (things: Thing[], spent: InventorySnapshot['spent'] = {}): InventorySnapshot => ({
  accountId: '111122223333',
  region: 'us-east-1',
  loadedAt: at,
  things,
  stacks: [],
  foreignStacks: [],
  spent,
});
const many = Array.from({ length: 1000 }, (_, n) => thing(n));
const read = async (from = cache()) => from.read('111122223333', 'us-east-1');

it('gives back what was seen, in its order, with what each thing cost, also of things that are gone', async () => {
  const spent = { [thingKey(thing(1))]: nothingSpent, 'gone/us-east-1/x': { ...nothingSpent, earlier: 3 } };
  await cache().write(look(many, spent));
  expect(await read()).toEqual(look(many, spent));
});

it('keeps up with what changes, comes and goes', async () => {
  const one = cache();
  await one.write(look(many));
  const changed = many.map((of, n) => (n === 500 ? thing(500, 'InService') : of));
  await one.write(look(changed));
  expect(await read()).toEqual(look(changed));
  const less = changed.filter((_, n) => n !== 300);
  await one.write(look(less));
  expect(await read()).toEqual(look(less));
  await one.write(look([...less, thing(2000)]));
  expect((await read())?.things.at(-1)?.name).toBe('n2000');
});

it('does not mix the looks of two programs', async () => {
  const [window, command] = [cache(), cache()];
  await window.write(look(many));
  const less = many.slice(1);
  await command.write(look(less));
  const changed = many.map((of, n) => (n === 999 ? thing(999, 'InService') : of));
  await window.write(look(changed));
  expect(await read()).toEqual(look(changed));
});

it('forgets a look in which a bit has turned, and begins anew', async () => {
  const one = cache();
  await one.write(look(many));
  one.close();
  const file = join(dir, 'inventory', 'seen.sqlite');
  const bytes = readFileSync(file);
  const place = bytes.indexOf('ml.t3.medium');
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const again = cache();
  expect(await read(again)).toBeNull();
  await again.write(look(many));
  expect(await read()).toEqual(look(many));
});

it('has another form when a type that it keeps has changed: count on `form` in cache.ts, and give its print here', () => {
  const shapes = JSON.stringify([z.toJSONSchema(Thing), z.toJSONSchema(Spent)]);
  expect(createHash('sha256').update(shapes).digest('hex').slice(0, 16)).toBe('a09a1b4c3afccd95');
});
