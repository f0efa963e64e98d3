/**
 * A page that was taken over: it has a legitimate session and speaks the contract without a fault, but no person presses
 * Confirm for it. Whatever it calls, nothing in the account changes.
 */
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { failure } from '../../main/failure.ts';
import type { Tickets } from '../../main/plans/tickets.ts';
import { choose } from '../../main/sandbox/services/batch/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { shows } from '../status/shows.ts';
import { smallNotebook } from '../support/prepared-account.ts';
import { allowGpus, call } from '../support/crash/preparing.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { ask } from './support/open-host.ts';
import { clientOf } from './support/planted.ts';
import { methods, validInputs, type Pools } from './support/valid-calls.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

let spine: Spine;
let whole: WholeProgram;
let person: Page;
let owned: Page;
const bucket = 'owned-page-bucket-4417';
const notebook = 'owned-notes';
const text = 'a,b\n1,2\n';
const notebookAnswers = (name: string): Answers => smallNotebook(name, bucket);

async function stageAs(page: Page, path = 'rows.csv'): Promise<string> {
  const files = [{ path, bytes: Buffer.byteLength(text) }];
  const { stageId } = valueOf(await page.api.data.stage({ files }));
  const own = `127.0.0.1:${whole.host.port}`;
  await ask({
    port: whole.host.port,
    path: `/staging/${stageId}/0`,
    method: 'PUT',
    headers: { host: own, origin: `http://${own}`, authorization: `Bearer ${page.token}` },
    body: text,
  });
  return stageId;
}

const training = 'owned-training';
const trainingAnswers = async (page: Page, name: string): Promise<Answers> => ({
  name,
  code: `stage:${await stageAs(page, 'program/train.py')}`,
  data: { training: `stage:${await stageAs(page)}` },
  bucket: { choice: bucket },
});

/** A job that ran and has a log, and one that waits for a machine. Answers their ids. */
async function twoJobs(): Promise<[over: string, waits: string]> {
  await allowGpus(spine);
  const { task } = await whole.perform(person, 'gpu-training', await trainingAnswers(person, training));
  expect(task.state).toBe('succeeded');
  await spine.clock.sleep(1_800_000);
  choose(spine.sandbox.account, 'us-east-1', { outcome: 'no-capacity' });
  const sent = await call(
    spine,
    'SubmitJob',
    {
      jobName: 'owned-waits',
      jobQueue: 'millwright-training',
      jobDefinition: `millwright-training-${training}`,
    },
    'batch',
  );
  await spine.clock.sleep(60_000);
  const { rows } = valueOf(await person.api.jobs.list({ refresh: true, first: false }));
  const over = rows.find(({ state }) => state === 'succeeded');
  expect(rows).toHaveLength(2);
  return [over?.id ?? '', String(sent['jobId'])];
}

let jobs: [over: string, waits: string];

beforeAll(async () => {
  spine = await openSpine();
  whole = await openWhole({ spine, stateDir: spine.stateDir });
  person = await whole.openPage();
  const steps: [string, Answers][] = [
    ['foundation', {}],
    ['storage', { name: bucket }],
    ['notebook', notebookAnswers(notebook)],
    ['data-upload', { stageId: await stageAs(person), bucket }],
  ];
  for (const [source, answers] of steps) {
    const { task } = await whole.perform(person, source, answers);
    expect(task.state, source).toBe('succeeded');
  }
  jobs = await twoJobs();
  owned = await whole.openPage();
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});
beforeEach(() => void whole.changes.splice(0));

/** What exists, what was ever made or billed, and every object with its bytes' hash. */
async function account(): Promise<unknown> {
  const s3 = new S3Client({ ...clientOf(spine), forcePathStyle: true });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const objects = await Promise.all(
    Buckets.map(async ({ Name }) => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: Name }));
      return Contents.map(({ Key, ETag, LastModified }) => ({ Name, Key, ETag, LastModified }));
    }),
  );
  return { ledger: spine.sandbox.ledger(), objects: objects.flat() };
}

const changed = () => whole.changes.map(({ service, operation }) => `${service}:${operation}`);

/** Every change that a page could wish for, as answers that plan here and now. */
async function wishes(page: Page): Promise<[string, Answers][]> {
  return [
    ['storage', { name: 'owned-page-second-4417' }],
    ['notebook', notebookAnswers('owned-second')],
    ['notebook-stop', { name: notebook }],
    ['notebook-start', { name: notebook }],
    ['notebook-extend', { name: notebook, hours: 4 }],
    ['notebook-change', { ...notebookAnswers(notebook), disk: { sizeGb: 40 } }],
    ['notebook-delete', { name: notebook }],
    ['storage-change', { name: bucket, old: { glacier: true } }],
    ['storage-delete', { name: bucket }],
    ['foundation-change', { email: 'it@example.com' }],
    ['stack-remove', { stackName: `millwright-notebook-${notebook}` }],
    ['data-delete', { bucket, keys: ['rows.csv'] }],
    ['data-upload', { stageId: await stageAs(page), bucket }],
    ['gpu-training', await trainingAnswers(page, 'owned-second')],
    ['job-stop', { id: jobs[1] }],
  ];
}

async function plansOf(page: Page): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const [source, answers] of await wishes(page))
    plans.push(valueOf(await page.api.plans.make({ source, answers })));
  return plans;
}

const guess = () => randomBytes(32).toString('base64url');

/** What a page has seen or can make up. */
async function poolsOf(page: Page, plans: Plan[]): Promise<Pools> {
  const known = valueOf(await page.api.plans.list({}));
  const ids = [
    ...known,
    ...valueOf(await page.api.tasks.list({})),
    ...valueOf(await page.api.plans.receipts({})),
  ];
  const file = valueOf(await page.api.plans.exportAs({ id: plans[0]?.id ?? '', to: 'plan' }));
  return {
    id: [...ids.map(({ id }) => id), 'notebook', 'storage', 'foundation', 'environment'],
    digest: known.map(({ digest }) => digest),
    ticket: [guess(), '', page.token],
    source: ['notebook', 'notebook-delete', 'data-delete'],
    answers: [{}, notebookAnswers('owned-third'), { name: notebook }, { bucket, keys: ['rows.csv'] }],
    bucket: [bucket],
    key: ['rows.csv'],
    prefix: ['', 'folder/'],
    continueFrom: [null],
    name: [notebook, 'no-such-notes'],
    of: [notebook],
    path: ['rows.csv', '../rows.csv'],
    text: file.files.map((one) => one.text),
    timeZone: ['UTC', null],
    region: ['us-east-1', 'eu-central-1'],
  };
}

describe('a page that was taken over', () => {
  test(
    'changes nothing by calling every channel of the contract with what the contract accepts' +
      shows('done-when:1.6/owned', 'done-when:2.5/owned'),
    async () => {
      const before = await account();
      const plans = await plansOf(owned);
      expect(plans.filter(({ blockers }) => blockers.length === 0).length).toBeGreaterThan(6);
      const pools = await poolsOf(owned, plans);
      // Ids of one room mean nothing in another.
      const asked: Record<string, string[]> = {
        wizards: ['notebook', 'gpu-training', 'notebook-change', 'foundation', 'no-such-wizard'],
        connections: ['environment', 'no-such-connection'],
        jobs: [...jobs, 'no-such-job'],
      };
      const poolsFor = (channel: string): Pools => {
        const id = asked[channel.split('.')[0] ?? ''];
        return id === undefined ? pools : { ...pools, id };
      };
      const calls = [...methods.keys()].flatMap((channel, index) =>
        validInputs(channel, poolsFor(channel), 12, 4417 + index).map((input) => ({ channel, input })),
      );
      // With digests that fit their plans, which the pools only meet by chance.
      const known = valueOf(await owned.api.plans.list({})).map(({ id, digest }) => ({ id, digest }));
      for (const { channel, input } of [...calls])
        if (typeof input === 'object' && input !== null && 'digest' in input)
          calls.push({ channel, input: { ...input, ...known[calls.length % known.length] } });
      for (const plan of known)
        for (const ticket of [guess(), '', owned.token])
          calls.push({ channel: 'plans.apply', input: { ...plan, ticket } });
      const answered = new Map<string, string[]>();
      // Of a thing, most wizards cannot be opened.
      calls.push({ channel: 'wizards.open', input: { id: 'notebook' } });
      // Not in the order of the contract, but always in the same one.
      const order = calls.map((call, index) => ({ call, at: (index * 7919) % calls.length }));
      for (const { call } of order.sort((a, b) => a.at - b.at)) {
        const result = await owned.call(call.channel, call.input);
        const word = result.ok ? 'ok' : result.error.code;
        answered.set(call.channel, [...(answered.get(call.channel) ?? []), word]);
      }

      expect(changed()).toEqual([]);
      expect(await account()).toEqual(before);
      expect([...answered.keys()].sort()).toEqual([...methods.keys()].sort());
      const refused = new Set([
        'plans.apply',
        'tasks.cancel',
        'tasks.askConsent',
        'tasks.look',
        'tasks.leave',
        // The account in use is not the one inside the program.
        ...[...methods.keys()].filter((channel) => channel.startsWith('sandbox.')),
      ]);
      for (const [channel, words] of answered) {
        expect(words, channel).not.toContain('call.invalid');
        expect(words, channel).not.toContain('internal');
        // Each was really carried out, but for those that a page cannot carry out, or that find no task to act on.
        if (!refused.has(channel)) expect(words, channel).toContain('ok');
        else expect(words, channel).not.toContain('ok');
      }
      expect(answered.get('plans.apply')).toContain('ticket.missing');
      expect(owned.events.filter(({ type }) => type === 'consent')).toEqual([]);
      expect(whole.faults).toEqual([]);
      valueOf(await owned.api.connections.use({ id: 'environment', region: 'us-east-1' }));
    },
    60_000,
  );

  test('changes nothing with a ticket that was used, that is old, for another plan or for another window', async () => {
    const [one, two, three, four] = await Promise.all(
      ['ticket-a-4417', 'ticket-b-4417', 'ticket-c-4417', 'ticket-d-4417'].map(async (name) =>
        valueOf(await person.api.plans.make({ source: 'storage', answers: { name } })),
      ),
    );
    if (!one || !two || !three || !four) throw new Error('four plans');
    const apply = async (page: Page, { id, digest }: Plan, ticket: string) => {
      const result = await page.api.plans.apply({ id, digest, ticket });
      return result.ok ? 'ok' : result.error.code;
    };
    const { ticket: used } = await whole.perform(person, 'notebook-stop', { name: notebook });
    await whole.perform(person, 'notebook-start', { name: notebook });
    whole.changes.splice(0);
    const before = await account();

    expect(await apply(owned, one, used)).toBe('ticket.used');
    expect(await apply(person, one, used)).toBe('ticket.used');
    const ofPerson = await whole.consent(person, two);
    expect(await apply(owned, two, ofPerson)).toBe('ticket.wrongPlan');
    // A ticket that somebody tried is spent, for the person too.
    expect(await apply(person, two, ofPerson)).toBe('ticket.used');
    const ofTwo = await whole.consent(owned, two);
    expect(await apply(owned, three, ofTwo)).toBe('ticket.wrongPlan');
    expect(await apply(owned, two, ofTwo)).toBe('ticket.used');
    const old = await whole.consent(owned, four);
    await spine.clock.sleep(121_000);
    expect(await apply(owned, four, old)).toBe('ticket.stale');

    expect(changed()).toEqual([]);
    expect(await account()).toEqual(before);
  }, 60_000);

  test('cannot press Confirm by itself, whatever it sends to the confirmation origin', async () => {
    const plan = valueOf(
      await owned.api.plans.make({ source: 'storage', answers: { name: 'pressed-4417' } }),
    );
    const { link } = valueOf(await owned.api.plans.askConsent({ id: plan.id, digest: plan.digest }));
    const path = new URL(link ?? '').pathname;
    const page = `http://127.0.0.1:${whole.host.port}`;
    // What a browser says of a page of another port, and cannot be made to leave out.
    const asPage = { origin: page, 'sec-fetch-site': 'same-site' };
    for (const [mode, dest] of [
      ['cors', 'empty'],
      ['no-cors', 'empty'],
      ['no-cors', 'script'],
      ['navigate', 'iframe'],
      ['navigate', 'object'],
    ] as const) {
      const headers = { ...asPage, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
      const read = await whole.asTab(path, headers);
      expect([read.status, read.text]).toEqual([403, '']);
    }
    await spine.clock.sleep(1_000);
    const host = `127.0.0.1:${whole.host.confirmPort}`;
    const post = (headers: Record<string, string>) =>
      ask({
        port: whole.host.confirmPort,
        path,
        method: 'POST',
        headers: { host, ...headers },
        body: new URLSearchParams({ secret: guess().slice(0, 32), answer: 'confirm' }).toString(),
      });
    const form = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await post({ ...asPage, ...form })).status).toBe(403);
    // Even where the browser is no help, the secret of the form is.
    expect((await post({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin', ...form })).status).toBe(
      404,
    );
    expect(
      owned.events.filter((event) => event.type === 'consent' && event.outcome === 'given'),
    ).toHaveLength(2);
    expect(changed()).toEqual([]);
  });

  test('cannot take back what has ended', async () => {
    for (const { id, state } of valueOf(await owned.api.tasks.list({}))) {
      expect(state).toBe('succeeded');
      for (const result of [
        await owned.api.tasks.askConsent({ id }),
        await owned.api.tasks.cancel({ id, ticket: guess() }),
      ])
        expect(result.ok ? 'ok' : result.error.code).toBe('state.wrong');
    }
    expect(changed()).toEqual([]);
  });

  test('cannot take back what is being made, with no ticket, a made-up one, or one that was given for a plan', async () => {
    const name = 'being-made-4417';
    const made = valueOf(await person.api.plans.make({ source: 'storage', answers: { name } }));
    const other = valueOf(
      await person.api.plans.make({ source: 'storage', answers: { name: 'other-made-4417' } }),
    );
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const stop = spine.sandbox.hook({
      before: ({ operation, via }) => (via === 'wire' && operation === 'ExecuteChangeSet' ? gate : undefined),
    });
    const ticket = await whole.consent(person, made);
    const { taskId: id } = valueOf(
      await person.api.plans.apply({ id: made.id, digest: made.digest, ticket }),
    );
    await expect.poll(changed).toContain('cloudformation:CreateChangeSet');
    for (const wrong of ['', guess(), ticket, await whole.consent(owned, other)]) {
      const result = await owned.api.tasks.cancel({ id, ticket: wrong });
      expect(result.ok ? 'ok' : result.error.code).toMatch(/^ticket\.(?:missing|used|wrongPlan)$/);
    }
    // Asking is free, and asks the person.
    expect(valueOf(await owned.api.tasks.askConsent({ id })).link).not.toBeNull();
    go();
    stop();
    await expect.poll(async () => valueOf(await person.api.tasks.get({ id })).state).toBe('succeeded');
    whole.changes.splice(0);
  });
});

describe('the same calls', () => {
  test('change the account when a person gave the ticket', async () => {
    const before = await account();
    const { task } = await whole.perform(owned, 'storage', { name: 'given-by-a-person-4417' });
    expect(task.state).toBe('succeeded');
    expect(changed()).toEqual(['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet']);
    const { task: upload } = await whole.perform(owned, 'data-upload', {
      stageId: await stageAs(owned),
      bucket,
      prefix: 'given/',
    });
    expect(upload.state).toBe('succeeded');
    expect(changed()).toContain('s3:PutObject');
    expect(await account()).not.toEqual(before);
  }, 30_000);

  test('change the account in a program that takes any ticket', async () => {
    const mutant = vi.spyOn(whole.app.tickets as Tickets, 'redeem').mockImplementation(() => undefined);
    try {
      const plan = valueOf(
        await owned.api.plans.make({ source: 'storage', answers: { name: 'mutant-4417' } }),
      );
      valueOf(await owned.api.plans.apply({ id: plan.id, digest: plan.digest, ticket: guess() }));
      await expect.poll(changed).toContain('cloudformation:ExecuteChangeSet');
    } finally {
      mutant.mockRestore();
    }
    const plan = valueOf(await owned.api.plans.make({ source: 'storage', answers: { name: 'mutant-5' } }));
    const result = await owned.api.plans.apply({ id: plan.id, digest: plan.digest, ticket: guess() });
    expect(result).toMatchObject({ ok: false, error: { code: failure('ticket.missing').error.code } });
  });
});
