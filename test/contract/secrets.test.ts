/** Planted secrets through the whole story of a notebook and the refusals on its way: none leaves main. */
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { entryFile } from '../../main/program.ts';
import { AwsError, DropAnswer, type ObservedCall, type Outcome } from '../../main/sandbox/index.ts';
import { shows } from '../status/shows.ts';
import { filesBelow, leaksIn, type Piece, type Secret } from '../support/leaks.ts';
import { smallNotebook } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { ask } from './support/open-host.ts';
import { clientOf, plant, talkative, type Planted } from './support/planted.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

let spine: Spine;
let planted: Planted;
let whole: WholeProgram;
let page: Page;
const addresses: string[] = [];
const stops: (() => void)[] = [];
const notebook = 'planted-notes';
const bucket = 'planted-bucket-4417';
const folders: string[] = [];
async function freshStateDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-secrets-'));
  folders.push(folder);
  return join(folder, 'state');
}
const answers = (name: string) => smallNotebook(name, bucket);

beforeAll(async () => {
  spine = await openSpine();
  planted = await plant(spine);
  spine.sandbox.observe((_, outcome) => {
    const url = 'output' in outcome ? outcome.output['AuthorizedUrl'] : undefined;
    if (typeof url === 'string') addresses.push(url);
  });
  whole = await openWhole({ spine, env: planted.env, stateDir: spine.stateDir });
  page = await whole.openPage();
}, 60_000);
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
afterAll(async () => {
  await whole.close();
  await spine.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Tokens of the presigned addresses that the account gave so far. */
const tokens = () => addresses.map((address) => new URL(address).searchParams.get('authToken') ?? '');

/** Everything that must stay in main, with the places where each belongs. */
function secretsOf({ secrets }: WholeProgram): Secret[] {
  return [
    ...Object.entries(planted.env).map(([name, value]) => ({ name, value })),
    { name: 'access key of the account', value: spine.env['AWS_ACCESS_KEY_ID'] ?? '' },
    { name: 'secret key of the account', value: spine.env['AWS_SECRET_ACCESS_KEY'] ?? '' },
    ...tokens().map((value) => ({ name: 'presigned address', value })),
    ...secrets,
  ];
}

/** Every plan in every form that can be taken away. */
async function exportsOf(of: Page): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const { id, source } of valueOf(await of.api.plans.list({})))
    for (const to of ['plan', 'cloudformation', 'cli', 'html'] as const) {
      const exported = await of.api.plans.exportAs({ id, to });
      for (const { name, text } of exported.ok ? exported.value.files : [])
        pieces.push({ where: `export: ${to} of ${source}`, bytes: Buffer.from(`${name}\n${text}`) });
    }
  return pieces;
}

async function everything(of: WholeProgram): Promise<Piece[]> {
  return [...of.left, ...(await filesBelow(of.stateDir))];
}

async function leaks(): Promise<string[]> {
  const pieces = [...(await everything(whole)), ...(await exportsOf(page))];
  const found = leaksIn(pieces, secretsOf(whole));
  return [...new Set(found.map(({ secret, encoding, where }) => `${secret}, ${encoding}, in ${where}`))];
}

/** Asks everything that looks, as a window does while it is open. */
async function lookAround(of: Page): Promise<void> {
  await of.api.connections.use({ id: 'environment' });
  await of.api.home.summary({ refresh: true });
  await of.api.notebooks.list({ refresh: true });
  await of.api.notebooks.get({ name: notebook });
  await of.api.data.buckets({});
  await of.api.data.list({ bucket, prefix: '', continueFrom: null });
  await of.api.data.preview({ bucket, key: 'rows.csv' });
  for (const { id } of valueOf(await of.api.wizards.list({}))) await of.api.wizards.open({ id });
  await of.api.wizards.lookUpPrices({ id: 'notebook' });
  await of.api.connections.list({});
  await of.api.tasks.list({});
  for (const { id } of valueOf(await of.api.plans.receipts({}))) await of.api.plans.receipt({ id });
  for (const { id } of valueOf(await of.api.plans.list({}))) await of.api.plans.get({ id });
}

/** What a command writes to the terminal, on both ways. */
function command(words: string[], env: Record<string, string>): Promise<string> {
  const options = { env: { ...env, PATH: process.env['PATH'] ?? '' } };
  return new Promise((resolve) => {
    execFile(process.execPath, [entryFile('cli'), ...words], options, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

/** Opens a page of the notebook as the person's browser does; answers where it was led. */
async function open(view: 'lab' | 'classic' | 'dashboard'): Promise<string> {
  const opened = valueOf(await page.api.notebooks.open({ name: notebook, page: view }));
  if (opened.how !== 'link') throw new Error('the loopback host gives links');
  return (await whole.asTab(new URL(opened.link).pathname)).headers.location ?? '';
}

async function upload(text: string): Promise<void> {
  const files = [{ path: 'rows.csv', bytes: Buffer.byteLength(text) }];
  const { stageId } = valueOf(await page.api.data.stage({ files }));
  const own = `127.0.0.1:${whole.host.port}`;
  const sent = await ask({
    port: whole.host.port,
    path: `/staging/${stageId}/0`,
    method: 'PUT',
    headers: { host: own, origin: `http://${own}`, authorization: `Bearer ${page.token}` },
    body: text,
  });
  whole.left.push({ where: 'page: staged', bytes: Buffer.from(sent.text) });
  expect((await whole.perform(page, 'data-upload', { stageId, bucket })).task.state).toBe('succeeded');
}

describe('the story of a notebook', () => {
  test(
    'leaves no key, token, code, ticket or presigned address outside of main' + shows('done-when:1.6/secret'),
    async () => {
      const steps = [
        ['foundation', {}],
        ['storage', { name: bucket }],
        ['notebook', answers(notebook)],
      ] as const;
      for (const [source, given] of steps)
        expect((await whole.perform(page, source, given)).task.state).toBe('succeeded');
      for (const view of ['lab', 'classic', 'dashboard'] as const) {
        const led = new URL(await open(view)).searchParams.get('authToken');
        expect(tokens().at(-1)).toBe(led);
      }
      await upload('a,b\n1,2\n');
      valueOf(await page.api.data.download({ bucket, key: 'rows.csv' }));
      await lookAround(page);
      for (const source of ['notebook-stop', 'notebook-start'])
        expect((await whole.perform(page, source, { name: notebook })).task.state).toBe('succeeded');

      expect(addresses).toHaveLength(3);
      expect(whole.faults).toEqual([]);
      expect(await leaks()).toEqual([]);
      // The search sees every kind of place: what belongs there is found there.
      const pieces = [...(await everything(whole)), ...(await exportsOf(page))];
      const found = leaksIn(pieces, [{ name: 'the notebook', value: notebook }]).map(({ where }) => where);
      for (const place of [
        'page: result notebooks.list',
        'page: event task',
        'file: journal',
        /^file: plans\//,
        /^file: receipts\//,
        /^file: tasks\//,
        /^file: inventory\//,
        'export: plan of notebook',
        'export: cloudformation of notebook',
        'export: cli of notebook',
        'export: html of notebook',
      ])
        expect(found).toContainEqual(expect.stringMatching(place));
    },
    60_000,
  );
});

const refused = (status: number, code: string) => () =>
  new AwsError(code, talkative(planted, addresses[0] ?? ''), status);

describe('a refusal that quotes secrets', () => {
  test.each([
    ['access denied', refused(403, 'AccessDenied')],
    ['a wrong signature', refused(403, 'SignatureDoesNotMatch')],
    ['an expired token', refused(400, 'ExpiredTokenException')],
    ['wrong input', refused(400, 'ValidationException')],
    ['trouble at AWS', refused(500, 'InternalFailure')],
    ['a cut line', () => new DropAnswer()],
  ])(
    'shows none of them: %s',
    async (_, fault) => {
      let met = 0;
      stops.push(
        spine.sandbox.hook({
          before({ via, operation }) {
            if (via !== 'wire' || operation === 'GetCallerIdentity') return;
            met += 1;
            throw fault();
          },
        }),
      );
      await lookAround(page);
      await page.api.plans.make({ source: 'notebook', answers: answers('denied-notes') });
      await page.api.notebooks.open({ name: notebook, page: 'lab' });
      await page.api.data.download({ bucket, key: 'rows.csv' });
      expect(met).toBeGreaterThan(5);
      expect(await leaks()).toEqual([]);
    },
    60_000,
  );

  test('shows none of them when a stack fails for it', async () => {
    let met = 0;
    stops.push(
      spine.sandbox.hook({
        before({ via, operation }) {
          if (via !== 'inside' || operation !== 'CreateNotebookInstance') return;
          met += 1;
          throw refused(400, 'ValidationException')();
        },
      }),
    );
    const { task } = await whole.perform(page, 'notebook', answers('failed-notes'));
    expect([task.state, task.error?.code]).toEqual(['failed', 'aws.stackFailed']);
    expect(task.events.some(({ reason = '' }) => reason.includes('is not authorized to perform'))).toBe(true);
    expect(met).toBeGreaterThan(0);
    await lookAround(page);
    expect(await leaks()).toEqual([]);
  }, 60_000);

  test('shows none of them as the reason why a notebook failed, or in its log', async () => {
    const logs = new CloudWatchLogsClient(clientOf(spine));
    const place = {
      logGroupName: '/aws/sagemaker/NotebookInstances',
      logStreamName: `${notebook}/planted.log`,
    };
    await logs.send(new CreateLogStreamCommand(place));
    const message = `302 GET ${addresses[0] ?? ''} ${talkative(planted, addresses[0] ?? '')}`;
    await logs.send(
      new PutLogEventsCommand({ ...place, logEvents: [{ timestamp: spine.clock.now(), message }] }),
    );
    const fails = ({ operation, input }: ObservedCall, outcome: Outcome): void => {
      if (operation !== 'DescribeNotebookInstance' || input['NotebookInstanceName'] !== notebook) return;
      if ('output' in outcome)
        Object.assign(outcome.output, { NotebookInstanceStatus: 'Failed', FailureReason: message });
    };
    stops.push(spine.sandbox.hook({ after: fails }));
    const detail = valueOf(await page.api.notebooks.get({ name: notebook }));
    expect(detail.log.some(({ text }) => text.startsWith('302 GET'))).toBe(true);
    expect(detail.failureReason).toContain('302 GET');
    expect(await leaks()).toEqual([]);
  });

  test('shows none of them as the reason why a single call came to nothing', async () => {
    for (const stop of stops.splice(0)) stop();
    const plan = valueOf(await page.api.plans.make({ source: 'notebook-stop', answers: { name: notebook } }));
    const ticket = await whole.consent(page, plan);
    const fails = ({ operation }: ObservedCall, outcome: Outcome): void => {
      if (operation !== 'DescribeNotebookInstance' || !('output' in outcome)) return;
      if (outcome.output['NotebookInstanceStatus'] === 'InService') return;
      const FailureReason = talkative(planted, addresses[0] ?? '');
      Object.assign(outcome.output, { NotebookInstanceStatus: 'Failed', FailureReason });
    };
    stops.push(spine.sandbox.hook({ after: fails }));
    const { id, digest } = plan;
    const { taskId } = valueOf(await page.api.plans.apply({ id, digest, ticket }));
    await expect
      .poll(async () => valueOf(await page.api.tasks.get({ id: taskId })).error?.technical?.text, {
        timeout: 20_000,
      })
      .toContain('is not authorized');
    expect(await leaks()).toEqual([]);
  }, 30_000);
});

test('a token that was typed into an address is not kept with the answers', async () => {
  const token = 'ghp_PlantedTokenOfARepository4417abcdef';
  const git = `https://person:${token}@git.example/notes.git`;
  const given = { id: 'notebook', answers: { name: 'kept', git }, station: 'basics' as const };
  valueOf(await page.api.wizards.keep(given));
  const made = await page.api.plans.make({ source: 'notebook', answers: { ...answers('typed-notes'), git } });
  expect(made.ok ? 'ok' : made.error.code).toBe('input.invalid');
  const pieces = await everything(whole);
  const kept = leaksIn(pieces, [{ name: 'address', value: 'https://person' }]);
  expect(kept).toEqual([]);
  expect(leaksIn(pieces, [{ name: 'token', value: token }])).toEqual([]);
  expect(valueOf(await page.api.wizards.open({ id: 'notebook' })).answers).toMatchObject({
    name: 'kept',
    git: '',
  });
  valueOf(await page.api.wizards.discard({ id: 'notebook' }));
});

describe('a sign-in that does not work', () => {
  test.each([
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'Wr0ng/Secret+PlantedInTheEnvironment4417' }],
    ['a wrong key', { AWS_ACCESS_KEY_ID: 'ASIAPLANTED4417WRONG' }],
    ['a wrong token', { AWS_SESSION_TOKEN: `FwoGPlanted//${'4417abcdXYZ+'.repeat(20)}==` }],
    ['an address with a password', { AWS_ENDPOINT_URL: 'http://person:planted-password-4417@127.0.0.1:9/' }],
  ])('shows nothing of it: %s', async (_, wrong) => {
    const stateDir = await freshStateDir();
    const env = { ...planted.env, ...wrong };
    const other = await openWhole({ spine, env, stateDir });
    try {
      const window = await other.openPage();
      await lookAround(window);
      const used = valueOf(await window.api.connections.use({ id: 'environment' }));
      expect(['failed', 'signInNeeded']).toContain(used.state);
      expect(used.error).not.toBeNull();
      const given = Object.entries(env).map(([name, value]) => ({ name, value }));
      const secrets = given.map(({ name, value }) => ({
        name,
        value: name === 'AWS_ENDPOINT_URL' ? 'planted-password-4417' : value,
      }));
      const pieces = [...(await everything(other)), ...(await exportsOf(window))];
      expect(leaksIn(pieces, [...secrets, ...secretsOf(other)])).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test.each([
    ['that works', {}],
    ['with a wrong secret', { AWS_SECRET_ACCESS_KEY: 'Wr0ng/Secret+PlantedInTheEnvironment4417' }],
    ['with a refusal that quotes secrets', { refused: 'yes' }],
  ])(
    'is told by no command: one %s',
    async (_, { refused: quoting, ...wrong }: Record<string, string>) => {
      const stateDir = await freshStateDir();
      const env = { ...spine.env, ...planted.env, ...wrong };
      if (quoting !== undefined)
        stops.push(
          spine.sandbox.hook({
            before({ via }) {
              if (via === 'wire') throw refused(403, 'AccessDenied')();
            },
          }),
        );
      const pieces: Piece[] = [];
      const given = join(stateDir, '..', 'answers.json');
      await writeFile(given, JSON.stringify(answers('told-notes')));
      const plan = join(stateDir, '..', 'told.plan');
      for (const words of [
        ['status', '--json'],
        ['status'],
        ['plan', 'notebook', '--answers', given, '--out', plan],
        ['show', plan],
        ['recover'],
      ]) {
        const said = await command([...words, '--state', stateDir], env);
        expect(said.length, words.join(' ')).toBeGreaterThan(0);
        expect(said).not.toMatch(/\n\s+at /);
        pieces.push({ where: `terminal: ${words.join(' ')}`, bytes: Buffer.from(said) });
      }
      pieces.push(...(await filesBelow(join(stateDir, '..'))));
      const works = quoting === undefined && Object.keys(wrong).length === 0;
      if (works) expect(pieces.map(({ where }) => where)).toContain('file: told.plan');
      const told = Object.entries({ ...planted.env, ...wrong }).map(([name, value]) => ({
        name,
        value,
      }));
      expect(leaksIn(pieces, [...secretsOf(whole), ...told])).toEqual([]);
    },
    60_000,
  );

  test('shows nothing of a session that ran out', async () => {
    await spine.clock.sleep(2 * 3_600_000);
    await lookAround(page);
    const { state, error } = valueOf(await page.api.connections.use({ id: 'environment' }));
    expect([state, error?.code]).toEqual(['signInNeeded', 'connection.expired']);
    expect(await leaks()).toEqual([]);
  }, 30_000);
});
