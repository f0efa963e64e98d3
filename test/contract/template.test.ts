/**
 * Templates of a person's own through the host, as the window does it: opened, asked, planned, started with consent, and
 * deleted again; and a hostile one, of which nothing reaches AWS.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AwsError, type ObservedCall } from '../../main/sandbox/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { clientOf } from './support/planted.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'templates');
const body = (file: string) => readFileSync(join(folder, file), 'utf8');
const files = readdirSync(folder).filter((file) => !file.startsWith('hostile'));
const password = 'open-sesame-4417';

let spine: Spine;
let whole: WholeProgram;
let page: Page;
let subnet = '';
/** What a person types besides the name. */
const typed: Record<string, () => Answers> = {
  'bucket.yaml': () => ({ BucketName: 'own-template-4417' }),
  'notices.yaml': () => ({ Mail: 'a@example.com' }),
  'conditions.yaml': () => ({ Stage: 'live', Mail: 'a@example.com' }),
  'parameters.yaml': () => ({ Title: 'Doors', Subnet: subnet }),
};
const calls: ObservedCall[] = [];

beforeAll(async () => {
  spine = await openSpine();
  whole = await openWhole({ spine, stateDir: spine.stateDir });
  page = await whole.openPage();
  const { Subnets } = await new EC2Client(clientOf(spine)).send(new DescribeSubnetsCommand({}));
  subnet = Subnets?.[0]?.SubnetId ?? '';
  spine.sandbox.observe((call) => {
    if (call.via === 'wire') calls.push(call);
  });
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});

const said = (messages: Plan['blockers']) =>
  messages.map((one) => say('en', one, { timeZone: 'UTC', now: spine.clock.now() })).join('\n');

/** The form as the window gets it when the file is picked. */
async function opened(file: string, text = body(file)) {
  const answers = { body: text, file, name: '', parameters: {}, confirm: '' };
  return valueOf(await page.api.wizards.open({ id: 'template', answers }));
}

async function perform(plan: Plan, secret?: Record<string, string>) {
  const ticket = await whole.consent(page, plan);
  const { id, digest } = plan;
  const started = await page.api.plans.apply({ id, digest, ticket, ...(secret && { secret }) });
  const { taskId } = valueOf(started);
  return vi.waitUntil(
    async () => {
      const task = valueOf(await page.api.tasks.get({ id: taskId }));
      return task.endedAt === undefined ? undefined : task;
    },
    { timeout: 30_000, interval: 20 },
  );
}

const stacks = async () => {
  const { Stacks = [] } = await new CloudFormationClient(clientOf(spine)).send(new DescribeStacksCommand({}));
  return Stacks.filter(({ StackName }) => StackName?.startsWith('millwright-template-'));
};

test.each(files)(
  '%s opens as a wizard, is planned, made and deleted' + shows('done-when:3.4/templates'),
  async (file) => {
    const session = await opened(file);
    const name = file.replace(/\..*/, '');
    expect(session.answers['name']).toBe(name);
    const fields = session.description.steps.flatMap(({ fields: list }) => list);
    const dangerous = fields.some(({ dangers }) => dangers !== undefined);
    const answers: Answers = {
      ...session.answers,
      parameters: { ...(session.answers['parameters'] as Answers), ...typed[file]?.() },
      confirm: dangerous ? name : '',
    };
    if (file === 'parameters.yaml') {
      expect(fields.find(({ path }) => path === 'parameters.Subnet')?.control.type).toBe('select');
      expect(session.options['parameters.Subnet']?.map(({ value }) => value)).toContain(subnet);
    }
    expect(valueOf(await page.api.wizards.check({ id: 'template', answers })).problems).toEqual([]);
    const plan = valueOf(await page.api.plans.make({ source: 'template', answers }));
    expect(said(plan.blockers)).toBe('');
    const known = plan.facts.find(({ key }) => key.startsWith('valid:'));
    expect(known).toMatchObject({ source: { kind: 'live' }, value: { refused: null } });
    const secret = plan.secrets === undefined ? undefined : { Password: password };
    const task = await perform(plan, secret);
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    const [stack] = await stacks();
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', StackName: `millwright-template-${name}` });

    const receipt = valueOf(await page.api.plans.receipt({ id: task.receiptId ?? '' }));
    const { putBack } = receipt;
    const remove = valueOf(
      await page.api.plans.make({ source: putBack?.source ?? '', answers: putBack?.answers ?? {} }),
    );
    expect(said(remove.blockers)).toBe('');
    if (file === 'keeps.yaml') expect(said(remove.stays)).toMatch(/bucket .* stays/i);
    const gone = await perform(remove);
    expect(gone.state, JSON.stringify(gone.error)).toBe('succeeded');
    expect(await stacks()).toEqual([]);
  },
  60_000,
);

test(
  'what they made is gone, except what a template keeps' +
    shows('done-when:3.4/templates', 'system:15/delete'),
  () => {
    const left = spine.sandbox
      .ledger()
      .filter(({ goneAt, kind }) => goneAt === null && !/stack|vpc|subnet|ec2/.test(kind));
    const things = left
      .map(({ kind }) => kind)
      .filter((kind) => /^(?:s3|sns|logs|scheduler|sagemaker|iam\/role)/.test(kind));
    expect(things.filter((kind) => kind.includes('bucket'))).toHaveLength(1);
  },
);

/** Of a template that asks for one. */
async function planWithSecret() {
  const session = await opened('parameters.yaml');
  const answers = {
    ...session.answers,
    parameters: { ...(session.answers['parameters'] as Answers), Title: 'Doors', Subnet: subnet },
  };
  return valueOf(await page.api.plans.make({ source: 'template', answers }));
}

test('a secret reaches AWS and nothing else' + shows('done-when:3.4/secret'), async () => {
  const sent = calls.filter(({ input }) => JSON.stringify(input).includes(password));
  expect(sent.map(({ operation }) => operation)).toEqual(['CreateChangeSet']);
  const account = join(spine.root, 'account');
  const names = await readdir(spine.root, { recursive: true, withFileTypes: true });
  const files = names.filter(
    (one) => one.isFile() && !one.name.endsWith('.tmp') && !one.parentPath.startsWith(account),
  );
  const onDisk = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name))));
  expect(onDisk.length).toBeGreaterThan(10);
  expect(onDisk.filter((bytes) => bytes.includes(password))).toEqual([]);
  expect(whole.left.filter(({ bytes }) => bytes.includes(password))).toEqual([]);
});

test('a secret that AWS says back is not said on', async () => {
  const plan = await planWithSecret();
  const stop = spine.sandbox.hook({
    before: ({ operation }) => {
      if (operation === 'CreateChangeSet')
        throw new AwsError('ValidationError', `The value ${password} does not please us.`);
    },
  });
  const task = await perform(plan, { Password: password });
  stop();
  expect(task.error?.technical?.text).toBe('The value … does not please us.');
  expect(whole.left.filter(({ bytes }) => bytes.includes(password))).toEqual([]);
});

test('a secret that is missing, too short or not asked for starts nothing', async () => {
  const plan = await planWithSecret();
  const { id, digest } = plan;
  const before = whole.changes.length;
  for (const [secret, path] of [
    [undefined, 'secret.Password'],
    [{ Password: '' }, 'secret.Password'],
    [{ Password: 'short' }, 'secret.Password'],
    [{ Password: password, Other: 'x' }, 'secret.Other'],
  ] as const) {
    const ticket = await whole.consent(page, plan);
    const answer = await page.api.plans.apply({ id, digest, ticket, ...(secret && { secret }) });
    expect(answer).toMatchObject({ error: { code: 'secret.missing', problems: [{ path }] } });
    expect(JSON.stringify(answer)).not.toContain('short"');
  }
  expect(whole.changes.length).toBe(before);
});

test(
  'a hostile template names what it would do, and nothing is asked of AWS' + shows('done-when:3.4/hostile'),
  async () => {
    await page.api.wizards.list({});
    calls.length = 0;
    const session = await opened('hostile.yaml');
    const dangers = session.description.steps.flatMap(({ fields }) =>
      fields.flatMap((one) => one.dangers ?? []),
    );
    const names = said(dangers);
    for (const named of [
      'evil.yaml',
      'Caller',
      'more.yaml',
      'resolve:secretsmanager',
      'User',
      'HookVersion',
      'Evil::Own',
    ])
      expect(names).toContain(named);
    for (const confirm of ['', 'HOSTILE', 'hostile ', 'yes']) {
      const answers = { ...session.answers, confirm };
      valueOf(await page.api.wizards.check({ id: 'template', answers }));
      const plan = valueOf(await page.api.plans.make({ source: 'template', answers }));
      expect(plan.changes).toEqual([]);
      expect(said(plan.blockers)).toContain('type “hostile” to allow it');
      expect(said(plan.warnings)).toBe(names);
      const { id, digest } = plan;
      expect(await page.api.plans.askConsent({ id, digest })).toMatchObject({
        error: { code: 'plan.blocked' },
      });
      expect(await page.api.plans.apply({ id, digest, ticket: 'x' })).toMatchObject({
        error: { code: 'plan.blocked' },
      });
      const again = valueOf(await page.api.plans.openFile({ text: JSON.stringify(plan) }));
      expect(again).toMatchObject({ plan: { changes: [] } });
    }
    expect(calls.map(({ service, operation }) => `${service}:${operation}`)).toEqual([]);
  },
);

test('with its name typed it is judged by AWS, which refuses it, and nothing is made', async () => {
  const session = await opened('hostile.yaml');
  const before = whole.changes.length;
  const plan = valueOf(
    await page.api.plans.make({ source: 'template', answers: { ...session.answers, confirm: 'hostile' } }),
  );
  expect(said(plan.blockers)).toContain('AWS does not take this template');
  expect(whole.changes.length).toBe(before);
});

test.each([
  ['a bomb', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nResources: *c'],
  ['names that reach into objects', '{"__proto__": {"polluted": true}, "Resources": {}}'],
  ['10 MB', `Resources: {} #${'x'.repeat(9_900_000)}`],
  ['without end', `Resources: ${'['.repeat(50_000)}`],
])('%s is refused in words' + shows('done-when:3.4/hostile'), async (_, text) => {
  const answers = { body: text, name: 'bad' };
  calls.length = 0;
  const { problems } = valueOf(await page.api.wizards.check({ id: 'template', answers }));
  expect(problems.map(({ path }) => path)).toEqual(['body']);
  await opened('bad.yaml', text);
  expect(await page.api.plans.make({ source: 'template', answers })).toMatchObject({
    error: { code: 'input.invalid' },
  });
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(calls).toEqual([]);
});

test('a plan file carries its template, and one whose template was exchanged is shown as such', async () => {
  const session = await opened('outputs.yaml');
  const plan = valueOf(await page.api.plans.make({ source: 'template', answers: session.answers }));
  const open = (file: unknown) => page.api.plans.openFile({ text: JSON.stringify(file) });
  expect(valueOf(await open(plan))).toMatchObject({ differences: [], plan: { digest: plan.digest } });
  const other = { ...plan, answers: { ...plan.answers, body: body('keeps.yaml') } };
  expect(await open(other)).toMatchObject({ error: { code: 'plan.unknownTemplate' } });
  const { files: exported } = valueOf(await page.api.plans.exportAs({ id: plan.id, to: 'cloudformation' }));
  expect(exported.find(({ name }) => name === 'own-template.yaml')?.text).toBe(body('outputs.yaml'));
});
