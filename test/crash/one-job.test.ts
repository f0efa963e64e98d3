/**
 * AWS takes a job and its answer is lost. SubmitJob has neither a token nor a unique name: the job is looked for by the
 * plan's id in its name, and sent again by the person alone.
 */
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DropAnswer } from '../../main/sandbox/index.ts';
import { languages, say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { names, steps, training } from '../support/crash/preparing.ts';
import { openWorld, type OpenWorld } from '../support/fault-story.ts';
import { quickFolder } from '../support/spine.ts';

let root = '';
let world: OpenWorld;
let count = 0;

beforeAll(async () => {
  root = await quickFolder('millwright-one-job-');
  world = await openWorld(root);
  const { spine, engine } = world;
  await steps.foundation(spine, engine);
  await steps.bucket(spine, engine);
  await steps.training(spine, engine);
  // Not the one that is looked at here.
  await spine.clock.sleep(3_600_000);
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(root, { recursive: true, force: true });
});
const undo: (() => void)[] = [];
afterEach(() => {
  for (const stop of undo.splice(0)) stop();
  world.spine.sandbox.faults.switchOff();
});

/** A plan of another training; its job, its task, and how many jobs of its name were ever made. */
async function send() {
  const { spine, engine } = world;
  const name = `one-${(count += 1)}`;
  const answers = { ...(await training(engine, { choice: names.bucket })), name };
  const plan = await spine.plan(engine, 'gpu-training', answers);
  const before = spine.sandbox.ledger().length;
  const made = () =>
    spine.sandbox
      .ledger()
      .slice(before)
      .filter(({ kind }) => kind === 'batch/job').length;
  return { name, plan, made, jobName: `${name}-${plan.id}` };
}

/** The answer of SubmitJob is lost in this way, once. */
const lose = (fault: 'F10' | 'F11' | 'F12' | 'F13') =>
  world.spine.sandbox.faults.switchOn({
    fault,
    service: 'batch',
    operation: 'SubmitJob',
    when: 'after',
    times: 1,
    seconds: 30,
  });

/** No list shows a job of this name. */
function hide(jobName: string): () => void {
  const stop = world.spine.sandbox.hook({
    after({ operation }, outcome) {
      if (operation !== 'ListJobs' || !('output' in outcome)) return;
      const { jobSummaryList } = outcome.output as { jobSummaryList: { jobName: string }[] };
      outcome.output['jobSummaryList'] = jobSummaryList.filter((job) => job.jobName !== jobName);
    },
  });
  undo.push(stop);
  return stop;
}

const sent = () => {
  let calls = 0;
  undo.push(
    world.spine.sandbox.observe(({ operation, via }) => {
      if (via === 'wire' && operation === 'SubmitJob') calls += 1;
    }),
  );
  return () => calls;
};

test.each(['F10', 'F11', 'F12', 'F13'] as const)(
  '%s: AWS takes the job and the answer is lost: there is one job, and the task knows it' +
    shows('done-when:4.3/one-job'),
  async (fault) => {
    const { plan, made } = await send();
    const calls = sent();
    lose(fault);
    const task = await world.spine.apply(world.engine, plan);
    expect([task.state, task.error]).toEqual(['succeeded', undefined]);
    expect([made(), calls()]).toEqual([1, 1]);
    const receipt = await world.engine.receipts.get(task.receiptId ?? '');
    expect(receipt?.outcome).toBe('done');
    expect(world.spine.sandbox.faults.list().every(({ met }) => met > 0)).toBe(true);
  },
  30_000,
);

test(
  'AWS takes the job and the answer names none: it is looked for and found' + shows('done-when:4.3/one-job'),
  async () => {
    const { plan, made } = await send();
    const calls = sent();
    let emptied = 0;
    undo.push(
      world.spine.sandbox.hook({
        after({ operation, via }, outcome) {
          if (via !== 'wire' || operation !== 'SubmitJob' || !('output' in outcome)) return;
          emptied += 1;
          outcome.output = {};
        },
      }),
    );
    const task = await world.spine.apply(world.engine, plan);
    expect([task.state, made(), calls(), emptied]).toEqual(['succeeded', 1, 1, 1]);
  },
  30_000,
);

test(
  'an error that comes as a success is none: no job, and the task does not say that there is one' +
    shows('done-when:4.3/one-job'),
  async () => {
    const { plan, made } = await send();
    world.spine.sandbox.faults.switchOn({
      fault: 'F14',
      service: 'batch',
      operation: 'SubmitJob',
      when: 'before',
      times: 1,
    });
    const task = await world.spine.apply(world.engine, plan);
    expect([task.state, task.error?.code, made()]).toEqual(['failed', 'job.unseen', 0]);
  },
  30_000,
);

describe('when no list shows it for three minutes', () => {
  test(
    'the task says what it knows, names the job and what it may cost, and nothing sends it again' +
      shows('done-when:4.3/one-job'),
    async () => {
      const { plan, made, jobName } = await send();
      const calls = sent();
      lose('F11');
      const show = hide(jobName);
      const from = world.now();
      const task = await world.spine.apply(world.engine, plan);
      expect(world.now() - from).toBeGreaterThanOrEqual(180_000);
      expect([task.state, task.error?.code]).toEqual(['failed', 'job.unseen']);
      expect([made(), calls()]).toEqual([1, 1]);
      const said = languages.map((language) =>
        [task.error?.says, task.error?.mend].map(
          (one) => one && say(language, one, { timeZone: 'UTC', now: 0 }),
        ),
      );
      expect(said[0]).toEqual([
        `The job ${jobName} was sent, AWS did not answer, and 3 minutes later it is in no list. It may have started all the same.`,
        'Look at the list of jobs again before you send it once more: a second one would cost as much again.',
      ]);
      expect(said[1]?.[0]).toContain(jobName);
      const left = task.leftOver.find(({ type }) => type === 'AWS::Batch::Job');
      expect(left?.name).toBe(jobName);
      const machine = plan.cost.lines.filter(({ priceKey }) => priceKey.startsWith('ec2:'));
      expect(machine.map(({ unitPrice }) => unitPrice === null)).toEqual([false, false]);
      expect(left?.usdPerHour).toBeGreaterThan(0);
      // The next start changes nothing about it.
      await (
        await world.engine.applying.recover()
      ).ended;
      expect(calls()).toBe(1);

      // By now AWS lists it: whoever tries again gets the one that is there.
      show();
      const again = await world.spine.apply(world.engine, plan);
      expect([again.state, again.error]).toEqual(['succeeded', undefined]);
      expect([made(), calls()]).toEqual([1, 1]);
    },
    30_000,
  );

  test(
    'one that never arrived is sent by the person’s second try, once' + shows('done-when:4.3/one-job'),
    async () => {
      const { plan, made } = await send();
      const calls = sent();
      // The request is cut off on its way: it may have arrived, and has not.
      const stop = world.spine.sandbox.hook({
        before({ operation, via }) {
          if (via !== 'wire' || operation !== 'SubmitJob') return;
          stop();
          throw new DropAnswer();
        },
      });
      undo.push(stop);
      const task = await world.spine.apply(world.engine, plan);
      expect([task.state, task.error?.code]).toEqual(['failed', 'job.unseen']);
      expect(made()).toBe(0);
      const again = await world.spine.apply(world.engine, plan);
      expect([again.state, again.error]).toEqual(['succeeded', undefined]);
      expect([made(), calls()]).toEqual([1, 2]);
    },
    30_000,
  );

  test(
    'taken back, it is ended as soon as a list shows it' + shows('done-when:4.3/one-job'),
    async () => {
      const { plan, jobName } = await send();
      lose('F11');
      const show = hide(jobName);
      const task = await world.spine.apply(world.engine, plan);
      expect(task.error?.code).toBe('job.unseen');
      show();
      await world.engine.applying.cancel(task.id);
      const gone = await world.engine.applying.ended(task.id);
      expect([gone.state, gone.leftOver]).toEqual(['cancelled', []]);
      await world.spine.clock.sleep(3_600_000);
      expect(world.spine.existing(/^batch\/job$|^ec2\/instance$/)).toEqual([]);
    },
    30_000,
  );
});
