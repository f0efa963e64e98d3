/** An account that an older Millwright prepared: the plan of a training sees it, says so and brings it up to date. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { languages, say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { allowGpus, apply, names, prepareAsBefore, training } from '../support/crash/preparing.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let engine: Engine;
beforeEach(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await allowGpus(spine);
  await prepareAsBefore(spine);
  await apply(spine, engine, 'storage', { name: names.bucket });
});
afterEach(async () => {
  await engine.close();
  await spine.close();
});

const planOf = async (name: string) =>
  spine.plan(engine, 'gpu-training', { ...(await training(engine, { choice: names.bucket })), name });

test(
  'the training’s plan brings the account up to date first; the next one has nothing to bring' +
    shows('done-when:4.3/rights'),
  async () => {
    const plan = await planOf('first');
    const [update] = plan.changes;
    expect(update).toMatchObject({
      id: 'foundation',
      action: 'update',
      stackName: 'millwright-foundation',
      resources: [
        { logicalId: 'Boundary', effect: 'update' },
        { logicalId: 'StackRole', effect: 'update' },
      ],
    });
    expect(update).not.toHaveProperty('roleArn');
    for (const language of languages)
      expect(update && say(language, update.says, { timeZone: 'UTC', now: 0 })).toMatch(/Millwright/);
    expect(plan.permissions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['iam:CreatePolicyVersion', 'iam:PutRolePolicy']),
    );
    const task = await spine.apply(engine, plan);
    expect([task.state, task.error]).toEqual(['succeeded', undefined]);
    expect(spine.existing(/^batch\/job$/)).toHaveLength(1);
    const second = await planOf('second');
    expect(second.changes.map(({ id }) => id)).not.toContain('foundation');
    expect(second.blockers).toEqual([]);
  },
  30_000,
);

test('without it AWS refuses the machines, and nothing of them is left', async () => {
  // Nobody may look at the template, so nothing is known of its age.
  const fault = { fault: 'F21', service: 'cloudformation', operation: 'GetTemplate' } as const;
  spine.sandbox.faults.switchOn({ ...fault, when: 'before', times: null });
  const plan = await planOf('blind');
  expect(plan.changes.map(({ id }) => id)).not.toContain('foundation');
  expect(plan.warnings.map(({ key }) => key)).toContain('plan.notChecked.template');
  const task = await spine.apply(engine, plan);
  expect(task.state).toBe('failed');
  expect(JSON.stringify(task.error)).toMatch(/not authorized to perform: \w+:\w+/);
  expect(task.leftOver).toEqual([]);
  expect(spine.existing(/^batch\//)).toEqual([]);
}, 30_000);
