/** The whole program in Electron's host: the page's calls go through the real preload, consent through its own window. */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { seen, standIn } from '../support/electron-stand-in.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { confirmation, openWholeElectron, pageOf, type WholeElectron } from './support/electron-host.ts';
import { clientOf } from './support/planted.ts';
import { methods, validInputs } from './support/valid-calls.ts';
import { valueOf } from './support/whole-program.ts';

vi.mock('electron', async () => (await import('../support/electron-stand-in.ts')).electronStandIn());

const bucket = 'electron-bucket-4417';
const looks =
  /^(?:Get|List|Describe|Head|Simulate|DetectStackDrift$|ValidateTemplate$|CreatePresignedNotebookInstanceUrl$)/;
const changes: string[] = [];
let spine: Spine;
let whole: WholeElectron;

const plan = async (source: string, answers: Answers): Promise<Plan> =>
  valueOf(await whole.page.millwright.plans.make({ source, answers }));

/** Asks, presses as a person does, and waits for what the page hears. */
async function consent({ id, digest }: Plan, press = 'confirm'): Promise<string | null> {
  const { page } = whole;
  const { consentId, link } = valueOf(await page.millwright.plans.askConsent({ id, digest }));
  expect(link).toBeNull();
  const window = await confirmation();
  await spine.clock.sleep(1_000);
  standIn.state().pageClock += 1_000;
  window.press(press);
  const event = await vi.waitUntil(() =>
    page.events.find((one) => one.type === 'consent' && one.consentId === consentId),
  );
  return event.type === 'consent' ? event.ticket : null;
}

async function perform(source: string, answers: Answers): Promise<string> {
  const { millwright } = whole.page;
  const made = await plan(source, answers);
  const ticket = (await consent(made)) ?? '';
  const { id, digest } = made;
  const { taskId } = valueOf(await millwright.plans.apply({ id, digest, ticket }));
  const ended = async () => {
    const task = valueOf(await millwright.tasks.get({ id: taskId }));
    return task.endedAt === undefined ? undefined : task;
  };
  return (await vi.waitUntil(ended, { timeout: 30_000, interval: 20 })).state;
}

beforeAll(async () => {
  spine = await openSpine();
  spine.sandbox.observe(({ via, service, operation }) => {
    if (via === 'wire' && !looks.test(operation)) changes.push(`${service}:${operation}`);
  });
  whole = await openWholeElectron(spine);
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});
beforeEach(() => void changes.splice(0));

describe('the program in Electron', () => {
  test('tells its page that it runs there, and follows language and appearance', async () => {
    const { millwright } = whole.page;
    expect(valueOf(await millwright.app.info({}))).toMatchObject({ host: 'electron' });
    expect(standIn.nativeTheme.themeSource).toBe('system');
    valueOf(await millwright.app.changeSettings({ appearance: 'dark' }));
    expect(standIn.nativeTheme.themeSource).toBe('dark');
    expect(whole.page.events).toContainEqual({ type: 'invalidated', domain: 'settings' });
  });

  test('applies a plan when the person presses in the confirmation window, and tells the page how it goes', async () => {
    expect(await perform('foundation', {})).toBe('succeeded');
    expect(await perform('storage', { name: bucket })).toBe('succeeded');
    expect(changes).toContain('cloudformation:ExecuteChangeSet');
    expect(whole.page.events.some(({ type }) => type === 'task')).toBe(true);
    // Nobody looks at the window: the system says how both ended, and a press leads there.
    expect(seen.notices.map(({ options }) => options.body)).toEqual(Array(2).fill('Done. Press to see it.'));
    seen.notices[1]?.emit('click');
    const { frame } = whole.page.window.contents;
    await vi.waitUntil(() => /^millwright:\/\/app\/#\/tasks\/[\w-]+$/.test(frame.url));
    valueOf(await whole.page.millwright.home.summary({ refresh: true, all: false }));
    const said = 'Millwright: Nothing costs money by the hour now';
    await vi.waitUntil(() => seen.trays[0]?.toolTip === said, 10_000);
    expect(whole.faults).toEqual([]);
  }, 60_000);

  test('takes files that the person picked from the disk, and puts them where the plan says', async () => {
    const bytes = randomBytes(300_000);
    const path = join(spine.stateDir, '..', 'picked.bin');
    await writeFile(path, bytes);
    const { millwright, uploadStaged } = whole.page;
    const files = [{ path: 'folder/picked.bin', bytes: bytes.length }];
    const { stageId } = valueOf(await millwright.data.stage({ files }));
    const told: number[] = [];
    valueOf(
      await uploadStaged(stageId, 0, standIn.pick(path, bytes), { onProgress: (sent) => told.push(sent) }),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(await perform('data-upload', { stageId, bucket })).toBe('succeeded');
    const s3 = new S3Client({ ...clientOf(spine), forcePathStyle: true });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'folder/picked.bin' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  }, 60_000);

  test('saves a download where the person says, and nothing when the person says no', async () => {
    const { millwright } = whole.page;
    const key = 'folder/picked.bin';
    expect(valueOf(await millwright.data.download({ bucket, key }))).toEqual({ how: 'opened' });
    expect(seen.saveAsked.at(-1)).toBe('/tmp/picked.bin');
    seen.saveAs = join(spine.stateDir, '..', 'saved.bin');
    expect(valueOf(await millwright.data.download({ bucket, key }))).toEqual({ how: 'opened' });
    expect((await readFile(seen.saveAs)).length).toBe(300_000);
    expect(whole.page.window.progress.at(-1)).toBe(-1);
    seen.saveAs = join(spine.stateDir, 'no-such-folder', 'saved.bin');
    expect(await millwright.data.download({ bucket, key })).toMatchObject({ ok: false });
    seen.saveAs = undefined;
  });
});

describe('an owned page in Electron', () => {
  test('changes nothing by calling every channel with what the contract accepts', async () => {
    const made = await plan('storage', { name: 'owned-electron-4417' });
    const pools = {
      id: [made.id, 'environment', 'storage'],
      digest: [made.digest],
      ticket: ['', randomBytes(32).toString('base64url')],
      source: ['storage', 'data-delete'],
      answers: [{}, { name: 'owned-electron-4418' }, { bucket, keys: ['folder/picked.bin'] }],
      bucket: [bucket],
      key: ['folder/picked.bin'],
      prefix: ['', 'folder/'],
      continueFrom: [null],
      name: ['no-such-notes'],
      path: ['rows.csv'],
      timeZone: ['UTC', null],
      region: ['us-east-1'],
    };
    const api = whole.page.millwright as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<{ ok: boolean }>>
    >;
    const applied: boolean[] = [];
    for (const [index, channel] of [...methods.keys()].entries()) {
      const [domain = '', verb = ''] = channel.split('.');
      for (const input of validInputs(channel, pools, 4, 7 + index)) {
        const result = await api[domain]?.[verb]?.(input);
        if (channel === 'plans.apply') applied.push(result?.ok === true);
      }
    }
    expect(applied).toEqual([false, false, false, false]);
    expect(changes).toEqual([]);
    for (const window of standIn.windows().slice(1)) window.destroy();
    await whole.page.millwright.connections.use({ id: 'environment', region: 'us-east-1' });
  }, 60_000);

  test('changes nothing by calling as a frame, as another page, as the confirmation window, or with a used ticket', async () => {
    const { contents } = whole.page.window;
    const made = await plan('storage', { name: 'senders-electron-4417' });
    const ticket = (await consent(made)) ?? '';
    const input = JSON.stringify({ id: made.id, digest: made.digest, ticket });
    const call = (frame: Parameters<typeof contents.modules>[0], from = contents) =>
      from.modules(frame).ipcRenderer.invoke('plans.apply', 'forged', input);
    const own = { url: 'millwright://app/', origin: 'millwright://app', detached: false };
    const refused = { ok: false, error: { code: 'call.refused' } };
    expect(await call({ ...own, parent: contents.frame })).toMatchObject(refused);
    expect(await call({ ...own, parent: null })).toMatchObject(refused);
    expect(await call(null)).toMatchObject(refused);
    const foreign = new standIn.BrowserWindow(whole.page.window.options);
    await foreign.loadURL('millwright://app/');
    expect(await call(foreign.contents.frame, foreign.contents)).toMatchObject(refused);
    foreign.destroy();
    await whole.page.millwright.plans.askConsent({ id: made.id, digest: made.digest });
    const asking = await confirmation();
    expect(await call(asking.contents.frame, asking.contents)).toMatchObject(refused);
    asking.close();
    expect(changes).toEqual([]);

    const { id, digest } = made;
    valueOf(await whole.page.millwright.plans.apply({ id, digest, ticket }));
    await expect.poll(() => changes).toContain('cloudformation:ExecuteChangeSet');
    const other = await plan('storage', { name: 'replayed-electron-4417' });
    const replayed = await whole.page.millwright.plans.apply({ id: other.id, digest: other.digest, ticket });
    expect(replayed).toMatchObject({ ok: false, error: { code: 'ticket.used' } });
  }, 60_000);

  test('has no use of a ticket after it was loaded again', async () => {
    const made = await plan('storage', { name: 'reloaded-electron-4417' });
    const ticket = (await consent(made)) ?? '';
    const { contents } = whole.page.window;
    contents.reload();
    await contents.loading;
    whole.page = pageOf(whole.page.window);
    changes.splice(0);
    const { id, digest } = made;
    const late = await whole.page.millwright.plans.apply({ id, digest, ticket });
    expect(late).toMatchObject({ ok: false, error: { code: 'ticket.wrongPlan' } });
    expect(changes).toEqual([]);
  });
});
