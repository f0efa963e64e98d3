/** What a person may want now: mostly what the account has room for, now and then what it has not. */
import { Readable } from 'node:stream';
import type { Engine } from '../../../main/engine.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { held, type Held } from './held.ts';
import { bucket, foreign } from './prepared.ts';
import type { Dice } from './random.ts';
import type { World } from './world.ts';

export interface Wish {
  source: string;
  answers(engine: Engine): Answers | Promise<Answers>;
}

const own = ['nb-a', 'nb-b', 'nb-c'];
const spare = ['sim-more-0-4417', 'sim-more-1-4417'];

function notebook(dice: Dice, name: string): Wish {
  const zones = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'] as const;
  const answers = {
    name,
    size: 'ml.t3.medium',
    bucket: dice.percent(20) ? { choice: 'new', newName: dice.pick(spare) } : { choice: bucket },
    evening: { at: dice.pick(['19:00', '08:30', '23:45']), timeZone: dice.pick(zones) },
    // Without it only the evening stop ends the cost.
    idle: { on: dice.percent(40) },
  };
  return { source: 'notebook', answers: () => answers };
}

const named = (source: string, name: string): Wish => ({ source, answers: () => ({ name }) });

function upload(dice: Dice): Wish {
  // One file: several are read from disk at once, and the disk decides which of them is sent first.
  const bytes = dice.int(1_000);
  const path = dice.pick(['a.csv', 'b.csv']);
  return {
    source: 'data-upload',
    async answers(engine) {
      const { stageId } = await engine.staging.reserve([{ path, bytes }], 'window');
      await engine.staging.receive(stageId, 0, Readable.from([Buffer.alloc(bytes, 'x')]));
      return { stageId, bucket, prefix: 'in/' };
    },
  };
}

/** Kinds of wishes with their weights; undefined where the account has nothing for it. */
const kinds: readonly [weight: number, wish: (has: Held, dice: Dice) => Wish | undefined][] = [
  [
    44,
    ({ notebooks }, dice) => {
      const free = own.filter((name) => notebooks.every((one) => one.name !== name));
      return free.length > 0 ? notebook(dice, dice.pick(free)) : undefined;
    },
  ],
  [16, (has, dice) => running(has, 'notebook-stop', ['InService'], dice)],
  [18, (has, dice) => running(has, 'notebook-start', ['Stopped'], dice)],
  [8, (has, dice) => running(has, 'notebook-extend', ['InService', 'Stopped'], dice)],
  [14, (has, dice) => running(has, 'notebook-delete', ['InService', 'Stopped', 'Failed'], dice)],
  [7, ({ buckets }, dice) => some(dice, missing(spare, buckets), (name) => named('storage', name))],
  [5, ({ buckets }, dice) => some(dice, both(spare, buckets), (name) => named('storage-delete', name))],
  [
    6,
    ({ stacks }, dice) =>
      some(
        dice,
        stacks.filter((name) => /^millwright-(?:notebook-nb|storage-sim-more)/.test(name)),
        (stackName) => ({ source: 'stack-remove', answers: () => ({ stackName }) }),
      ),
  ],
  [9, (_, dice) => upload(dice)],
  [
    10,
    ({ objects }, dice) =>
      some(dice, objects, (key) => {
        const keys = [dice.percent(50) ? 'in/' : key.slice(bucket.length + 1)];
        return { source: 'data-delete', answers: () => ({ bucket, keys }) };
      }),
  ],
  [8, (has, dice) => changed(has, dice)],
];

const missing = (of: readonly string[], there: readonly string[]) => of.filter((one) => !there.includes(one));
const both = (of: readonly string[], there: readonly string[]) => of.filter((one) => there.includes(one));
const some = (dice: Dice, from: readonly string[], wish: (one: string) => Wish): Wish | undefined =>
  from.length > 0 ? wish(dice.pick(from)) : undefined;

function running(has: Held, source: string, states: string[], dice: Dice): Wish | undefined {
  const fit = has.notebooks.filter(({ status }) => states.includes(status)).map(({ name }) => name);
  // Somebody else's may be operated, and is named in the plan then; seldom, so that there is one to look at.
  const ours = fit.filter((name) => name !== foreign.notebook || dice.percent(8));
  return some(dice, ours, (name) => named(source, name));
}

/** Another size stops a running notebook for the change; the others leave it alone. */
function changed(has: Held, dice: Dice): Wish | undefined {
  const wish = running(has, 'notebook-change', ['InService', 'Stopped'], dice);
  const other = dice.pick<Answers>([
    { size: dice.pick(['ml.t3.medium', 'ml.m5.xlarge']) },
    { idle: { on: dice.percent(50) } },
    { evening: { on: true, at: dice.pick(['20:00', '18:15']) } },
  ]);
  return wish && { ...wish, answers: async (engine) => ({ ...(await wish.answers(engine)), ...other }) };
}

/** Whatever is there: most of these are refused. */
function blind(dice: Dice): Wish {
  const name = dice.pick([...own, foreign.notebook, 'taken']);
  const source = dice.pick(['notebook', 'notebook-stop', 'notebook-start', 'notebook-delete', 'storage']);
  if (source === 'notebook') return notebook(dice, name);
  return named(source, source === 'storage' ? dice.pick([foreign.bucket, bucket]) : name);
}

export function wishFor({ dice, sandbox }: World): Wish {
  if (dice.percent(5)) return blind(dice);
  const has = held(sandbox);
  const possible = kinds.flatMap(([weight, wish]) => {
    const one = wish(has, dice);
    return one === undefined ? [] : [{ weight, one }];
  });
  let left = dice.int(possible.reduce((sum, { weight }) => sum + weight, 0));
  for (const { weight, one } of possible) {
    if (left < weight) return one;
    left -= weight;
  }
  return blind(dice);
}
