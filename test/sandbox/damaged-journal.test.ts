/** What a damaged journal left, as a person meets it: on Home, before a consent, and on the command line. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from '../../main/cli/run.ts';
import { encodeMark } from '../../main/storage/journal-format.ts';
import { say } from '../../words/index.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from '../contract/support/whole-program.ts';
import { shows } from '../status/shows.ts';
import { diskOf, killAt } from '../support/kill.ts';
import { prepareAccount } from '../support/prepared-account.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let program: WholeProgram;
let page: Page;
let stateDir: string;

const bucket = 'lost-files-4417';
const answers = {
  name: 'sales',
  size: 'ml.t3.medium',
  bucket: { choice: bucket },
  evening: { at: '19:00', timeZone: 'UTC' },
};
const stack = 'millwright-notebook-sales';

const open = async () => {
  program = await openWhole({ spine, stateDir });
  await program.app.recover();
  page = await program.openPage();
};
const close = async () => {
  page.close();
  await program.close();
};

beforeEach(async () => {
  spine = await openSpine();
  stateDir = join(spine.stateDir, 'whole');
}, 60_000);
afterEach(() => spine.close());

/** All that this computer knew is gone but for prices, and for the mark, which says that there was a journal. */
async function forget(): Promise<void> {
  for (const entry of await readdir(stateDir))
    if (entry !== 'prices.json') await rm(join(stateDir, entry), { recursive: true });
  await writeFile(join(stateDir, 'journal.mark'), encodeMark(9));
}

async function prepared(): Promise<void> {
  await open();
  await program.perform(page, 'foundation', {});
  await program.perform(page, 'storage', { name: bucket });
  await program.perform(page, 'notebook', answers);
  await close();
}

const needs = async (refresh = false) => valueOf(await page.api.home.summary({ refresh })).needs;
const need = async (id: string | RegExp) =>
  (await needs()).find((one) => (typeof id === 'string' ? one.id === id : id.test(one.id)));
const text = (says: Parameters<typeof say>[1]) =>
  say('en', says, { timeZone: 'UTC', now: spine.clock.now() });
const searched = async () => vi.waitUntil(async () => (await need('search')) === undefined, 20_000);
const foundOf = async (name: string) => (await needs()).find(({ says }) => says.params?.['name'] === name);

test(
  'says why changes wait while AWS cannot be searched, and goes on by a press of Look again' +
    shows('done-when:2.3/found'),
  async () => {
    await prepared();
    await forget();
    const fault = {
      fault: 'F21' as const,
      service: 'cloudformation',
      operation: 'DescribeStacks',
      when: 'before' as const,
      times: null,
    };
    spine.sandbox.faults.switchOn(fault);
    await open();
    const search = await vi.waitUntil(async () => {
      const row = await need('search');
      return row?.severity === 'error' ? row : undefined;
    }, 20_000);
    expect(text(search.says)).toMatch(
      /^Changes wait until Millwright has looked in AWS for what it began\. .+/,
    );
    expect(Date.parse(search.since ?? '')).toBeLessThanOrEqual(spine.clock.now());
    expect(text(search.notes[0] ?? { key: '' })).toContain(stateDir);
    // No consent is asked for before, and nothing is begun.
    program.changes.splice(0);
    const plan = valueOf(await page.api.plans.make({ source: 'storage', answers: { name: 'other-4417' } }));
    const asked = { id: plan.id, digest: plan.digest };
    expect(await page.api.plans.askConsent(asked)).toMatchObject({ error: { code: 'state.reconciling' } });
    const still = valueOf(await page.api.tasks.search({}));
    expect(still.pending).not.toBeNull();
    expect(still.trouble).not.toBeNull();
    expect(program.changes).toEqual([]);

    spine.sandbox.faults.switchOff();
    expect(valueOf(await page.api.tasks.search({}))).toEqual({ pending: null, trouble: null });
    await searched();
    const row = await foundOf(stack);
    expect(text(row?.says ?? { key: '' })).toMatch(
      /^Found in AWS: millwright-notebook-sales, made .+ by plan [0-9a-f]{20}\./,
    );
    expect(text(row?.notes[0] ?? { key: '' })).toMatch(/^It costs \$0\.05 an hour, \$3\d\.\d\d a month/);
    // Each is there once, with both ways out.
    expect((await needs()).filter(({ id }) => id.startsWith('found:'))).toHaveLength(3);
    expect(row?.action).toMatchObject({ source: 'stack-remove', answers: { stackName: stack } });
    expect(row?.also.map(({ calls }) => calls)).toEqual([{ leave: row?.id.replace(/^found:/, '') }]);

    const { task } = await program.perform(page, 'stack-remove', { stackName: stack });
    expect(task.state).toBe('succeeded');
    expect(spine.existing(/notebook-instance$/)).toEqual([]);
    expect(await foundOf(stack)).toBeUndefined();

    const storage = await foundOf(`millwright-storage-${bucket}`);
    valueOf(await page.api.tasks.leave({ id: (storage?.id ?? '').replace(/^found:/, '') }));
    expect(await foundOf(`millwright-storage-${bucket}`)).toBeUndefined();
    const read = await need(/^journal /);
    expect(text(read?.says ?? { key: '' })).toContain('looked in AWS instead');
    valueOf(await page.api.tasks.leave({ id: read?.id ?? '' }));
    expect(await page.api.tasks.leave({ id: 'nobody' })).toMatchObject({
      error: { code: 'resource.notFound' },
    });
    // What was left and read stays so at the next start; the rest is asked again.
    await close();
    await open();
    expect((await needs(true)).map(({ id }) => id.replace(/:.*\/(millwright-[a-z]+).*/, ':$1'))).toEqual([
      'found:millwright-foundation',
    ]);
    expect(valueOf(await page.api.tasks.search({}))).toEqual({ pending: null, trouble: null });
    expect((await program.perform(page, 'storage', { name: 'other-4417' })).task.state).toBe('succeeded');
    expect(program.faults).toEqual([]);
    await close();
  },
  60_000,
);

test('finds shells that were prepared and never begun, and notebooks whose stack is gone; nothing of others', async () => {
  const engine = await spine.engine(undefined, stateDir);
  await prepareAccount(spine, engine, bucket);
  const foundation = (await engine.plans.list()).find(({ source }) => source === 'foundation');
  await engine.close();
  const kill = killAt(0, (point) => point === 'journal:outcome:change-set:after');
  const dying = await spine.engine(kill, stateDir);
  void spine.apply(dying, await spine.plan(dying, 'notebook', answers));
  await kill.dead;
  stateDir = await diskOf(stateDir, `${stateDir}-left`);

  const {
    AWS_ENDPOINT_URL = '',
    AWS_REGION = '',
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
  } = spine.env;
  const client = {
    endpoint: AWS_ENDPOINT_URL,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  };
  const { Role: role } = await new IAMClient(client).send(
    new CreateRoleCommand({
      RoleName: 'notes',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );
  await spine.sandbox.advance(60);
  const sagemaker = new SageMakerClient(client);
  const script = { NotebookInstanceLifecycleConfigName: 'start' };
  await sagemaker.send(new CreateNotebookInstanceLifecycleConfigCommand(script));
  for (const [NotebookInstanceName, tags] of [
    ['ours-alone', [{ Key: 'millwright:plan', Value: 'f'.repeat(20) }]],
    ['theirs', [{ Key: 'team', Value: 'sales' }]],
  ] as const)
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName,
        InstanceType: 'ml.t3.medium',
        RoleArn: role?.Arn,
        LifecycleConfigName: 'start',
        Tags: [...tags],
      }),
    );
  await spine.sandbox.advance(600);
  await forget();
  await open();
  await searched();
  const found = (await needs(true)).filter(({ id }) => id.startsWith('found:'));
  expect(found.map(({ says }) => says.params?.['name']).sort()).toEqual(
    [`millwright-storage-${bucket}`, 'millwright-foundation', stack, 'ours-alone'].sort(),
  );
  expect(foundation).toBeDefined();
  const alone = await foundOf('ours-alone');
  expect(text(alone?.notes[0] ?? { key: '' })).toContain('$0.05');
  expect(alone?.action).toMatchObject({ source: 'notebook-delete' });
  const removed = [
    await program.perform(page, 'stack-remove', { stackName: stack }),
    await program.perform(page, 'notebook-delete', { name: 'ours-alone' }),
  ];
  expect(removed.map(({ task }) => task.state)).toEqual(['succeeded', 'succeeded']);
  expect(spine.existing(/notebook-instance$/).map((entry) => entry.split(' ')[1])).toEqual(['theirs']);
  expect((await needs()).filter(({ id }) => id.startsWith('found:'))).toHaveLength(2);
  await close();
}, 60_000);

test('status tells before anybody looked, recover looks, and both tell what was found', async () => {
  await prepared();
  await forget();
  const run = async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const streams = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void err.push(line),
    };
    const all = [...args, '--state', stateDir];
    const env = { HOME: stateDir, ...spine.env };
    const code = await runCommand(all, env, streams, new AbortController().signal, spine.clock);
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  const before = await run('status');
  expect(before.out).toContain('Changes wait until Millwright has looked in AWS');
  expect(before.out).toContain('millwright recover');
  // It only looked: the next one finds the journal as it was.
  expect((await run('status')).out).toContain('Changes wait until');
  const recovered = await run('recover');
  expect(recovered.code).toBe(0);
  expect(recovered.err).toContain('Looking in AWS first');
  for (const { out } of [recovered, await run('status')]) {
    expect(out).toContain(`Found in AWS: ${stack}`);
    expect(out).toContain('It costs $0.05 an hour');
    expect(out).toContain(
      `millwright plan stack-remove --answers FILE, with {"stackName":"${stack}"} in FILE`,
    );
    expect(out).not.toContain('Changes wait');
  }
  const json = JSON.parse((await run('status', '--json')).out) as { needs: { id: string }[] };
  expect(json.needs.filter(({ id }) => id.startsWith('found:'))).toHaveLength(3);
}, 60_000);
