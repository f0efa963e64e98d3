import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { AppFailure } from '../../main/failure.ts';
import { AwsError } from '../../main/sandbox/index.ts';
import { say } from '../../words/index.ts';
import { diskOf, killAt } from '../support/kill.ts';
import { announceMore, prepareAccount, smallNotebook } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { shows } from '../status/shows.ts';

let spine: Spine;
let engine: Engine;
const bucket = 'apply-bucket-4417';
const graves: Engine[] = [];

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  await prepareAccount(spine, engine, bucket);
  await engine.close();
}, 60_000);
afterAll(() => spine.close());
beforeEach(async () => {
  engine = await spine.engine();
});
afterEach(() => engine.close());

const notebook = (name: string, more = {}) =>
  spine.plan(engine, 'notebook', { ...smallNotebook(name, bucket), ...more });
const left = (name: string) => spine.existing(/./).filter((entry) => entry.includes(name));
const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(AppFailure);
  return (error as AppFailure).error;
};
const consent = (digest: string) => ({ kind: 'digest' as const, digest });

describe('a plan is carried out', () => {
  test(
    'with steps, events and a receipt; then stopped, started, extended and deleted' +
      shows('system:15/events'),
    async () => {
      const task = await spine.apply(engine, await notebook('whole'));
      expect(task).toMatchObject({ state: 'succeeded', progress: 1, leftOver: [] });
      expect(task.steps.map((step) => step.state)).toEqual(['done']);
      expect(task.events.map((event) => event.status)).toContain('CREATE_COMPLETE');
      const receipt = await engine.receipts.get(task.receiptId ?? '');
      expect(receipt?.outcome).toBe('done');
      expect(receipt?.made.map((thing) => thing.type)).toContain('AWS::SageMaker::NotebookInstance');
      for (const source of ['notebook-stop', 'notebook-start', 'notebook-extend', 'notebook-delete']) {
        const done = await spine.apply(engine, await spine.plan(engine, source, { name: 'whole' }));
        expect(done.state, `${source} ${JSON.stringify(done.error)}`).toBe('succeeded');
      }
      expect(left('whole')).toEqual([]);
      expect((await engine.plans.list()).every((plan) => plan.state === 'applied')).toBe(true);
    },
  );

  test('only with consent to exactly this plan, and once', async () => {
    const plan = await notebook('consent');
    expect((await refused(engine.applying.apply(plan, consent('0'.repeat(64))))).code).toBe(
      'digest.mismatch',
    );
    const bound = { planId: plan.id, digest: plan.digest };
    const ticket = engine.tickets.issue({ ...bound, windowId: 'one' });
    const use = (windowId: string, given = ticket) =>
      refused(engine.applying.apply(plan, { kind: 'ticket', ticket: given, windowId }));
    expect((await use('two')).code).toBe('ticket.wrongPlan');
    expect((await use('one')).code).toBe('ticket.used');
    expect((await use('one', '')).code).toBe('ticket.missing');
    expect((await use('one', 'made up')).code).toBe('ticket.missing');
    const late = engine.tickets.issue({ ...bound, windowId: 'one' });
    await spine.clock.sleep(121_000);
    expect((await use('one', late)).code).toBe('ticket.stale');
    expect(left('consent')).toEqual([]);
  });

  test('not when its file was altered, and not when the account has changed since', async () => {
    const plan = await notebook('moved');
    const altered = { ...plan, answers: { ...plan.answers, name: 'other' } };
    expect((await refused(engine.applying.apply(altered, consent(plan.digest)))).code).toBe('plan.tampered');
    await spine.apply(engine, await notebook('moved'));
    const changed = await refused(engine.applying.apply(plan, consent(plan.digest)));
    expect(['plan.changed', 'plan.blocked']).toContain(changed.code);
    expect(changed.problems?.length).toBeGreaterThan(0);
    await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name: 'moved' }));
  });

  test('not when AWS would do something else than it says; nothing is left of the try', async () => {
    const plan = await notebook('differs');
    const stop = announceMore(spine.sandbox);
    const task = await spine.apply(engine, plan);
    stop();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'plan.differsFromChangeSet' } });
    expect(task.error?.problems).toHaveLength(1);
    await spine.clock.sleep(60_000);
    expect(left('differs')).toEqual([]);
  });

  test('not over a stack of the same name that somebody else made', async () => {
    const aws = await engine.connections.aws();
    const plan = await notebook('theirs');
    const input = {
      StackName: 'millwright-notebook-theirs',
      ChangeSetName: 'theirs',
      ChangeSetType: 'CREATE' as const,
      TemplateBody: JSON.stringify({ Resources: { T: { Type: 'AWS::SNS::Topic' } } }),
    };
    await aws.call('cloudformation', 'CreateChangeSet', input);
    await spine.clock.sleep(30_000);
    const task = await spine.apply(engine, plan);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'name.taken' } });
    expect(left('notebook-theirs').join()).toContain('cloudformation/stack');
  });
});

describe('when it does not work', () => {
  test('the sentence says why, and nothing is left' + shows('system:15/roll-back'), async () => {
    const before = spine.existing(/./);
    const quota =
      "The account-level service limit 'ml.t3.medium for notebook instance usage' is 0 Instances, with current utilization of 0 Instances";
    const end = spine.sandbox.hook({
      before: ({ operation }) => {
        if (operation === 'CreateNotebookInstance') throw new AwsError('ResourceLimitExceeded', quota, 400);
      },
    });
    const task = await spine.apply(engine, await notebook('refused'));
    end();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'aws.stackFailed' }, leftOver: [] });
    const said = say('en', task.error!.says, { timeZone: 'UTC', now: 0 });
    expect(said).toContain('ml.t3.medium for notebook instance usage');
    expect(spine.existing(/./)).toEqual(before);
    expect((await engine.receipts.get(task.id))?.outcome).toBe('rolled-back');
  });
});

describe('cancelled in the middle', () => {
  test('everything that was made is gone', async () => {
    const plan = await notebook('cancelled');
    const begun = spine.sandbox.observe((call) => {
      if (call.operation === 'CreateNotebookInstance') seen();
    });
    let seen: () => void = () => undefined;
    const made = new Promise<void>((resolve) => (seen = resolve));
    const { taskId } = await engine.applying.apply(plan, consent(plan.digest));
    await made;
    begun();
    await engine.applying.cancel(taskId);
    const task = await engine.applying.ended(taskId);
    expect(task).toMatchObject({ state: 'cancelled', leftOver: [] });
    expect(left('cancelled')).toEqual([]);
    expect((await engine.receipts.get(taskId))?.outcome).toBe('cancelled');
  });

  const parametersOf = async (name: string) => {
    const aws = await engine.connections.aws();
    const input = { StackName: `millwright-notebook-${name}` };
    const [stack] = (await aws.call('cloudformation', 'DescribeStacks', input)).Stacks ?? [];
    const all = (stack?.Parameters ?? []).map((p) => [p.ParameterKey, p.ParameterValue] as const);
    return Object.fromEntries(all) as Record<string, string | undefined>;
  };

  test('a change is taken back without the start of the evening stop that is over by then', async () => {
    await spine.apply(engine, await notebook('over'));
    await spine.apply(engine, await spine.plan(engine, 'notebook-extend', { name: 'over', hours: 2 }));
    const before = await parametersOf('over');
    expect(Date.parse(before['EveningNotBefore'] ?? '')).toBeGreaterThan(spine.clock.now());
    await spine.clock.sleep(2 * 24 * 3_600_000);
    const wish = { name: 'over', evening: { timeZone: 'Europe/Berlin' }, size: 'ml.m5.xlarge' };
    const plan = await spine.plan(engine, 'notebook-change', wish);
    let seen: () => void = () => undefined;
    const made = new Promise<void>((resolve) => (seen = resolve));
    const stop = spine.sandbox.observe(({ operation }) => {
      if (operation === 'UpdateSchedule') seen();
    });
    const { taskId } = await engine.applying.apply(plan, consent(plan.digest));
    await made;
    stop();
    await engine.applying.cancel(taskId);
    const task = await engine.applying.ended(taskId);
    expect(task, JSON.stringify(task.error)).toMatchObject({ state: 'cancelled', leftOver: [] });
    const after = await parametersOf('over');
    expect(after).toEqual({ ...before, EveningNotBefore: after['EveningNotBefore'] });
    expect(after['EveningNotBefore']).toBe('');
    await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name: 'over' }));
  });

  test('a change tells what AWS does now, and not how the stack was once made', async () => {
    await spine.apply(engine, await notebook('told'));
    const task = await spine.apply(engine, await spine.plan(engine, 'notebook-extend', { name: 'told' }));
    const statuses = task.events.map(({ status }) => status);
    expect(statuses).toContain('UPDATE_IN_PROGRESS');
    expect(statuses).toContain('UPDATE_COMPLETE');
    expect(statuses).not.toContain('CREATE_IN_PROGRESS');
    await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name: 'told' }));
  });

  test('an extension is put back as it was', async () => {
    await spine.apply(engine, await notebook('extended'));
    const notBefore = async () => (await parametersOf('extended'))['EveningNotBefore'];
    const before = await notBefore();
    const kill = killAt(0, (name) => name === 'journal:outcome:finished:before');
    await engine.close();
    const first = await spine.engine(kill, `${spine.stateDir}-extend`);
    graves.push(first);
    const plan = await spine.plan(first, 'notebook-extend', { name: 'extended' });
    await first.applying.apply(plan, consent(plan.digest));
    await kill.dead;
    expect(await notBefore()).not.toBe(before);
    engine = await spine.engine(
      undefined,
      await diskOf(`${spine.stateDir}-extend`, `${spine.stateDir}-extend-2`),
    );
    const [task] = await (await engine.applying.recover({ undo: true })).ended;
    expect(task).toMatchObject({ state: 'cancelled' });
    expect(await notBefore()).toBe(before);
    await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name: 'extended' }));
  });
});

describe('files', () => {
  const stage = async (files: Record<string, Buffer>) => {
    const list = Object.entries(files).map(([path, bytes]) => ({ path, bytes: bytes.length }));
    const { stageId } = await engine.staging.reserve(list, 'window');
    for (const [index, bytes] of Object.values(files).entries())
      await engine.staging.receive(stageId, index, Readable.from([bytes]));
    return spine.plan(engine, 'data-upload', { stageId, bucket, prefix: 'in/' });
  };
  const big = randomBytes(21 * 1024 ** 2);

  test('small and large arrive whole, and are not kept twice', async () => {
    const plan = await stage({
      'a.csv': Buffer.from('x,y\n1,2\n'),
      'empty.txt': Buffer.alloc(0),
      'big.bin': big,
    });
    const task = await spine.apply(engine, plan);
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    const aws = await engine.connections.aws();
    const got = await aws.call('s3', 'GetObject', { Bucket: bucket, Key: 'in/big.bin' });
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(big)).toBe(true);
    const listed = await aws.call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: 'in/' });
    expect(listed.Contents?.map((o) => o.Key)).toEqual(['in/a.csv', 'in/big.bin', 'in/empty.txt']);
  });

  test.each([
    'journal:outcome:multipart-0:after',
    'call:s3:UploadPart:answered',
    'call:s3:CreateMultipartUpload:answered',
    'call:s3:CompleteMultipartUpload:answered',
  ])('killed at %s: goes on where it stopped and leaves no half upload', async (point) => {
    await engine.close();
    const dir = `${spine.stateDir}-up-${point.replaceAll(/\W/g, '-')}`;
    const kill = killAt(point.includes('UploadPart') ? 1 : 0, (name) => name === point);
    engine = await spine.engine(kill, dir);
    graves.push(engine);
    const key = `in/${point.replaceAll(/\W/g, '-')}.bin`;
    const plan = await stage({ [key.slice(3)]: big });
    await engine.applying.apply(plan, consent(plan.digest));
    await kill.dead;
    engine = await spine.engine(undefined, await diskOf(dir, `${dir}-2`));
    let parts = 0;
    const stop = spine.sandbox.observe(({ operation }) => {
      if (operation === 'UploadPart') parts += 1;
    });
    const [task] = await (await engine.applying.recover()).ended;
    stop();
    expect(task?.state, JSON.stringify(task?.error)).toBe('succeeded');
    if (point.includes('UploadPart')) expect(parts).toBe(1);
    const aws = await engine.connections.aws();
    const got = await aws.call('s3', 'GetObject', { Bucket: bucket, Key: key });
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(big)).toBe(true);
    const open = await aws.call('s3', 'ListMultipartUploads', { Bucket: bucket });
    expect(open.Uploads ?? []).toEqual([]);
  });

  test('killed and taken back: nothing of this plan is left in the bucket', async () => {
    await engine.close();
    const dir = `${spine.stateDir}-up-back`;
    const kill = killAt(1, (name) => name === 'call:s3:UploadPart:answered');
    engine = await spine.engine(kill, dir);
    graves.push(engine);
    const plan = await stage({ 'back/big.bin': big, 'back/a.txt': Buffer.from('a') });
    await engine.applying.apply(plan, consent(plan.digest));
    await kill.dead;
    engine = await spine.engine(undefined, await diskOf(dir, `${dir}-2`));
    const [task] = await (await engine.applying.recover({ undo: true })).ended;
    expect(task?.state, JSON.stringify(task?.error)).toBe('cancelled');
    const aws = await engine.connections.aws();
    expect(
      (await aws.call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: 'in/back/' })).Contents ?? [],
    ).toEqual([]);
    expect((await aws.call('s3', 'ListMultipartUploads', { Bucket: bucket })).Uploads ?? []).toEqual([]);
  });

  test('one that AWS refuses ends the others, and what arrived is named and can be removed', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `file-${n}`);
    const small = Object.fromEntries(names.map((name) => [`half/${name}.txt`, Buffer.from(name)]));
    const plan = await stage({ 'half/big.bin': big, ...small });
    const refused = spine.sandbox.faults.switchOn({
      fault: 'F21',
      service: 's3',
      operation: 'PutObject',
      when: 'before',
      times: null,
      skip: 2,
    });
    const task = await spine.apply(engine, plan);
    const { met = 0 } = spine.sandbox.faults.list().find(({ id }) => id === refused.id) ?? {};
    spine.sandbox.faults.switchOff();
    expect(task).toMatchObject({ state: 'failed', cancellable: true });
    expect(task.leftOver).toMatchObject([{ type: 'AWS::S3::Object', name: `${bucket}/in/` }]);
    expect(met).toBeLessThan(names.length - 2);
    await engine.applying.cancel(task.id);
    const after = await engine.applying.ended(task.id);
    expect(after, JSON.stringify(after.error)).toMatchObject({ state: 'cancelled', leftOver: [] });
    const aws = await engine.connections.aws();
    expect(
      (await aws.call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: 'in/half/' })).Contents ?? [],
    ).toEqual([]);
    expect((await aws.call('s3', 'ListMultipartUploads', { Bucket: bucket })).Uploads ?? []).toEqual([]);
  });
});
