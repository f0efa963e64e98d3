/** What a program knew when it died, and the next start has to say: why nothing was begun. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { shows } from '../status/shows.ts';
import { diskOf, killAt } from '../support/kill.ts';
import { announceMore } from '../support/prepared-account.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';

let root = '';
let spine: Spine;
/** Killed programs hold their files until the end. */
const graves: Engine[] = [];

beforeAll(async () => {
  root = await quickFolder('millwright-dropped-');
  spine = await openSpine(root);
  const engine = await spine.engine();
  expect((await spine.apply(engine, await spine.plan(engine, 'foundation', {}))).state).toBe('succeeded');
  await engine.close();
}, 60_000);
afterAll(async () => {
  await spine.close();
  await rm(root, { recursive: true, force: true });
});

test.each([
  'journal:intent:drop:after',
  'call:cloudformation:DeleteChangeSet:before',
  'call:cloudformation:DeleteChangeSet:answered',
  'call:cloudformation:DeleteStack:before',
  'call:cloudformation:DeleteStack:answered',
])('a refused comparison, killed at %s, is said at once' + shows('done-when:2.1/resume'), async (point) => {
  const name = `dropped-${point.toLowerCase().replaceAll(/\W+/g, '-')}`.slice(0, 60);
  const dir = await diskOf(spine.stateDir, join(root, name));
  const kill = killAt(0, (reached) => reached === point);
  const first = await spine.engine(kill, dir);
  graves.push(first);
  const plan = await spine.plan(first, 'storage', { name });
  const stop = announceMore(spine.sandbox);
  await first.applying.apply(plan, { kind: 'digest', digest: plan.digest });
  await kill.dead;
  stop();
  const second = await spine.engine(undefined, await diskOf(dir, `${dir}-next`));
  const begun = spine.clock.now();
  const [task] = await (await second.applying.recover()).ended;
  expect(task?.error?.code).toBe('plan.differsFromChangeSet');
  expect(task?.error?.problems?.length).toBeGreaterThan(0);
  expect(spine.clock.now() - begun).toBeLessThan(60_000);
  await spine.sandbox.advance(60);
  expect(spine.existing(/./).filter((entry) => entry.includes(name))).toEqual([]);
  await second.close();
});
