/** What a person meets around the page: the confirmation window, the end, a page that ends, a second start. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConsentRequest } from '../../main/hosts/ports.ts';
import { menuTemplate } from '../../main/hosts/electron/menu.ts';
import { resetElectron, seen, standIn } from '../support/electron-stand-in.ts';
import type { StandInSession } from '../support/electron/session.ts';
import { confirmation, openElectron, pageOf, type ElectronTest } from './support/electron-host.ts';
import { consentRequest } from './support/open-host.ts';

vi.mock('electron', async () => (await import('../support/electron-stand-in.ts')).electronStandIn());

const built = vi.hoisted(() => ({ dir: '' }));
afterAll(async () => {
  if (built.dir !== '') await rm(built.dir, { recursive: true, force: true });
});

/** The entry shows the built window, and these tests run without a build. */
vi.mock('../../main/program.ts', async (original) => {
  const windowDir = mkdtempSync(join(tmpdir(), 'millwright-built-'));
  built.dir = windowDir;
  writeFileSync(join(windowDir, 'index.html'), '<!doctype html><title>Millwright</title>');
  return { ...(await original<object>()), windowDir };
});

let open: ElectronTest;

describe('what the window keeps on the disk', () => {
  const sessionOf = (which: ElectronTest) =>
    (which.window.options.webPreferences?.session ?? null) as unknown as StandInSession;
  afterEach(() => open.close());

  test('is compiled code and nothing that a page stored in an earlier start', async () => {
    open = await openElectron();
    const session = sessionOf(open);
    expect(session.partition).toBe('persist:window');
    expect(session.cache).toBe(false);
    expect([...session.kept]).toEqual([]);
  });

  test('would be seen by the test above if it were left there', async () => {
    open = await openElectron({}, { ignores: ['clearStorageData'] });
    expect([...sessionOf(open).kept]).not.toEqual([]);
  });
});

describe('the confirmation window', () => {
  const request: ConsentRequest = { ...consentRequest, windowId: 'e1' };
  const ask = async (more: Partial<ConsentRequest> = {}) => {
    const { consentId } = await open.host.consent.ask({ ...request, ...more });
    return { consentId, window: await confirmation() };
  };
  const wait = (ms: number): void => {
    open.clock.now += ms;
    standIn.state().pageClock += ms;
  };
  const heard = () => page.events.filter(({ type }) => type === 'consent');
  let page: ElectronTest['page'];

  beforeEach(async () => {
    open = await openElectron();
    ({ page } = open);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await open.close();
  });

  test('shows account, worst cost and plan number in words, in a session and with a preload of its own', async () => {
    const { window } = await ask();
    const text = window.contents.dom?.window.document.body.textContent ?? '';
    for (const said of ['123456789012', '$36.50 + ?', '9ae4 03c8']) expect(text).toContain(said);
    const { session, preload } = window.options.webPreferences ?? {};
    expect(session).not.toBe(open.window.options.webPreferences?.session);
    expect(preload).not.toBe(open.window.options.webPreferences?.preload);
    expect(window.options.parent).toBe(open.window);
  });

  test('gives a ticket for this plan and page after a press that came late enough, and goes away', async () => {
    const { consentId, window } = await ask();
    wait(700);
    window.press('confirm');
    expect(heard()).toEqual([{ type: 'consent', consentId, outcome: 'given', ticket: 'ticket-1' }]);
    expect(open.issued).toMatchObject([{ planId: 'p1', digest: request.digest, windowId: 'e1' }]);
    expect(window.isDestroyed()).toBe(true);
  });

  test('counts no press in the first 700 ms, by the page’s clock and by main’s', async () => {
    const { consentId, window } = await ask();
    wait(699);
    window.press('confirm');
    standIn.state().pageClock += 10_000;
    window.press('confirm');
    const { ipcRenderer } = window.contents.modules(window.contents.frame);
    ipcRenderer.send('millwright:consent', consentId, 'confirm');
    expect(open.issued).toEqual([]);
    open.clock.now += 1;
    window.press('confirm');
    expect(open.issued).toHaveLength(1);
  });

  test('takes a refusal, a closed window and two minutes for no', async () => {
    (await ask()).window.press('refuse');
    expect(heard()).toEqual([]);
    wait(700);
    (await confirmation()).press('refuse');
    (await ask()).window.close();
    const late = await ask();
    wait(120_000);
    late.window.press('confirm');
    expect(heard()).toMatchObject(Array.from({ length: 3 }, () => ({ outcome: 'refused', ticket: null })));
    expect(open.issued).toEqual([]);
  });

  test('goes away by itself after two minutes', async () => {
    const real = await ask();
    real.window.destroy();
    vi.useFakeTimers();
    await open.host.consent.ask(request);
    vi.advanceTimersByTime(120_000);
    expect(standIn.windows()).toHaveLength(1);
    expect(heard()).toHaveLength(2);
  });

  test('is one at a time for a page, and answers no question but its own', async () => {
    const first = await ask();
    const second = await ask();
    expect(first.window.isDestroyed()).toBe(true);
    expect(heard()).toMatchObject([{ consentId: first.consentId, outcome: 'refused' }]);
    wait(700);
    const { ipcRenderer } = second.window.contents.modules(second.window.contents.frame);
    ipcRenderer.send('millwright:consent', first.consentId, 'confirm');
    expect(open.issued).toEqual([]);
  });

  test('gives its ticket to nobody when the page that asked was loaded again', async () => {
    const { window } = await ask();
    open.window.contents.reload();
    await open.window.contents.loading;
    page = pageOf(open.window);
    wait(700);
    window.press('confirm');
    expect(heard()).toEqual([]);
  });
});

describe('the window', () => {
  beforeEach(async () => {
    open = await openElectron({}, {});
  });
  afterEach(() => open.close());

  test('is remembered where it stood, opens once, and comes to the front again', async () => {
    expect(open.window.options).toMatchObject({ name: 'main', windowStatePersistence: true, show: false });
    expect(open.window.shown).toBe(1);
    open.window.minimized = true;
    await open.host.open();
    expect(standIn.windows()).toHaveLength(1);
    expect([open.window.minimized, open.window.shown]).toEqual([false, 2]);
  });

  test('is loaded again when its page ends, three times in a minute, and then asks', async () => {
    const { contents } = open.window;
    const end = async (reason: string): Promise<void> => {
      contents.emit('render-process-gone', {}, { reason });
      await new Promise((resolve) => setTimeout(resolve, 0));
      await contents.loading;
    };
    const reloads = vi.spyOn(contents, 'reload');
    await end('clean-exit');
    for (let times = 0; times < 3; times += 1) await end('crashed');
    expect([reloads.mock.calls.length, seen.boxes.length]).toEqual([3, 0]);
    seen.press = 1;
    await end('oom');
    expect(seen.boxes).toMatchObject([{ message: 'The window stopped several times' }]);
    expect([reloads.mock.calls.length, seen.ended]).toEqual([3, [0]]);
    open.clock.now += 60_000;
    await end('crashed');
    expect(reloads).toHaveBeenCalledTimes(4);
  });

  test('hands over files that the page made, and starts no other download', () => {
    const { contents } = open.window;
    const goes = (url: string) => contents.session.downloads(url, contents as never);
    expect(goes('blob:millwright://app/8f1c')).toBe(true);
    for (const url of ['https://evil.example/a.exe', 'blob:https://evil.example/1', 'data:text/plain,x'])
      expect(goes(url), url).toBe(false);
  });

  test('takes no file that nobody picked, no folder, and no place that is not its own', async () => {
    const { uploadStaged } = open.page;
    const { stageId } = await open.program.staging.reserve([{ path: 'a', bytes: 3 }], 'e1');
    const other = await open.program.staging.reserve([{ path: 'a', bytes: 3 }], 'e2');
    const bytes = new Uint8Array([1, 2, 3]);
    const code = async (...[id, index, file]: [string, number, File]) => {
      const result = await uploadStaged(id, index, file);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await code(stageId, 0, new File([bytes], 'made-up'))).toBe('file.unreadable');
    expect(await code(stageId, 0, standIn.pick(open.dir, bytes))).toBe('file.unreadable');
    const picked = standIn.pick(join(open.dir, 'settings.json'), bytes);
    expect(await code(stageId, 0, picked)).toBe('input.invalid');
    expect(await code(stageId, 1, picked)).toBe('resource.notFound');
    expect(await code(other.stageId, 0, picked)).toBe('resource.notFound');
  });
});

test('the menu has copy and paste, and nothing that looks into the page in a release', () => {
  const roles = (isPackaged: boolean, language: 'en' | 'zh-CN' = 'en'): string =>
    JSON.stringify(menuTemplate({ language, timeZone: 'UTC' }, { isPackaged, platform: 'darwin' }));
  expect(roles(true)).toContain('"role":"paste"');
  expect(roles(true)).not.toMatch(/reload|toggleDevTools/);
  expect(roles(false)).toMatch(/reload.*toggleDevTools/);
  expect(roles(true, 'zh-CN')).toContain('"label":"粘贴"');
});

describe('the entry', () => {
  let dir: string;
  let argv: string[];
  beforeEach(async () => {
    vi.resetModules();
    resetElectron();
    dir = await mkdtemp(join(tmpdir(), 'millwright-entry-'));
    argv = process.argv;
    process.argv = ['millwright', '--state', dir, 'millwright://app/open?plan=evil', '--inspect'];
  });
  afterEach(async () => {
    process.argv = argv;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeAllListeners(signal);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('opens the program, takes a second start for this one, refuses links, and ends when asked', async () => {
    await import('../../main/electron.ts');
    const window = await vi.waitUntil(() => standIn.windows().find(({ shown }) => shown > 0), 20_000);
    expect(seen.paths.get('userData')).toBe(join(dir, 'electron'));
    expect((await stat(join(dir, 'electron'))).mode & 0o077).toBe(0);
    expect(window.contents.frame.url).toBe('millwright://app/');
    const info = await pageOf(window).millwright.app.info({});
    expect(info).toMatchObject({ ok: true, value: { host: 'electron' } });

    standIn.app.emit('second-instance', {}, ['millwright', 'millwright://app/open?plan=evil'], '/');
    await vi.waitUntil(() => window.shown === 2);
    expect(standIn.windows()).toHaveLength(1);
    for (const event of ['open-url', 'open-file']) {
      let refused = false;
      standIn.app.emit(event, { preventDefault: () => (refused = true) }, 'millwright://app/evil');
      expect(refused, event).toBe(true);
    }
    window.close();
    await vi.waitUntil(() => seen.ended.length > 0, 10_000);
    expect([seen.ended, seen.boxes]).toEqual([[0], []]);
  }, 40_000);

  test('ends at once when another start has this state folder', async () => {
    seen.locked = true;
    await import('../../main/electron.ts');
    expect(seen.ended).toEqual([0]);
    expect(standIn.windows()).toEqual([]);
  });

  test('says in words why it cannot start', async () => {
    process.argv = ['millwright', '--state', '/dev/null/no-folder'];
    await import('../../main/electron.ts');
    await vi.waitUntil(() => seen.ended.length > 0);
    expect(seen.ended).toEqual([1]);
    expect(JSON.stringify(seen.boxes)).not.toContain('ENOTDIR');
    expect(seen.boxes).toHaveLength(1);
  });
});

test('the end is asked for while something is being done, with what goes on in AWS', async () => {
  open = await openElectron();
  const running = [{ key: 'host.confirm.title' }];
  expect(await open.host.mayQuit([])).toBe(true);
  expect(seen.boxes).toEqual([]);
  expect(await open.host.mayQuit(running)).toBe(false);
  seen.press = 1;
  expect(await open.host.mayQuit(running)).toBe(true);
  expect(seen.boxes).toMatchObject([
    { message: 'One thing is still being done', buttons: ['Stay here', 'Quit anyway'], defaultId: 0 },
    {},
  ]);
  expect((seen.boxes[0] as { detail: string }).detail).toContain('AWS goes on with what it has begun');
  await open.close();
});
