/** Jobs of the account inside the program, as the room of jobs sees them: list, page, explanation, log, stop, one submit. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OpenAws } from '../../main/aws/connect.ts';
import type { Clock } from '../../main/clock.ts';
import { jobHandlers } from '../../main/jobs/handlers.ts';
import { openLiveJobs } from '../../main/jobs/live.ts';
import { runCall } from '../../main/plans/run-call.ts';
import type { Steps } from '../../main/plans/journal.ts';
import { DropAnswer } from '../../main/sandbox/index.ts';
import { choose, forget, interruptJob, seedJobs } from '../../main/sandbox/services/batch/index.ts';
import type { ChangeContext } from '../../main/stacks/context.ts';
import type { JobDetail } from '../../preload/contract/job.ts';
import { jobs as contract } from '../../preload/contract/domains/jobs.ts';
import type { CallChange } from '../../preload/contract/plan.ts';
import { accountClock, connected } from './support/connected.ts';
import { makeGround, REGION, type Ground } from './support/batch.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

const context = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
let sandbox: TestSandbox;
let ground: Ground;
let aws: OpenAws;
let clock: Clock;

beforeAll(async () => {
  sandbox = await testSandbox();
  ground = await makeGround(sandbox);
  clock = accountClock(sandbox);
  aws = await connected(sandbox, clock);
}, 60_000);
afterAll(() => sandbox.end());
afterEach(() => forget(sandbox.account, REGION));

function room() {
  const connect = () => Promise.resolve(aws);
  const live = openLiveJobs({ connect });
  return { live, handlers: jobHandlers({ connect, live, now: () => clock.now() }) };
}
const detail = async (id: string): Promise<JobDetail> =>
  contract.get.output.parse(await room().handlers.get({ id }, context));
const retry = {
  attempts: 3,
  evaluateOnExit: [
    { action: 'RETRY' as const, onStatusReason: 'Host EC2*' },
    { action: 'EXIT' as const, onReason: '*' },
  ],
};
/** Operations that the work asked for. */
async function asked(work: () => Promise<unknown>): Promise<string[]> {
  const operations: string[] = [];
  const stop = sandbox.observe(({ operation }) => void operations.push(operation));
  await work();
  stop();
  return operations;
}

describe('a job on a Spot machine', () => {
  test('that is taken back twice is listed, and its page tells the three tries', async () => {
    const id = await ground.submit('spot', { retryStrategy: retry });
    for (const _ of [1, 2]) {
      await ground.until(id, 'RUNNING');
      interruptJob(sandbox.account, REGION, id);
      await ground.until(id, 'RUNNABLE');
    }
    await ground.until(id, 'RUNNING');
    const { handlers } = room();
    const { rows } = contract.list.output.parse(await handlers.list({ refresh: true, first: true }, context));
    expect(rows.find((row) => row.id === id)).toMatchObject({ name: 'spot', state: 'running', queue: 'q' });
    expect(await detail(id)).toMatchObject({ interruptions: 2, attempts: 3, explanation: null });
    await ground.until(id, 'SUCCEEDED');
    const over = await detail(id);
    expect(over.attemptList.map(({ outcome }) => outcome)).toEqual([
      'interrupted',
      'interrupted',
      'succeeded',
    ]);
    expect(over.timeline.map(({ what }) => what)).toEqual([
      'submitted', 'started', 'interrupted', 'retried', 'started', 'interrupted', 'retried', 'started', 'succeeded',
    ]); // prettier-ignore
    const { lines } = await handlers.log(
      { id, from: null, direction: 'newer', search: '', everywhere: false, limit: 500 },
      context,
    );
    expect(lines.map(({ text }) => text)[0]).toMatch(/^The sandbox does not run your script/);
  });

  test('is stopped by TerminateJob, and then neither runs nor failed', async () => {
    const id = await ground.submit('stopped');
    await ground.until(id, 'RUNNING');
    await aws.call('batch', 'TerminateJob', { jobId: id, reason: 'Stopped in Millwright' });
    await ground.until(id, 'FAILED');
    expect(await detail(id)).toMatchObject({ state: 'stopped', explanation: null });
  });
});

describe('why a job failed', () => {
  test.each([
    ['image-missing', 'image-missing'],
    ['image-denied', 'image-refused'],
    ['image-timeout', 'image-unreachable'],
    ['disk-full', 'image-too-large'],
    ['out-of-memory', 'memory'],
    ['script-error', 'script-error'],
    ['crash', 'crashed'],
    // Our own program says so in the log; without its line the code is the script's.
    ['exit:91', 'script-error'],
    ['exit:127', 'not-found-command'],
    ['interrupted', 'interrupted'],
  ])('%s is explained by %s', async (outcome, row) => {
    choose(sandbox.account, REGION, { outcome });
    const id = await ground.submit('bad');
    await ground.until(id, 'FAILED');
    const { explanation, reason } = await detail(id);
    expect(explanation?.id).toBe(row);
    expect(reason).toEqual(explanation?.says);
    if (outcome === 'script-error') expect(explanation?.says.params?.['error']).toBe("KeyError: 'label'");
  });

  test('an attempt that is too long is explained by its limit', async () => {
    const id = await ground.submit('long', { timeout: { attemptDurationSeconds: 60 } });
    await ground.until(id, 'FAILED');
    expect((await detail(id)).explanation).toMatchObject({
      id: 'time-limit',
      says: { params: { limit: { duration: 60 } } },
    });
  });
});

describe('why a job waits', () => {
  test('without capacity another size is named, with its price', async () => {
    // A machine of an earlier job would take it.
    await sandbox.advance(1_800);
    choose(sandbox.account, REGION, { outcome: 'no-capacity' });
    const id = await ground.submit('no-room');
    for (let at = 0; at < 60 && (await ground.job(id)).statusReason === undefined; at += 1)
      await sandbox.advance(60);
    const { explanation } = await detail(id);
    expect(explanation?.id).toBe('capacity');
    expect(explanation?.mend.params).toMatchObject({
      other: expect.stringMatching(/^g/) as string,
      priced: 'yes',
      price: { money: expect.any(Number) as number },
    });
    await aws.call('batch', 'TerminateJob', { jobId: id, reason: 'over' });
  });

  test.each([
    ['too much memory', [{ type: 'MEMORY' as const, value: '16384' }], 'fits-nowhere'],
    ['more than the environment may have', [{ type: 'VCPU' as const, value: '48' }], 'too-large'],
  ])('%s', async (_, resourceRequirements, row) => {
    const id = await ground.submit('too-much', { containerOverrides: { resourceRequirements } });
    for (let at = 0; at < 60 && (await ground.job(id)).statusReason === undefined; at += 1)
      await sandbox.advance(60);
    expect((await detail(id)).explanation?.id).toBe(row);
    await aws.call('batch', 'TerminateJob', { jobId: id, reason: 'over' });
  });
});

describe('a job that is sent', () => {
  const submit = (name: string): CallChange => ({
    id: 'submit',
    kind: 'call',
    service: 'batch',
    operation: 'SubmitJob',
    input: {
      jobName: `${name}-00112233`,
      jobQueue: 'q',
      jobDefinition: 'd',
      tags: { 'millwright:plan': '00112233' },
    },
    repeat: 'once',
    says: { key: 'unit.about' },
  });
  const steps = (): Steps => {
    const known = new Map<string, never>();
    return {
      back: false,
      intended: (step) => known.get(`intent ${step}`),
      outcome: (step) => known.get(`outcome ${step}`),
      intend: async (step, facts) => void known.set(`intent ${step}`, facts as never),
      settle: async (step, facts) => void known.set(`outcome ${step}`, facts as never),
    };
  };
  const run = (change: CallChange, of: Steps) =>
    runCall(
      {
        aws,
        clock,
        signal: context.signal,
        planId: '00112233',
        changeId: 'submit',
        steps: of,
        purpose: 'apply',
        onDetail: () => undefined,
        onEvents: () => undefined,
        onTrouble: () => undefined,
      } satisfies ChangeContext,
      change,
    );
  const named = async (name: string) => {
    const filters = [{ name: 'JOB_NAME', values: [`${name}-00112233`] }];
    const { jobSummaryList } = await aws.call('batch', 'ListJobs', { jobQueue: 'q', filters });
    return jobSummaryList!.length;
  };
  /** Cuts the connection of SubmitJob once, before or after AWS has done it. */
  const cut = (at: 'before' | 'after') => {
    let left = 1;
    const drop = ({ operation }: { operation: string }) => {
      if (operation !== 'SubmitJob' || left === 0) return;
      left = 0;
      throw new DropAnswer();
    };
    return sandbox.hook(at === 'before' ? { before: drop } : { after: drop });
  };

  test('to a server that takes it and drops the answer is one job', async () => {
    const stop = cut('after');
    const own = steps();
    const operations = await asked(() => run(submit('dropped'), own));
    stop();
    expect(operations.filter((operation) => operation === 'SubmitJob')).toHaveLength(1);
    expect(own.outcome('call')).toEqual({ how: 'found' });
    expect(await named('dropped')).toBe(1);
  });

  test('and never arrived is said to be unseen after three minutes, and is sent once only', async () => {
    const stop = cut('before');
    const own = steps();
    const before = clock.now();
    const operations = await asked(async () => {
      await expect(run(submit('never'), own)).rejects.toMatchObject({ error: { code: 'job.unseen' } });
    });
    stop();
    expect(operations.filter((operation) => operation === 'SubmitJob')).toHaveLength(1);
    expect(clock.now() - before).toBeGreaterThanOrEqual(180_000);
    expect(await named('never')).toBe(0);
    // The person sends it once more: what no list shows is not there, and one is made.
    await run(submit('never'), steps());
    await run(submit('never'), steps());
    expect(await named('never')).toBe(1);
  });

  test('with a definition that is not there is refused, and not looked for', async () => {
    const wrong = { ...submit('refused'), input: { ...submit('refused').input, jobDefinition: 'nothing' } };
    const before = clock.now();
    await expect(run(wrong, steps())).rejects.toMatchObject({
      error: { code: expect.not.stringMatching(/unseen|unknown/) as string },
    });
    expect(clock.now() - before).toBeLessThan(60_000);
    expect(await named('refused')).toBe(0);
  });
});

test('10,000 jobs are listed with 14 requests for their statuses, and a look after that with six', async () => {
  await ground.queue('many', ['e']);
  const counts = { SUCCEEDED: 7_000, FAILED: 2_000, RUNNING: 400 } as const;
  seedJobs(sandbox.account, REGION, { queue: 'many', definition: 'd', counts });
  seedJobs(sandbox.account, REGION, {
    queue: 'many',
    definition: 'd',
    counts: { PENDING: 600 },
    name: 'waits',
  });
  // So that none of them is new.
  await sandbox.advance(300);
  const { live } = room();
  const operations = await asked(() => live.look());
  const many = live.last()!.rows.filter(({ queue }) => queue === 'many');
  expect(many).toHaveLength(10_000);
  // The other queue has few jobs: one request for each of its statuses.
  expect(operations.filter((operation) => operation === 'ListJobs')).toHaveLength(14 + 7);
  const again = await asked(() => live.look());
  expect(again).toEqual(Array(12).fill('ListJobs'));
}, 60_000);
