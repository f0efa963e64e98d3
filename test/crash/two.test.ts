/** Two programs and one account: two state folders, on one computer or on two, at the same moment. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AppFailure } from '../../main/failure.ts';
import type { Engine } from '../../main/engine.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { languages, say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { readAccount, truth } from '../support/crash/account.ts';
import { copyWorld } from '../support/crash/folders.ts';
import type { Row } from '../support/crash/preparing.ts';
import { rows, titleOf } from '../support/crash/rows.ts';
import { openStages, type Stages } from '../support/crash/story.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let stages: Stages;
let runs = 0;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.remove());

interface Outcome {
  task?: Task;
  refused?: string;
}

/** Applies and waits; what forbids it is said in both languages. */
async function outcome(spine: Spine, engine: Engine, plan: Plan): Promise<Outcome> {
  try {
    const task = await spine.apply(engine, plan);
    if (task.error !== undefined)
      for (const language of languages) sentence(say(language, task.error.says, { timeZone: 'UTC', now: 0 }));
    return { task };
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    for (const language of languages) sentence(say(language, error.error.says, { timeZone: 'UTC', now: 0 }));
    return { refused: error.error.code };
  }
}

const sentence = (text: string) => expect(text).toMatch(/[.。！!？?]$/);

async function laptops(row: Row, same: boolean) {
  const root = copyWorld(await stages.of(row.stage), join(stages.root, `two-${(runs += 1)}`));
  const spine = await openSpine(root);
  const engines = [await spine.engine(), await spine.engine(undefined, join(root, 'other'))] as const;
  const answers = await row.prepare(spine, engines[0]);
  const first = await spine.plan(engines[0], row.source, answers);
  const second = same ? first : await spine.plan(engines[1], row.source, answers);
  const before = spine.sandbox.ledger().length;
  return {
    root,
    spine,
    engines,
    plans: [first, second] as const,
    /** Things that were made more than once since. */
    twice() {
      const made = spine.sandbox
        .ledger()
        .slice(before)
        .filter(({ kind }) => kind !== 'cloudformation/change-set');
      const names = made.map(
        ({ kind, key }) => `${kind} ${key.replace(/[0-9a-f-]{36}$/, '').replace(/-\w{12}$/, '')}`,
      );
      return names.filter((name, at) => names.indexOf(name) !== at);
    },
    async close() {
      for (const engine of engines) await engine.close();
      await spine.close();
    },
  };
}

const creating = rows.filter(
  ({ source, as }) =>
    as !== 'made by others' &&
    [
      'foundation',
      'storage',
      'notebook',
      'notebook-start',
      'notebook-extend',
      'notebook-change',
      'notebook-delete',
    ].includes(source),
);

test(
  'the same plan on a second laptop, after the first took back what it made: refused, and nothing is made again' +
    shows('done-when:2.1/two'),
  async () => {
    const row = rows.find(({ source, as }) => source === 'notebook' && as !== 'made by others');
    if (row === undefined) throw new Error('There is no row for notebooks.');
    const two = await laptops(row, true);
    const { spine, engines } = two;
    const [plan] = two.plans;
    const executed = new Promise<void>((resolve) =>
      spine.sandbox.observe(({ operation }) => {
        if (operation === 'ExecuteChangeSet') resolve();
      }),
    );
    const { taskId } = await engines[0].applying.apply(plan, { kind: 'digest', digest: plan.digest });
    await executed;
    await engines[0].applying.cancel(taskId);
    await vi.waitUntil(async () => (await engines[0].tasks.get(taskId)).state === 'cancelled');
    const made = spine.sandbox.ledger().length;
    expect((await outcome(spine, engines[1], plan)).refused).toBe('plan.alreadyApplied');
    expect(spine.sandbox.ledger()).toHaveLength(made);
    await two.close();
  },
  40_000,
);

describe.each(creating.map((row) => [titleOf(row), row] as const))('%s', (_, row) => {
  test.each([
    ['the same plan', true],
    ['two plans with the same names', false],
  ] as const)(
    '%s, at the same time from two folders: nothing is made twice' + shows('done-when:2.1/two'),
    async (__, same) => {
      const two = await laptops(row, same);
      const got = await Promise.all([
        outcome(two.spine, two.engines[0], two.plans[0]),
        outcome(two.spine, two.engines[1], two.plans[1]),
      ]);
      expect(two.twice(), JSON.stringify(got)).toEqual([]);
      expect(
        got.some(({ task }) => task?.state === 'succeeded'),
        JSON.stringify(got),
      ).toBe(true);
      // The one that lost takes nothing back that the other made.
      await two.close();
      const after = truth(readAccount(join(two.root, 'account')));
      const again = await openSpine(two.root);
      for (const [index, { task }] of got.entries()) {
        if (task?.state !== 'failed' || !task.cancellable) continue;
        const engine = await again.engine(undefined, index === 0 ? again.stateDir : join(two.root, 'other'));
        await engine.applying.cancel(task.id);
        await engine.applying.ended(task.id);
        await engine.close();
      }
      await again.close();
      expect(truth(readAccount(join(two.root, 'account')))).toEqual(after);
    },
    40_000,
  );

  test(
    'the same plan, approved on two laptops, one after the other: the second is refused' +
      shows('done-when:2.1/two'),
    async () => {
      const two = await laptops(row, true);
      expect((await outcome(two.spine, two.engines[0], two.plans[0])).task?.state).toBe('succeeded');
      const second = await outcome(two.spine, two.engines[1], two.plans[1]);
      expect(second.task).toBeUndefined();
      expect(['plan.changed', 'plan.blocked', 'plan.alreadyApplied']).toContain(second.refused);
      expect(two.twice()).toEqual([]);
      await two.close();
    },
    40_000,
  );
});
