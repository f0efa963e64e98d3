/** A job is sent once: what is done when the answer is lost, when AWS says no, after a crash, and when it is taken back. */
import { describe, expect, test } from 'vitest';
import { failure } from '../../main/failure.ts';
import { runCall, takeBackCall } from '../../main/plans/run-call.ts';
import type { Steps } from '../../main/plans/journal.ts';
import type { ChangeContext } from '../../main/stacks/context.ts';
import type { CallChange } from '../../preload/contract/plan.ts';
import { fakeBatch, type FakeBatch } from '../support/fake-batch.ts';

const planId = '0011223344556677';
const submit: CallChange = {
  id: 'submit',
  kind: 'call',
  service: 'batch',
  operation: 'SubmitJob',
  input: { jobName: `mnist-${planId}`, jobQueue: 'millwright-training', jobDefinition: 'mnist' },
  repeat: 'once',
  says: { key: 'unit.about' },
};

/** The journal of one change, which lives longer than the program. */
function journal() {
  const intents = new Map<string, object>();
  const outcomes = new Map<string, object>();
  const steps = (back: boolean): Steps => {
    const key = (step: string) => `${back ? 'back' : 'on'} ${step}`;
    return {
      back,
      intended: (step) => intents.get(key(step)) as never,
      outcome: (step) => outcomes.get(key(step)) as never,
      intend: async (step, facts) => void intents.set(key(step), facts),
      settle: async (step, facts) => void outcomes.set(key(step), facts),
    };
  };
  return { there: steps(false), back: steps(true) };
}

type Fate = 'answered' | 'lost' | 'lost before AWS had it' | 'refused' | 'unreachable';

interface Queue extends FakeBatch {
  sent: number;
  terminated: string[];
  /** ms until lists show what was sent. */
  lag: number;
}

/** A queue where the answers to SubmitJob have these fates, one after the other. */
function queue(fates: Fate[], lag = 0): Queue {
  const batch = fakeBatch();
  const self: Queue = { ...batch, sent: 0, terminated: [], lag };
  const call = batch.aws.call.bind(batch.aws);
  const pages = batch.aws.pages.bind(batch.aws);
  const visible = () => {
    for (const job of hidden.splice(0)) {
      if (batch.clock.now - job.createdAt < lag) hidden.push(job);
      else batch.jobs.set(job.jobId, job);
    }
  };
  const hidden: { jobId: string; jobName: string; status: string; createdAt: number }[] = [];
  self.aws = {
    ...batch.aws,
    pages: ((...given: Parameters<typeof pages>) => {
      visible();
      return pages(...given);
    }) as typeof pages,
    call: (async (service: string, operation: string, input: Record<string, string>, options: object) => {
      visible();
      if (operation === 'TerminateJob') {
        self.terminated.push(input['jobId'] ?? '');
        Object.assign(batch.jobs.get(input['jobId'] ?? '') ?? {}, { status: 'FAILED' });
        return {};
      }
      if (operation !== 'SubmitJob')
        return call(service as 'batch', operation as 'ListJobs', input as never, options);
      const fate = fates[self.sent] ?? 'answered';
      self.sent += 1;
      if (fate === 'refused') throw failure('resource.notFound', { name: 'mnist' });
      if (fate === 'unreachable') throw failure('network.unreachable');
      if (fate !== 'lost before AWS had it')
        hidden.push({
          jobId: `job-${self.sent}`,
          jobName: input['jobName'] ?? '',
          status: 'RUNNABLE',
          createdAt: batch.clock.now,
        });
      if (fate !== 'answered') throw failure('outcome.unknown', {}, { cause: failure('network.lost') });
      return { jobId: `job-${self.sent}` };
    }) as never,
  };
  return self;
}

function context(of: Queue, steps: Steps): ChangeContext {
  return {
    aws: of.aws,
    clock: {
      now: () => of.clock.now,
      async sleep(ms) {
        of.clock.now += ms;
      },
    },
    signal: new AbortController().signal,
    planId,
    changeId: 'submit',
    steps,
    purpose: 'apply',
    onDetail: () => undefined,
    onEvents: () => undefined,
    onTrouble: () => undefined,
  };
}

/** What is in the queue at the end, also what lists do not show yet. */
async function jobsIn(of: Queue): Promise<number> {
  of.clock.now += 600_000;
  await of.aws.call('batch', 'ListJobs', { jobQueue: 'millwright-training', jobStatus: 'RUNNABLE' });
  return of.jobs.size;
}

describe('a job that is sent', () => {
  test('and answered for is not asked about again', async () => {
    const { there } = journal();
    const of = queue(['answered']);
    await runCall(context(of, there), submit);
    expect([of.sent, await jobsIn(of)]).toEqual([1, 1]);
    expect(there.outcome('call')).toEqual({ how: 'done' });
  });

  test.each([0, 60_000, 170_000])(
    'whose answer is lost is found by its name when lists lag by %i ms',
    async (lag) => {
      const { there } = journal();
      const of = queue(['lost'], lag);
      await runCall(context(of, there), submit);
      expect([of.sent, await jobsIn(of)]).toEqual([1, 1]);
      expect(there.outcome('call')).toEqual({ how: 'found' });
    },
  );

  test.each(['lost', 'lost before AWS had it'] as const)(
    'and is in no list after 180 s (%s) may have started: that is said, and it is never sent again by itself',
    async (fate) => {
      const { there } = journal();
      const of = queue([fate], 500_000);
      const begun = of.clock.now;
      const unseen = { error: { code: 'job.unseen', says: { params: { name: submit.input['jobName'] } } } };
      await expect(runCall(context(of, there), submit)).rejects.toMatchObject(unseen);
      expect(of.clock.now - begun).toBeGreaterThanOrEqual(180_000);
      expect(of.clock.now - begun).toBeLessThan(200_000);
      // The program goes on after a crash: it looks as long again.
      await expect(runCall(context(of, there), submit)).rejects.toMatchObject(unseen);
      expect(of.sent).toBe(1);
      expect(await jobsIn(of)).toBe(fate === 'lost' ? 1 : 0);
    },
  );

  test('before a crash is found after it', async () => {
    const { there } = journal();
    const of = queue(['answered'], 30_000);
    await there.intend('call', {});
    await of.aws.call('batch', 'SubmitJob', submit.input as never);
    await runCall(context(of, there), submit);
    expect([of.sent, await jobsIn(of)]).toEqual([1, 1]);
  });

  test('that AWS clearly refuses is not looked for, and may be sent when the trouble is over', async () => {
    const { there } = journal();
    const of = queue(['refused', 'unreachable', 'answered']);
    const begun = of.clock.now;
    await expect(runCall(context(of, there), submit)).rejects.toMatchObject({
      error: { code: 'resource.notFound' },
    });
    await expect(runCall(context(of, there), submit)).rejects.toMatchObject({
      error: { code: 'network.unreachable' },
    });
    expect(of.clock.now).toBe(begun);
    await runCall(context(of, there), submit);
    expect([of.sent, await jobsIn(of)]).toEqual([3, 1]);
    // Once it is done it stays done.
    await runCall(context(of, there), submit);
    expect(of.sent).toBe(3);
  });

  test('and tried again by the person is looked for first: what an earlier try sent is enough', async () => {
    const of = queue(['lost'], 400_000);
    await expect(runCall(context(of, journal().there), submit)).rejects.toMatchObject({
      error: { code: 'job.unseen' },
    });
    of.clock.now += 400_000;
    const { there } = journal();
    await runCall(context(of, there), submit);
    expect([of.sent, await jobsIn(of)]).toEqual([1, 1]);
    expect(there.outcome('call')).toEqual({ how: 'found' });
  });

  test('under a name that only differs in large letters is another one', async () => {
    const { there } = journal();
    const of = queue(['lost before AWS had it']);
    of.jobs.set('x', { jobId: 'x', jobName: `MNIST-${planId}`, status: 'RUNNING', createdAt: 1 });
    await expect(runCall(context(of, there), submit)).rejects.toMatchObject({
      error: { code: 'job.unseen' },
    });
  });
});

describe('taking it back', () => {
  test('ends the job, also one whose answer was lost', async () => {
    const { there, back } = journal();
    const of = queue(['lost'], 60_000);
    await there.intend('call', {});
    await of.aws.call('batch', 'SubmitJob', submit.input as never).catch(() => undefined);
    await takeBackCall(context(of, back), submit, there);
    expect(of.terminated).toEqual(['job-1']);
    expect(of.jobs.get('job-1')?.status).toBe('FAILED');
  });

  test('of a job that is over does nothing, and of one that AWS refused not even look', async () => {
    const { there, back } = journal();
    const of = queue(['answered']);
    await runCall(context(of, there), submit);
    await of.aws.call('batch', 'ListJobs', { jobQueue: 'millwright-training' });
    of.jobs.get('job-1')!.status = 'SUCCEEDED';
    await takeBackCall(context(of, back), submit, there);
    expect(of.terminated).toEqual([]);

    const refused = journal();
    const other = queue(['refused']);
    await runCall(context(other, refused.there), submit).catch(() => undefined);
    other.calls.length = 0;
    await takeBackCall(context(other, refused.back), submit, refused.there);
    expect(other.calls).toEqual([]);
  });

  test('comes to an end where the job never shows', async () => {
    const { there, back } = journal();
    const of = queue(['lost before AWS had it']);
    await there.intend('call', {});
    const begun = of.clock.now;
    await takeBackCall(context(of, back), submit, there);
    expect(of.terminated).toEqual([]);
    expect(of.clock.now - begun).toBeGreaterThanOrEqual(180_000);
  });
});
