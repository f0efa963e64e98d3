/**
 * Electron's own list of 20 (https://www.electronjs.org/docs/latest/tutorial/security), each with a check on what the host
 * gave to Electron and a host that is wrong in just that.
 */
import { expect } from 'vitest';
import { standIn, seen } from '../../support/electron-stand-in.ts';
import type { Mutant } from '../../support/electron/state.ts';
import type { StandInWindow } from '../../support/electron/window.ts';
import type { WebContents, WebPreferences } from 'electron';
import { consentRequest } from './open-host.ts';
import { confirmation, type ElectronTest } from './electron-host.ts';

export interface Item {
  number: number;
  title: string;
  /** Throws when the host does not hold it. */
  check: (test: ElectronTest) => Promise<void>;
  mutants: Mutant[];
}

const preferencesMutant = (change: WebPreferences): Mutant => ({
  options: (given) => ({ ...given, webPreferences: { ...given.webPreferences, ...change } }),
});

/** The window and the confirmation window: everything that shows a page. */
async function everyWindow({ host, window }: ElectronTest): Promise<StandInWindow[]> {
  await host.consent.ask({ ...consentRequest, windowId: 'e1' });
  return [window, await confirmation()];
}

const everyPreference =
  (wanted: WebPreferences, forbidden: (keyof WebPreferences)[] = []) =>
  async (test: ElectronTest): Promise<void> => {
    for (const { options } of await everyWindow(test)) {
      expect(options.webPreferences).toMatchObject(wanted);
      for (const name of forbidden) expect(options.webPreferences ?? {}).not.toHaveProperty(name);
    }
  };

const permissions = [
  'media',
  'geolocation',
  'notifications',
  'clipboard-read',
  'fileSystem',
  'hid',
  'openExternal',
];
const elsewhere = 'https://evil.example/';

const answers = async (test: ElectronTest): Promise<Response[]> => {
  const [main, asking] = await everyWindow(test);
  const load = (window: StandInWindow | undefined, path: string) =>
    window?.contents.session.load(new URL(path, window.contents.frame.url).href) ?? expect.fail('a window');
  return Promise.all([
    load(main, '/'),
    load(main, '/assets/main-1a2b.js'),
    load(main, '/no-such-file'),
    load(main, '/../settings.json'),
    load(asking, ''),
    load(asking, '/press.js'),
    load(asking, '/no-such-question'),
  ]);
};

function checkPolicy(policy: string): void {
  const directives = new Map(
    policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)] as const),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  for (const name of ['script-src', 'style-src']) expect(directives.get(name)).toEqual(["'self'"]);
  for (const name of ['form-action', 'frame-ancestors', 'base-uri'])
    expect(directives.get(name)).toEqual(["'none'"]);
  expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
  // None, or policies of ours by name.
  expect(directives.get('trusted-types')?.join(' ')).toMatch(/^(?:'none'|millwright-[a-z]+)$/);
  expect(policy).not.toMatch(/unsafe|\*|http/);
}

const withHeaders =
  (change: (headers: Headers) => void): NonNullable<Mutant['handler']> =>
  (given) =>
  async (request) => {
    const answer = await given(request);
    const headers = new Headers(answer.headers);
    change(headers);
    return new Response(answer.body, { status: answer.status, headers });
  };

export const items: Item[] = [
  {
    number: 1,
    title: 'Only load secure content',
    async check(test) {
      expect(seen.schemes).toEqual([
        {
          scheme: 'millwright',
          privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
        },
      ]);
      for (const { contents } of await everyWindow(test))
        for (const url of [
          'http://evil.example/a.js',
          elsewhere,
          'ws://127.0.0.1:9/',
          'ftp://a/',
          'filesystem:x',
        ])
          await expect(contents.fetch(url), url).rejects.toThrow('BLOCKED');
    },
    mutants: [{ ignores: ['onBeforeRequest'] }],
  },
  {
    number: 2,
    title: 'Do not enable Node.js integration for remote content',
    check: everyPreference({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    }),
    mutants: [
      preferencesMutant({ nodeIntegration: true }),
      preferencesMutant({ nodeIntegrationInWorker: true }),
      preferencesMutant({ nodeIntegrationInSubFrames: true }),
    ],
  },
  {
    number: 3,
    title: 'Enable context isolation in all renderers',
    check: everyPreference({ contextIsolation: true }),
    mutants: [preferencesMutant({ contextIsolation: false })],
  },
  {
    number: 4,
    title: 'Enable process sandboxing',
    async check(test) {
      expect(seen.sandboxed).toBe(true);
      await everyPreference({ sandbox: true })(test);
    },
    mutants: [preferencesMutant({ sandbox: false })],
  },
  {
    number: 5,
    title: 'Handle session permission requests',
    async check(test) {
      for (const { contents } of await everyWindow(test)) {
        for (const permission of permissions)
          expect(await contents.session.grants(permission, contents as unknown as WebContents)).toEqual({
            request: false,
            check: false,
          });
        for (const device of ['hid', 'serial', 'usb'] as const)
          expect(contents.session.grantsDevice(device)).toBe(false);
      }
    },
    mutants: [{ ignores: ['setPermissionRequestHandler'] }, { ignores: ['setPermissionCheckHandler'] }],
  },
  {
    number: 6,
    title: 'Do not disable webSecurity',
    check: everyPreference({ webSecurity: true }),
    mutants: [preferencesMutant({ webSecurity: false })],
  },
  {
    number: 7,
    title: 'Define a Content-Security-Policy',
    async check(test) {
      for (const answer of await answers(test))
        checkPolicy(answer.headers.get('content-security-policy') ?? '');
    },
    mutants: [
      { handler: withHeaders((headers) => headers.delete('content-security-policy')) },
      {
        handler: withHeaders((headers) =>
          headers.set(
            'content-security-policy',
            (headers.get('content-security-policy') ?? '').replace(
              "script-src 'self'",
              "script-src 'self' 'unsafe-inline'",
            ),
          ),
        ),
      },
    ],
  },
  {
    number: 8,
    title: 'Do not enable allowRunningInsecureContent',
    check: everyPreference({ allowRunningInsecureContent: false }),
    mutants: [preferencesMutant({ allowRunningInsecureContent: true })],
  },
  {
    number: 9,
    title: 'Do not enable experimental features',
    check: everyPreference({ experimentalFeatures: false }),
    mutants: [preferencesMutant({ experimentalFeatures: true })],
  },
  {
    number: 10,
    title: 'Do not use enableBlinkFeatures',
    check: everyPreference({}, ['enableBlinkFeatures']),
    mutants: [preferencesMutant({ enableBlinkFeatures: 'ExecCommandInJavaScript' })],
  },
  {
    number: 11,
    title: 'Do not use allowpopups for WebViews',
    async check(test) {
      for (const { contents } of await everyWindow(test))
        expect(contents.attachWebview({ src: elsewhere, allowpopups: 'true' })).toBe('no element');
    },
    mutants: [preferencesMutant({ webviewTag: true })],
  },
  {
    number: 12,
    title: 'Verify WebView options before creation',
    async check(test) {
      for (const { contents } of await everyWindow(test)) {
        // Should somebody switch them on one day.
        contents.preferences.webviewTag = true;
        expect(contents.attachWebview({ src: elsewhere, preload: '/tmp/evil.js' })).toBe('denied');
      }
    },
    mutants: [{ ignores: ['will-attach-webview'] }],
  },
  {
    number: 13,
    title: 'Disable or limit navigation',
    async check(test) {
      for (const { contents } of await everyWindow(test)) {
        const { url } = contents.frame;
        for (const events of [['will-navigate'], ['will-frame-navigate'], ['will-redirect']])
          for (const to of [
            'millwright://app/other',
            'millwright://confirm/x',
            'file:///etc/passwd',
            'data:text/html,x',
          ])
            expect(await contents.navigate(to, events).catch(() => 'went'), to).toBe(url);
      }
    },
    mutants: [
      { ignores: ['will-navigate'] },
      { ignores: ['will-frame-navigate'] },
      { ignores: ['will-redirect'] },
    ],
  },
  {
    number: 14,
    title: 'Disable or limit creation of new windows',
    async check(test) {
      for (const { contents } of await everyWindow(test))
        for (const url of [elsewhere, 'millwright://app/', 'about:blank', 'file:///etc/passwd'])
          expect(contents.open(url), url).toBe('denied');
      expect(seen.opened).toEqual([]);
    },
    mutants: [{ ignores: ['setWindowOpenHandler'] }, { ignores: ['web-contents-created'] }],
  },
  {
    number: 17,
    title: 'Validate the sender of all IPC messages',
    async check({ window, ran, page, issued, host, clock }) {
      const { contents } = window;
      const own = { url: 'millwright://app/', origin: 'millwright://app', parent: null, detached: false };
      const foreign = new standIn.BrowserWindow(window.options);
      await foreign.loadURL('millwright://app/');
      const senders = [
        [contents, { ...own, parent: contents.frame }],
        [contents, own],
        [contents, null],
        [foreign.contents, foreign.contents.frame],
      ] as const;
      for (const [from, frame] of senders) {
        const { ipcRenderer } = from.modules(frame);
        for (const channel of standIn.ipcMain.handlers.keys())
          expect(await ipcRenderer.invoke(channel, 'id', '{}')).toMatchObject({
            ok: false,
            error: { code: 'call.refused' },
          });
      }
      // The right frame, at another address.
      for (const [url, origin] of [
        [elsewhere, 'https://evil.example'],
        ['millwright://confirm/', 'millwright://confirm'],
        ['millwright://app/', 'null'],
        ['millwright://app@evil/', 'millwright://app'],
      ] as const) {
        const before = { ...contents.frame };
        Object.assign(contents.frame, { url, origin });
        const answer = await contents.modules(contents.frame).ipcRenderer.invoke('app.info', 'id', '{}');
        Object.assign(contents.frame, before);
        expect(answer).toMatchObject({ ok: false, error: { code: 'call.refused' } });
      }
      expect(ran).toEqual([]);
      // Consent comes from the confirmation window's own page only.
      const { consentId } = await host.consent.ask({ ...consentRequest, windowId: 'e1' });
      clock.now += 1_000;
      contents.modules(contents.frame).ipcRenderer.send('millwright:consent', consentId, 'confirm');
      foreign.contents
        .modules(foreign.contents.frame)
        .ipcRenderer.send('millwright:consent', consentId, 'confirm');
      expect(issued).toEqual([]);
      await page.millwright.tasks.list({});
      expect(ran).toHaveLength(1);
    },
    mutants: [{ trustsSenders: true }],
  },
  {
    number: 18,
    title: 'Avoid usage of the file:// protocol and prefer custom protocols',
    async check(test) {
      for (const { contents } of await everyWindow(test)) {
        expect(contents.frame.url).toMatch(/^millwright:\/\/(?:app|confirm)\//);
        await expect(contents.fetch('file:///etc/passwd')).rejects.toThrow('BLOCKED');
        for (const path of [
          '/../../settings.json',
          '/%2e%2e/settings.json',
          '/..%2fsettings.json',
          '//etc/passwd',
        ])
          expect((await contents.fetch(`millwright://app${path}`).catch(() => null))?.ok ?? false, path).toBe(
            false,
          );
      }
    },
    mutants: [
      {
        address: (url) => (url.includes('app') ? 'file:///opt/window/index.html' : url),
        ignores: ['onBeforeRequest'],
      },
      { ignores: ['onBeforeRequest'] },
    ],
  },
  {
    number: 20,
    title: 'Do not expose Electron APIs to untrusted web content',
    async check(test) {
      const names = (value: unknown, path: string): string[] =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, one]) => names(one, `${path}.${name}`))
          : [path];
      const [main, asking] = await everyWindow(test);
      const channels = test.program.dispatcher.channels.map((channel) => `world.millwright.calls.${channel}`);
      const more = ['cancel', 'onEvent', 'stage'].map((name) => `world.millwright.${name}`);
      expect(names(main?.contents.world, 'world').sort()).toEqual([...channels, ...more].sort());
      expect(names(asking?.contents.world, 'world')).toEqual([]);
      // A listener in the page gets the event and no sender to answer to.
      const { page } = test;
      const heard: unknown[][] = [];
      page.millwright.onEvent((...args: unknown[]) => heard.push(args));
      test.host.windows.broadcast({ type: 'invalidated', domain: 'home' });
      expect(heard).toEqual([[{ type: 'invalidated', domain: 'home' }]]);
    },
    mutants: [
      {
        preload: (text) =>
          `${text}\nrequire('electron').contextBridge.exposeInMainWorld('electron', { send: require('electron').ipcRenderer.send });`,
      },
      { preload: (text) => text.replaceAll('(_event, event) => listener(event)', 'listener') },
    ],
  },
];
