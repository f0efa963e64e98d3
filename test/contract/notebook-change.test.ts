/**
 * Each parameter of the notebook's template that a person may change, changed once through the host as the window does
 * it: the form with the present values, one answer changed, plan, consent, apply. What the plan says (kept, restarts,
 * replaced) is what the account's ledger shows.
 */
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withDefaults } from '../../main/plans/answers.ts';
import { loadTemplate } from '../../main/plans/templates.ts';
import { AwsError } from '../../main/sandbox/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { clientOf } from './support/planted.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

let spine: Spine;
let whole: WholeProgram;
let page: Page;
const [bucket, second] = ['change-files-4417', 'change-files-4418'];
const [name, own] = ['changed', 'changed-own-role'];
const roles = ['own-one', 'own-two'].map((one) => `arn:aws:iam::000000000000:role/${one}`);
let subnet = '';

type Word = 'update' | 'restart' | 'replace';
interface Row {
  parameters: string[];
  change: () => Answers;
  word: Word;
  of?: string;
}

const rows: Row[] = [
  { parameters: ['InstanceType'], change: () => ({ size: 'ml.m5.xlarge' }), word: 'restart' },
  { parameters: ['VolumeSizeInGB'], change: () => ({ disk: { sizeGb: 40 } }), word: 'restart' },
  { parameters: ['BucketName'], change: () => ({ bucket: { choice: second } }), word: 'update' },
  { parameters: ['RoleArn'], change: () => ({ role: roles[1] ?? '' }), word: 'restart', of: own },
  { parameters: ['EveningStop'], change: () => ({ evening: { at: '20:00' } }), word: 'update' },
  { parameters: ['EveningStopNight'], change: () => ({ evening: { at: '20:30' } }), word: 'update' },
  {
    parameters: ['EveningTimeZone'],
    change: () => ({ evening: { timeZone: 'Europe/Berlin' } }),
    word: 'update',
  },
  { parameters: ['IdleStopMinutes'], change: () => ({ idle: { minutes: 90 } }), word: 'update' },
  { parameters: ['SubnetId', 'DirectInternetAccess'], change: () => ({ network: subnet }), word: 'replace' },
  { parameters: ['RootAccess'], change: () => ({ rootAccess: true }), word: 'restart' },
  {
    parameters: ['GitRepository'],
    change: () => ({ git: 'https://example.com/team/r.git' }),
    word: 'restart',
  },
  { parameters: ['DashboardPort'], change: () => ({ dashboard: { on: true, port: 8600 } }), word: 'update' },
];

/** What no person changes here, and why. */
const notAsked: Record<string, string> = {
  NotebookName: 'the notebook itself',
  NotebookNameInArn: 'the notebook itself',
  EveningNotBefore: 'moved by extending',
  SecurityGroupIds: "the network's default group",
  GuardRoleArn: 'of the foundation',
  BoundaryArn: 'of the foundation',
};

const notebookAnswers = (more: Answers): Answers => ({
  size: 'ml.t3.medium',
  bucket: { choice: bucket },
  evening: { at: '19:00', timeZone: 'UTC' },
  ...more,
});

beforeAll(async () => {
  spine = await openSpine();
  whole = await openWhole({ spine, stateDir: spine.stateDir });
  page = await whole.openPage();
  const iam = new IAMClient(clientOf(spine));
  for (const [index, RoleName] of ['own-one', 'own-two'].entries()) {
    const allowed =
      '"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"sagemaker.amazonaws.com"}';
    const AssumeRolePolicyDocument = `{"Version":"2012-10-17","Statement":[{${allowed}}]}`;
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    roles[index] = Role?.Arn ?? '';
  }
  const { Subnets } = await new EC2Client(clientOf(spine)).send(new DescribeSubnetsCommand({}));
  subnet = Subnets?.[0]?.SubnetId ?? '';
  const steps: [string, Answers][] = [
    ['foundation', {}],
    ['storage', { name: bucket }],
    ['storage', { name: second }],
    ['notebook', notebookAnswers({ name })],
    ['notebook', notebookAnswers({ name: own, role: roles[0] ?? '' })],
  ];
  for (const [source, answers] of steps) {
    const { task } = await whole.perform(page, source, answers);
    expect(task.state, `${source} ${JSON.stringify(task.error)}`).toBe('succeeded');
  }
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});

/** The form as the window gets it, with the person's change over it. */
async function form(of: string, change: Answers): Promise<Answers> {
  const { answers } = valueOf(await page.api.wizards.open({ id: 'notebook-change', of }));
  return withDefaults(answers, change);
}

const updateOf = ({ changes }: Plan) => {
  const [change] = changes;
  return change?.kind === 'stack' ? change : undefined;
};
const words = ({ changes }: Plan) =>
  changes.flatMap(({ sentences }) => (sentences ?? []).map(({ note }) => note?.key));
const said = (plan: Plan) =>
  plan.blockers.map((one) => say('en', one, { timeZone: 'UTC', now: spine.clock.now() }));

/** When it was made, when it was gone, and since when its machine has been billed this time. */
function ledgerOf(notebook: string) {
  const entries = spine.sandbox
    .ledger()
    .filter(({ kind, key }) => /notebook-instance$/.test(kind) && key.endsWith(notebook));
  expect(entries).toHaveLength(1);
  const [entry] = entries;
  const machine = entry?.billed.filter(({ priceKey }) => /^sagemaker:notebook:/.test(priceKey)) ?? [];
  return {
    madeAt: entry?.madeAt,
    goneAt: entry?.goneAt,
    spans: machine.length,
    runs: machine.at(-1)?.to === null,
  };
}

test('every parameter of the template has its row, or the reason why no person changes it', () => {
  const all = Object.keys(loadTemplate('notebook').document.Parameters ?? {});
  expect([...rows.flatMap(({ parameters }) => parameters), ...Object.keys(notAsked)].sort()).toEqual(
    all.sort(),
  );
});

test.each(rows)(
  '$parameters: $word' + shows('done-when:3.2/notebook'),
  async ({ parameters, change, word, of = name }) => {
    const answers = await form(of, change());
    const { problems } = valueOf(await page.api.wizards.check({ id: 'notebook-change', answers }));
    expect(problems).toEqual([]);
    const before = ledgerOf(of);
    if (word === 'replace') {
      const plan = valueOf(await page.api.plans.make({ source: 'notebook-change', answers }));
      expect(new Set(words(plan))).toEqual(new Set(['plan.change.replace']));
      expect(Object.keys(updateOf(plan)?.parameters ?? {})).toEqual(expect.arrayContaining(parameters));
      expect(said(plan).join()).toContain('Make a new one beside it');
      const { id, digest } = plan;
      expect(await page.api.plans.askConsent({ id, digest })).toMatchObject({
        error: { code: 'plan.blocked' },
      });
      expect(ledgerOf(of)).toEqual(before);
      return;
    }
    const { plan, task } = await whole.perform(page, 'notebook-change', answers);
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(new Set(words(plan))).toEqual(new Set([`plan.change.${word}`]));
    expect(Object.keys(updateOf(plan)?.parameters ?? {})).toEqual(expect.arrayContaining(parameters));
    const stops = plan.warnings.some(({ key }) => key === 'plan.notebook.change.stops');
    expect(stops).toBe(word === 'restart');
    const after = ledgerOf(of);
    expect(after).toMatchObject({ madeAt: before.madeAt, goneAt: null, runs: true });
    expect(after.spans - before.spans).toBe(word === 'restart' ? 1 : 0);
    expect(await form(of, {})).toEqual(answers);
    const again = valueOf(await page.api.plans.make({ source: 'notebook-change', answers }));
    expect(said(again)).toEqual([`Nothing is different from how ${of} is now. Change an answer first.`]);
  },
);

test('a change that AWS cannot finish is put back, and that is said', async () => {
  const before = await form(name, {});
  let left = 1;
  const stop = spine.sandbox.hook({
    before: ({ operation }) => {
      if (operation === 'UpdateNotebookInstance' && left-- > 0)
        throw new AwsError('ValidationException', 'No such size here.');
    },
  });
  const { task } = await whole.perform(page, 'notebook-change', { name, size: 'ml.m5.4xlarge' });
  stop();
  expect(task).toMatchObject({ state: 'failed', leftOver: [], detail: { key: 'apply.ended.as-before' } });
  expect(task.error?.code).toBe('aws.stackFailed');
  expect(await form(name, {})).toEqual(before);
  const receipt = valueOf(await page.api.plans.receipt({ id: task.receiptId ?? '' }));
  expect(receipt).toMatchObject({ outcome: 'rolled-back' });
  expect(receipt.putBack).toBeUndefined();
  // The account's roll back leaves it stopped: AWS says nowhere that it would be started.
  expect(ledgerOf(name).runs).toBe(false);
  expect((await whole.perform(page, 'notebook-start', { name })).task.state).toBe('succeeded');
});

test('the receipt puts the values of before back; a disk that grew stays', async () => {
  const before = await form(name, {});
  const wish = {
    name,
    idle: { minutes: 120 },
    evening: { on: false, keepRunning: true },
    disk: { sizeGb: 60 },
  };
  const { plan, task } = await whole.perform(page, 'notebook-change', wish);
  expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
  expect(plan.undo.map(({ key }) => key)).toContain('plan.notebook.change.diskStays');
  const { putBack } = valueOf(await page.api.plans.receipt({ id: task.receiptId ?? '' }));
  const back = await whole.perform(page, putBack?.source ?? '', putBack?.answers ?? {});
  expect(back.task.state, JSON.stringify(back.task.error)).toBe('succeeded');
  expect(await form(name, {})).toEqual({ ...before, disk: { sizeGb: 60 } });
});

test('a stopped notebook stays stopped when it is changed, and an old start of the evening stop is left out', async () => {
  expect((await whole.perform(page, 'notebook-extend', { name, hours: 2 })).task.state).toBe('succeeded');
  expect((await whole.perform(page, 'notebook-stop', { name })).task.state).toBe('succeeded');
  await spine.clock.sleep(2 * 24 * 3_600_000);
  const before = ledgerOf(name);
  const wish = { name, size: 'ml.t3.medium', evening: { at: '18:00' } };
  const { plan, task } = await whole.perform(page, 'notebook-change', wish);
  expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
  expect(updateOf(plan)?.parameters['EveningNotBefore']).toBe('');
  expect(plan.warnings.map(({ key }) => key)).not.toContain('plan.notebook.change.stops');
  expect(ledgerOf(name)).toEqual({ ...before, runs: false });
});

test('what is not there, not ours or not a change is refused in words', async () => {
  const open = (input: { id: string; of?: string }) => page.api.wizards.open(input);
  expect(await open({ id: 'notebook-change', of: 'nobody' })).toMatchObject({
    error: { code: 'resource.notFound' },
  });
  expect(await open({ id: 'notebook', of: name })).toMatchObject({
    error: { code: 'answers.unknownWizard' },
  });
  const of = async (wish: Answers) =>
    said(
      valueOf(await page.api.plans.make({ source: 'notebook-change', answers: { name, ...wish } })),
    ).join();
  expect(await of({ name: 'nobody' })).toContain('Millwright did not make nobody');
  expect(await of({ disk: { sizeGb: 5 } })).toContain('a disk can only grow');
  expect(await of({ role: roles[0] ?? '' })).toContain('may not hand over a role of your own');
  expect(await of({ bucket: { choice: 'nobodys-bucket-4417' } })).toContain('There is no bucket');
  const wrong = { name, disk: { sizeGb: 1 }, other: 1 };
  const { problems } = valueOf(await page.api.wizards.check({ id: 'notebook-change', answers: wrong }));
  expect(problems.map(({ path }) => path).sort()).toEqual(['disk.sizeGb', 'other']);
});
