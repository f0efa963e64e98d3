/** Sign-ins that end, lines that are cut, lists that lag, roles that are young, clocks that are wrong, a computer that sleeps. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Clock } from '../../main/clock.ts';
import { createEngine, type Engine } from '../../main/engine.ts';
import { AwsError, DropAnswer, type ObservedCall } from '../../main/sandbox/index.ts';
import { makePlan } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import type { Task } from '../../preload/contract/task.ts';
import { languages, say } from '../../words/index.ts';
import { openWhole, valueOf } from '../contract/support/whole-program.ts';
import { shows } from '../status/shows.ts';
import { prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, quickFolder, type Spine } from '../support/spine.ts';

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const minute = 60_000;
/** What runs every case may take, ms. */
const wholeMs = long ? 7_200_000 : 120_000;
let spine: Spine;
let engine: Engine;
let cases = 0;
const bucket = 'time-bucket-4417';
const fresh = () => `time-${(cases += 1)}-end`;
const answers = (name: string) => smallNotebook(name, bucket);

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
}, 60_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
});
const undo: (() => void)[] = [];
afterEach(() => {
  for (const stop of undo.splice(0)) stop();
});

const made = (name: string) =>
  spine.sandbox.ledger().filter((e) => e.kind === 'sagemaker/notebook-instance' && e.key === name);
const left = (name: string) => spine.existing(/./).filter((entry) => entry.includes(name));

/** Carries the plan out and notes what the task said of its waiting. */
async function run(name: string, source = 'notebook', given: object = answers(name)) {
  // In the evening the notebooks of earlier cases stop, and their quota is free again. Ten hours of trouble fit into a day.
  if (source === 'notebook' && long) await atHour(7);
  else if (source === 'notebook' && cases % 10 === 0) await spine.sandbox.advance(24 * 3600);
  const plan = await spine.plan(engine, source, given as never);
  const said: Task[] = [];
  let begun = () => {};
  const started = new Promise<void>((resolve) => (begun = resolve));
  undo.push(
    engine.tasks.onChange((task) => {
      if (task.planId !== plan.id) return;
      if (task.state === 'running') begun();
      if (task.state === 'waiting') said.push(task);
    }),
  );
  return { plan, said, started, end: () => spine.apply(engine, plan) };
}

/** Hundreds of notebooks would each have their evening every evening. */
async function removed(name: string): Promise<void> {
  const plan = await spine.plan(engine, 'notebook-delete', { name });
  expect((await spine.apply(engine, plan)).state).toBe('succeeded');
}

/** Calls of the program from outside, counted from the first change that the plan asks for. */
function fromChange(
  what: (call: ObservedCall, index: number) => Promise<void> | undefined,
  when: 'before' | 'after' = 'before',
) {
  let index = -1;
  undo.push(
    spine.sandbox.hook({
      [when]: (call: ObservedCall) => {
        if (call.via !== 'wire') return undefined;
        if (index < 0 && call.operation !== 'CreateChangeSet') return undefined;
        // What connects again is no step of the plan.
        if (call.operation !== 'GetCallerIdentity') index += 1;
        return what(call, index);
      },
    }),
  );
}

/** From call `at` on everything fails until `minutes` have passed in the account. */
function breakAt(
  at: number,
  minutes: number,
  fault: (call: ObservedCall) => Error,
  when: 'before' | 'after' = 'before',
) {
  let until = 0;
  fromChange((call, index) => {
    if (until === 0 && index >= at) until = spine.clock.now() + minutes * minute;
    if (spine.clock.now() < until) throw fault(call);
    return undefined;
  }, when);
  return () => until;
}

/** In the account's morning or afternoon of the next day. */
const atHour = (hour: number) =>
  spine.sandbox.advance((24 - ((spine.clock.now() / 3_600_000) % 24) + hour) * 3600);

const keysOf = (tasks: Task[]) => [...new Set(tasks.map((task) => task.detail?.key))];

/**
 * Calls of a run that nothing disturbs, by number: each change, and the first two looks of each kind. What is looked at
 * again and again while AWS works is the same place in the program.
 */
async function boundaries(): Promise<{ at: number[]; all: number }> {
  const operations: string[] = [];
  fromChange(({ operation }, index) => {
    operations[index] = operation;
    return undefined;
  });
  expect((await (await run(fresh())).end()).state).toBe('succeeded');
  for (const stop of undo.splice(0)) stop();
  const nth = (index: number) => operations.slice(0, index).filter((one) => one === operations[index]).length;
  return { at: [...operations.keys()].filter((index) => long || nth(index) < 2), all: operations.length };
}

describe('a sign-in that ends', () => {
  const spellings: Record<string, (call: ObservedCall) => Error> = {
    F18: () => new AwsError('ExpiredToken', 'The security token included in the request is expired', 403),
    F19: () =>
      new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 400),
    F20: () =>
      new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
    F22: () =>
      new AwsError(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        403,
      ),
  };

  test(
    'at every call of a notebook: the task waits, says what to do, and goes on after the next sign-in' +
      shows('done-when:2.2/time'),
    async () => {
      const { at: places, all } = await boundaries();
      expect(places.length).toBeGreaterThan(8);
      const kinds = Object.entries(spellings);
      for (const [index, at] of places.entries())
        for (const [kind, fault] of long ? kinds : [kinds[index % kinds.length]!]) {
          const name = fresh();
          const { said, end } = await run(name);
          const until = breakAt(at, long ? 40 : 4, fault);
          const task = await end();
          expect(until(), `${kind} at ${at} was met`).toBeGreaterThan(0);
          expect(task.state, `${kind} at ${at}: ${JSON.stringify(task.error)}`).toBe('succeeded');
          expect(keysOf(said), `${kind} at ${at}`).toContain('apply.needsYou');
          expect(made(name)).toHaveLength(1);
          for (const stop of undo.splice(0)) stop();
          if (long) await removed(name);
        }
      console.log(
        `time: a sign-in ended at ${places.length} of ${all} calls${long ? ', in four spellings' : '; dropped here: later looks of a kind, and three of four spellings each'}`,
      );
    },
    wholeMs,
  );

  test('is said in both languages with the action', () => {
    const why = { message: { key: 'error.connection.expired.says' } };
    const mend = { message: { key: 'error.connection.expired.mend' } };
    for (const language of languages) {
      const text = say(
        language,
        { key: 'apply.needsYou', params: { why, mend } },
        { timeZone: 'UTC', now: 0 },
      );
      expect(text).toMatch(/Sign in again|重新登录/);
    }
  });

  test(
    'in a profile: the new one is read from the file, without being told twice' + shows('done-when:2.2/time'),
    async () => {
      const {
        AWS_ENDPOINT_URL: endpoint = '',
        AWS_REGION: region = '',
        AWS_ACCESS_KEY_ID: accessKeyId = '',
        AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
      } = spine.env;
      const sts = new STSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
      const file = join(spine.root, 'profile-credentials');
      /** As \`aws sso login\` leaves it: a session of fifteen minutes. */
      const signIn = async () => {
        const { Credentials: keys } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
        writeFileSync(
          file,
          `[corp]\naws_access_key_id=${keys?.AccessKeyId}\naws_secret_access_key=${keys?.SecretAccessKey}\naws_session_token=${keys?.SessionToken}\n`,
        );
      };
      await signIn();
      const profile = await createEngine({
        stateDir: `${spine.stateDir}-profile`,
        env: {
          AWS_ENDPOINT_URL: endpoint,
          AWS_REGION: region,
          AWS_PROFILE: 'corp',
          AWS_SHARED_CREDENTIALS_FILE: file,
          AWS_CONFIG_FILE: join(spine.root, 'no-config'),
        },
        clock: spine.clock,
        onFault: (error) => {
          throw error;
        },
      });
      undo.push(() => {
        sts.destroy();
      });
      const name = fresh();
      const plan = await makePlan(requireSource('notebook'), answers(name), await profile.making('account'));
      const states: string[] = [];
      undo.push(profile.connections.onChange(({ state }) => states.push(state)));
      let waiting = 0;
      let signedIn = false;
      undo.push(
        profile.tasks.onChange((task) => {
          if (task.state !== 'waiting' || task.detail?.key !== 'apply.needsYou') return;
          waiting += 1;
          // The person comes back after some looks, and signs in once.
          if (waiting < 4 || signedIn) return;
          signedIn = true;
          void signIn();
        }),
      );
      let ended = false;
      fromChange((_, index) => {
        if (index !== 3 || ended) return undefined;
        ended = true;
        return spine.sandbox.advance(16 * 60);
      });
      const { taskId } = await profile.applying.apply(plan, { kind: 'digest', digest: plan.digest });
      const task = await profile.applying.ended(taskId);
      expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
      expect(signedIn).toBe(true);
      expect(made(name)).toHaveLength(1);
      expect(states.filter((state, i) => state !== states[i - 1])).toEqual(['signInNeeded', 'ready']);
      await profile.close();
    },
  );

  test(
    'leaves the running costs on Home, with their age, also after a new start' + shows('done-when:2.2/time'),
    async () => {
      const own = await openSpine();
      const dir = join(own.stateDir, 'whole');
      const open = async () => {
        const program = await openWhole({ spine: own, stateDir: dir });
        return { program, page: await program.openPage() };
      };
      const first = await open();
      await first.program.perform(first.page, 'notebook', {
        ...answers('costly'),
        bucket: { choice: 'new', newName: bucket },
      });
      const before = valueOf(await first.page.api.home.summary({ refresh: true }));
      expect(before.rows.map(({ name }) => name)).toContain('costly');
      first.page.close();
      await first.program.close();
      own.sandbox.faults.switchOn({
        fault: 'F18',
        service: null,
        operation: null,
        when: 'before',
        times: null,
        via: 'wire',
      });
      const second = await open();
      const shown = valueOf(await second.page.api.home.summary({ refresh: false }));
      const asked = valueOf(await second.page.api.home.summary({ refresh: true }));
      for (const summary of [shown, asked]) {
        expect(summary.rows.map(({ name }) => name)).toContain('costly');
        expect(summary.perHour.usd).toBeGreaterThan(0.04);
        expect(summary.loadedAt).toBe(before.loadedAt);
      }
      expect(asked.stale).toBe(true);
      second.page.close();
      await second.program.close();
      await own.close();
    },
    60_000,
  );
});

describe('a network that is cut', () => {
  test(
    'at every call, before and after AWS heard it: the task says so and goes on by itself' +
      shows('done-when:2.2/time'),
    async () => {
      const { at: places, all } = await boundaries();
      const minutes = long ? [2, 45, 200, 600] : [2];
      for (const [index, at] of places.entries())
        for (const when of long
          ? (['before', 'after'] as const)
          : [index % 2 === 0 ? ('before' as const) : ('after' as const)]) {
          const name = fresh();
          const { said, end } = await run(name);
          breakAt(at, minutes[index % minutes.length]!, () => new DropAnswer(), when);
          const task = await end();
          expect(task.state, `${when} at ${at}: ${JSON.stringify(task.error)}`).toBe('succeeded');
          expect(keysOf(said), `${when} at ${at}`).toContain('apply.trouble');
          expect(made(name)).toHaveLength(1);
          for (const stop of undo.splice(0)) stop();
          if (long) await removed(name);
        }
      console.log(
        `time: the line was cut at ${places.length} of ${all} calls${long ? ' for 2 to 600 minutes' : ' for 2 minutes; dropped here: later looks of a kind, longer cuts but one, the other side of each'}`,
      );
    },
    wholeMs,
  );

  test('for a working day: the task is still there and goes on', async () => {
    await atHour(9);
    const name = fresh();
    const { end } = await run(name);
    breakAt(3, 8 * 60, () => new DropAnswer());
    const task = await end();
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(made(name)).toHaveLength(1);
  }, 30_000);

  test('in the middle of a large file: what has arrived is not sent again', async () => {
    const bytes = randomBytes(21 * 1024 ** 2);
    const { stageId } = await engine.staging.reserve([{ path: 'big.bin', bytes: bytes.length }], 'window');
    await engine.staging.receive(stageId, 0, Readable.from([bytes]));
    const { said, end } = await run('upload', 'data-upload', { stageId, bucket, prefix: '' });
    const parts: unknown[] = [];
    let until = 0;
    undo.push(
      spine.sandbox.hook({
        before: (call) => {
          if (call.operation === 'UploadPart' && parts.length === 2 && until === 0)
            until = spine.clock.now() + 90 * minute;
          if (call.via === 'wire' && spine.clock.now() < until) throw new DropAnswer();
        },
        after: (call) => {
          if (call.operation === 'UploadPart') parts.push(call.input['PartNumber']);
        },
      }),
    );
    const task = await end();
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(keysOf(said)).toContain('apply.trouble');
    expect(parts).toEqual([1, 2, 3]);
  }, 30_000);
});

describe('a role that was just made', () => {
  const refusals: Record<string, () => Error> = {
    CreateSchedule: () =>
      new AwsError(
        'ValidationException',
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
      ),
    CreateNotebookInstance: () =>
      new AwsError(
        'ValidationException',
        "Could not assume role arn:aws:iam::000000000000:role/x. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.",
      ),
  };
  /** Services refuse the role for so long after they are first given it; \`via\`: through a stack, or in a direct call. */
  function youngFor(seconds: number, operation: string) {
    let until = 0;
    undo.push(
      spine.sandbox.hook({
        before: (call) => {
          const meant = operation === 'CreateChangeSet' ? call.via === 'wire' : call.via === 'inside';
          if (call.operation !== operation || !meant) return;
          until ||= spine.clock.now() + seconds * 1000;
          if (spine.clock.now() < until)
            throw (
              refusals[operation]?.() ??
              new AwsError(
                'ValidationError',
                'Role arn:aws:iam::000000000000:role/x is invalid or cannot be assumed',
              )
            );
        },
      }),
    );
  }

  test.each(
    ['CreateChangeSet', 'CreateSchedule', 'CreateNotebookInstance'].flatMap((operation) =>
      (long ? [0, 10, 30, 60, 90, 119] : [0, 37, 119]).map((seconds) => [operation, seconds] as const),
    ),
  )('is waited for in %s, unusable for %i s' + shows('done-when:2.2/time'), async (operation, seconds) => {
    const name = fresh();
    const { said, end } = await run(name);
    youngFor(seconds, operation);
    const task = await end();
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    if (seconds > 0) expect(keysOf(said)).toContain('apply.roleYoung');
    expect(made(name)).toHaveLength(1);
    expect(made(name)[0]?.goneAt).toBeNull();
  });

  test.each(['CreateSchedule', 'CreateNotebookInstance', 'CreateChangeSet'])(
    'that stays unusable is given up in %s with a sentence, and nothing is left',
    async (operation) => {
      const name = fresh();
      const { end } = await run(name);
      const begun = spine.clock.now();
      youngFor(3600, operation);
      const task = await end();
      expect(['failed']).toContain(task.state);
      expect(JSON.stringify(task.error)).toContain('role.notUsableYet');
      expect(spine.clock.now() - begun).toBeLessThan(10 * minute);
      expect(made(name)).toEqual([]);
      expect(left(name)).toEqual([]);
    },
  );

  test('is taken back in the middle of its second attempt, and nothing is left', async () => {
    const name = fresh();
    const { plan } = await run(name);
    youngFor(40, 'CreateNotebookInstance');
    let sets = 0;
    let second = () => {};
    const reached = new Promise<void>((resolve) => (second = resolve));
    undo.push(
      spine.sandbox.hook({
        after: (call) => {
          if (call.via === 'wire' && call.operation === 'ExecuteChangeSet' && (sets += 1) === 2) second();
        },
      }),
    );
    const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
    await reached;
    await engine.applying.cancel(taskId);
    const task = await engine.applying.ended(taskId);
    expect(task.state, JSON.stringify(task.error)).toBe('cancelled');
    expect(left(name)).toEqual([]);
  });
});

describe('lists and descriptions that lag and flap', () => {
  /** What was just made is not seen for so long, and then now and then. */
  function lag(name: string, seconds: number, flap: boolean) {
    let since = 0;
    let looks = 0;
    undo.push(
      spine.sandbox.hook({
        before: (call) => {
          if (call.via !== 'wire' || !JSON.stringify(call.input).includes(name)) return;
          if (call.operation === 'CreateChangeSet') since ||= spine.clock.now();
          if (since === 0 || spine.clock.now() - since > seconds * 1000) return;
          looks += 1;
          if (flap && looks % 3 === 0) return;
          if (call.operation === 'DescribeChangeSet')
            throw new AwsError('ChangeSetNotFoundException', 'ChangeSet [x] does not exist', 404);
          if (/^DescribeStack/.test(call.operation))
            throw new AwsError('ValidationError', 'Stack with id x does not exist');
          if (call.operation === 'DescribeNotebookInstance')
            throw new AwsError('ValidationException', 'RecordNotFound');
        },
      }),
    );
  }

  test.each([
    [30, false],
    [120, false],
    [120, true],
  ])('for %i s (flapping: %s): exactly one is made' + shows('done-when:2.2/time'), async (seconds, flap) => {
    const name = fresh();
    const { end } = await run(name);
    lag(name, seconds, flap);
    const task = await end();
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(made(name)).toHaveLength(1);
  });

  test.each([false, true])(
    'while it is taken back after a lost answer (flapping: %s): nothing is left',
    async (flap) => {
      const name = fresh();
      const { plan } = await run(name);
      let lost = () => {};
      const sent = new Promise<void>((resolve) => (lost = resolve));
      lag(name, 120, flap);
      undo.push(
        spine.sandbox.hook({
          after: (call) => {
            if (call.via !== 'wire' || call.operation !== 'CreateChangeSet') return;
            lost();
            throw new DropAnswer();
          },
        }),
      );
      const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
      await sent;
      await engine.applying.cancel(taskId);
      const task = await engine.applying.ended(taskId);
      expect(task.state, JSON.stringify(task.error)).toBe('cancelled');
      expect(left(name)).toEqual([]);
    },
  );

  test('once while a notebook is deleted: it is not called gone before it is', async () => {
    const name = fresh();
    expect((await (await run(name)).end()).state).toBe('succeeded');
    const { end } = await run(name, 'notebook-delete', { name });
    let deleted = false;
    let missed = 0;
    undo.push(
      spine.sandbox.hook({
        before: (call) => {
          if (call.via !== 'wire') return;
          deleted ||= call.operation === 'DeleteStack';
          if (!deleted || call.operation !== 'DescribeStacks' || (missed += 1) > 1) return;
          throw new AwsError('ValidationError', 'Stack with id x does not exist');
        },
      }),
    );
    expect((await end()).state).toBe('succeeded');
    expect(missed).toBeGreaterThan(1);
    expect(left(name)).toEqual([]);
  });
});

describe('a computer that sleeps for eight hours', () => {
  /** Carries the plan out with a sleep at pause `at`; afterwards the network needs ten minutes. */
  async function asleepAt(at: number) {
    let armed = false;
    let pauses = -1;
    let slept = 0;
    const clock: Clock = {
      now: () => spine.clock.now(),
      async sleep(ms, signal) {
        if (armed && (pauses += 1) === at) {
          await spine.sandbox.advance(8 * 3600);
          slept = spine.clock.now();
        }
        await spine.clock.sleep(ms, signal);
      },
    };
    const name = fresh();
    const sleepy = await createEngine({
      stateDir: `${spine.stateDir}-${name}`,
      env: spine.env,
      clock,
      onFault: (error) => {
        throw error;
      },
    });
    const plan = await makePlan(requireSource('notebook'), answers(name), await sleepy.making('account'));
    const tokens: unknown[] = [];
    let dead = 0;
    undo.push(
      spine.sandbox.hook({
        before: (call) => {
          if (call.via !== 'wire') return;
          if (call.operation === 'CreateChangeSet') armed = true;
          // The connections that were open lead nowhere.
          if (slept > 0 && spine.clock.now() < slept + 10 * minute && (dead += 1)) throw new DropAnswer();
        },
        after: (call) => {
          if (call.via === 'wire' && /^(Create|Execute)ChangeSet$/.test(call.operation))
            tokens.push(call.input['ClientToken'] ?? call.input['ClientRequestToken']);
        },
      }),
    );
    const { taskId } = await sleepy.applying.apply(plan, { kind: 'digest', digest: plan.digest });
    const task = await sleepy.applying.ended(taskId);
    expect(slept).toBeGreaterThan(0);
    expect(dead).toBeGreaterThan(0);
    expect(new Set(tokens).size).toBe(tokens.length);
    await sleepy.close();
    return { name, task };
  }

  test.each(long ? [0, 1, 2, 3, 4, 5] : [0, 2, 4])(
    'at pause %i: the work goes on, and nothing is sent twice' + shows('done-when:2.2/time'),
    async (at) => {
      await atHour(8);
      const { name, task } = await asleepAt(at);
      expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
      expect(made(name)).toHaveLength(1);
    },
  );

  test('past the end that was agreed to: what was not begun is not begun without asking', async () => {
    await atHour(15);
    const { name, task } = await asleepAt(0);
    expect(task.error?.code).toBe('plan.changed');
    expect(task.error?.problems?.map(({ says }) => says.key)).toEqual(['plan.moved.end']);
    // Its empty stack is on its way out.
    await spine.sandbox.advance(60);
    expect(made(name)).toEqual([]);
    expect(left(name)).toEqual([]);
  });
});

describe('a clock of this computer that is wrong', () => {
  afterEach(() => vi.restoreAllMocks());

  test.each([26, -26])(
    'by %i h: signed right after one refusal, and every time is that of AWS' + shows('done-when:2.2/time'),
    async (hours) => {
      const stateDir = await quickFolder('millwright-clock-');
      onTestFinished(() => rm(stateDir, { recursive: true, force: true, maxRetries: 3 }));
      const truth = Date.now.bind(Date);
      // The account lives in a thread of its own, whose clock is right.
      vi.spyOn(Date, 'now').mockImplementation(() => truth() + hours * 3_600_000);
      let far = 0;
      const clock: Clock = {
        now: () => Date.now() + far,
        async sleep(ms) {
          const sandbox = wrong.connections.sandbox();
          if (!sandbox) throw new Error('The account is not there.');
          await fetch(`${sandbox.access.endpoint}/_sandbox/clock`, {
            method: 'POST',
            headers: { authorization: `Bearer ${sandbox.controlKey}`, 'content-type': 'application/json' },
            body: JSON.stringify({ advance: ms / 1000 }),
          });
          far += ms;
        },
      };
      const wrong: Engine = await createEngine({
        stateDir,
        env: { AWS_CONFIG_FILE: join(stateDir, 'none'), AWS_SHARED_CREDENTIALS_FILE: join(stateDir, 'none') },
        clock,
        sandbox: { pace: 10 },
        onFault: (error) => {
          throw error;
        },
      });
      const account = () => truth() + far;
      const apply = async (source: string, given: object) => {
        const plan = await makePlan(requireSource(source), given as never, await wrong.making('account'));
        const { taskId } = await wrong.applying.apply(plan, { kind: 'digest', digest: plan.digest });
        return { plan, task: await wrong.applying.ended(taskId) };
      };
      await wrong.connections.aws();
      const outcomes = wrong.meter.recent().map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['clock.skewed', 'ok']);
      for (const [source, given] of [
        ['foundation', {}],
        ['storage', { name: bucket }],
      ] as const)
        expect((await apply(source, given)).task.state).toBe('succeeded');
      const { plan, task } = await apply('notebook', answers('right-time'));
      expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
      // One refusal in all, whatever service was asked.
      expect(wrong.meter.recent().filter(({ outcome }) => outcome === 'clock.skewed')).toHaveLength(1);
      const near = (iso: string | undefined) => Math.abs(Date.parse(iso ?? '') - account());
      expect(near(plan.madeAt)).toBeLessThan(30 * minute);
      expect(near(task.startedAt)).toBeLessThan(30 * minute);
      expect(near(task.endedAt)).toBeLessThan(30 * minute);
      for (const guard of plan.guards) {
        if (guard.endsAt === undefined) continue;
        const ahead = Date.parse(guard.endsAt) - account();
        expect(ahead).toBeGreaterThan(-minute);
        expect(ahead).toBeLessThan(25 * 3_600_000);
      }
      const moved = await apply('notebook-extend', { name: 'right-time', hours: 2 });
      expect(moved.task.state, JSON.stringify(moved.task.error)).toBe('succeeded');
      const change = moved.plan.changes.find(({ kind }) => kind === 'stack');
      const start = change?.kind === 'stack' ? change.parameters['EveningNotBefore'] : undefined;
      expect(Date.parse(start ?? '') - account()).toBeGreaterThan(-minute);
      expect(Date.parse(start ?? '') - account()).toBeLessThan(27 * 3_600_000);
      await wrong.close();
    },
    60_000,
  );
});
