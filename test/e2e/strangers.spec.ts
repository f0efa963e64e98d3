/** Secrets and strangers in a real browser: what the page of the window holds, and what it could do if it were taken over. */
import { chromium, test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FromMain } from '../../preload/loopback-wire.ts';
import { shows } from '../status/shows.ts';
import { beacon, hostileTexts } from '../support/hostile.ts';
import { filesBelow, leaksIn, type Piece, type Secret } from '../support/leaks.ts';
import { openAccount, type Account } from './support/account.ts';
import { takeOver, type Owned } from './support/owned-page.ts';
import { personAt } from './support/person.ts';
import { startProgram, type Program } from './support/program.ts';

const notebook = 'planted-notes';

interface Fixtures {
  dir: string;
  account: Account;
  program: Program;
}

const test = base.extend<Fixtures>({
  dir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'millwright-strangers-'));
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },
  account: async ({ dir }, use) => {
    const account = await openAccount(dir, notebook);
    await use(account);
    await account.stop();
  },
  program: async ({ dir, account }, use) => {
    const program = await startProgram({ stateDir: join(dir, 'state'), env: account.env });
    await use(program);
    await program.stop();
  },
});

/** Everything that the page holds: what is drawn, typed, stored, and noted by the browser for it. */
const memoryOf = (page: Page): Promise<string> =>
  page.evaluate(async () =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
      [sessionStorage, localStorage].map((storage) => Object.entries(storage)),
      document.cookie,
      await indexedDB.databases(),
      await caches.keys(),
      performance.getEntries().map(({ name }) => name),
      [location.href, document.referrer, history.state, window.name],
    ]),
  );

test(
  'a page that opened JupyterLab holds no key, no ticket and no presigned address' +
    shows('done-when:1.6/secret'),
  async ({ page, account, program }) => {
    test.setTimeout(180_000);
    const pieces: Piece[] = [];
    const note = (where: string, text: string): void => void pieces.push({ where, bytes: Buffer.from(text) });
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => note('page: frame', String(payload)));
    });
    page.on('console', (message) => note('page: console', message.text()));
    page.on('request', (request) => note('page: request', request.url()));
    const remember = async (where: string): Promise<void> =>
      note(`page: memory ${where}`, await memoryOf(page));

    await page.goto(program.link);
    await expect(page.getByText('Prepare this account')).toBeVisible({ timeout: 30_000 });
    await remember('home');
    await page.goto(`${program.origin}/#/notebooks/${notebook}`);
    const lab = page.getByRole('button', { name: 'Open JupyterLab' });
    await expect(lab).toBeVisible({ timeout: 30_000 });
    const [opened] = await Promise.all([page.context().waitForEvent('page'), lab.click()]);
    await expect(opened.getByText('runs no code')).toBeVisible();
    await remember('notebook');
    // The opened page has no way back to the window.
    expect(await opened.evaluate(() => window.opener === null)).toBe(true);
    await opened.close();

    const person = personAt(page);
    await page
      .getByRole('link', { name: 'Stop', exact: true })
      .or(page.getByRole('button', { name: 'Stop', exact: true }))
      .first()
      .click();
    await person.start(page.getByRole('button', { name: /^(?:Start|Stop the notebook)$/ }));
    await expect(page.getByRole('link', { name: /receipt/i })).toBeVisible({ timeout: 60_000 });
    await remember('watch');
    for (const route of ['', 'data', 'plans', 'activity', 'settings']) {
      await page.goto(`${program.origin}/#/${route}`);
      await page.waitForTimeout(700);
      await remember(route);
    }

    const presigned = account.calls().flatMap(({ output }) => output?.AuthorizedUrl ?? []);
    expect(presigned.length).toBeGreaterThan(0);
    const frames = pieces.filter(({ where }) => where === 'page: frame');
    const tickets = frames.flatMap(({ bytes }) => {
      const message = JSON.parse(bytes.toString()) as FromMain;
      return message.type === 'event' && message.event.type === 'consent' ? [message.event.ticket ?? ''] : [];
    });
    expect(tickets).toHaveLength(1);
    const running = JSON.parse(await readFile(join(program.stateDir, 'running.json'), 'utf8')) as {
      secret: string;
    };
    const token = await page.evaluate(() => sessionStorage.getItem('millwright.session'));
    const secrets: Secret[] = [
      ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map((name) => ({
        name,
        value: account.env[name] ?? '',
      })),
      ...presigned.map((url) => ({
        name: 'presigned address',
        value: new URL(url).searchParams.get('authToken') ?? '',
      })),
      {
        name: 'one-time code',
        value: new URL(program.link).hash.slice(1),
        // It comes to the page in its address, which the browser goes on noting; by then it is used up.
        allowed: /^terminal$|^page: (?:request$|memory)/,
      },
      { name: 'secret of the running program', value: running.secret, allowed: /^file: running\.json$/ },
      { name: 'token of the tab', value: token ?? '', allowed: /^page: memory/ },
      ...tickets.map((value) => ({ name: 'ticket', value, allowed: /^page: frame$/ })),
    ];
    pieces.push(...(await filesBelow(program.stateDir)));
    await program.stop();
    pieces.push(...(await filesBelow(program.stateDir)));
    note('terminal', program.output());
    const found = leaksIn(pieces, secrets).map(
      ({ secret, encoding, where }) => `${secret}, ${encoding}, in ${where}`,
    );
    expect(found).toEqual([]);
    // The search sees each place: what belongs there is found there.
    const seen = leaksIn(pieces, [{ name: 'notebook', value: notebook }]).map(({ where }) => where);
    for (const place of ['page: memory notebook', 'page: frame', 'file: journal'])
      expect(seen).toContain(place);
  },
);

async function attack(
  context: BrowserContext,
  program: Program,
  account: Account,
  bucket: string,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(await program.newLink());
  await expect(page.getByText('Prepare this account')).toBeVisible({ timeout: 30_000 });
  const before = account.calls().length;
  const { plan, link, tries } = await page.evaluate(takeOver, bucket);
  await page.waitForTimeout(1_000);

  const said = JSON.stringify(tries, null, 1);
  expect(tries['control: fetch of its own origin'], said).toBe('200');
  for (const [name, brought] of Object.entries(tries))
    if (name.startsWith('ticket')) expect(brought, said).toBe('ticket.missing');
  expect(said).not.toMatch(/name=.{0,2}secret|registered|applied/);
  const tickets = (): Promise<(string | null)[]> =>
    page.evaluate(() => (window as unknown as { owned: Owned }).owned.tickets);
  expect(await tickets(), said).toEqual([]);
  expect(account.changes(before), said).toEqual([]);

  // A person's press on the very same page gives the ticket, and then the same call changes the account.
  for (const other of context.pages()) if (other !== page) await other.close();
  const person = await context.newPage();
  await person.goto(link);
  await person.bringToFront();
  await person.waitForTimeout(900);
  await person.locator('button[value="confirm"]').click();
  await expect.poll(tickets).toHaveLength(1);
  const applied = await page.evaluate(async ({ id, digest }) => {
    const { owned } = window as unknown as { owned: Owned };
    return (await owned.call('plans.apply', { id, digest, ticket: owned.tickets[0] })).ok;
  }, plan);
  expect(applied).toBe(true);
  await expect
    .poll(() => account.changes(before), { timeout: 30_000 })
    .toContain('cloudformation:ExecuteChangeSet');
  // Its last change is not one that the next attack is blamed for.
  const running = (): Promise<number> =>
    page.evaluate(async () => {
      const { value } = await (window as unknown as { owned: Owned }).owned.call('tasks.list', {});
      return (value as { endedAt?: string }[]).filter(({ endedAt }) => endedAt === undefined).length;
    });
  await expect.poll(running, { timeout: 60_000 }).toBe(0);
  await context.close();
}

test(
  'a page that was taken over reads, frames and presses nothing of the confirmation page, and changes nothing' +
    shows('done-when:1.6/owned'),
  async ({ browser, account, program }) => {
    test.setTimeout(180_000);
    await attack(await browser.newContext(), program, account, 'owned-page-one-4417');
    // The same without the page's own rules: what main checks is enough by itself.
    await attack(await browser.newContext({ bypassCSP: true }), program, account, 'owned-page-two-4417');
  },
);

/** Everything that a text could do to a page that takes it for more than text. */
interface Trap {
  fired: string[];
  requests: string[];
  /** Elements that the program never draws. */
  strange(): Promise<string[]>;
}

const strangeElements =
  'body script, iframe, object, embed, base, form[action], [onerror], [onload], [onfocus], [ontoggle], a[href^="javascript:" i], img[src="x"], math, mglyph, details[ontoggle]';

async function trap(page: Page, own: string): Promise<Trap> {
  const fired: string[] = [];
  const requests: string[] = [];
  await page.exposeFunction('fired', (n: unknown) => void fired.push(`fired ${String(n)}`));
  page.on('dialog', (dialog) => {
    fired.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/.test(url) && !url.startsWith(own)) requests.push(url);
    if (/\/x$|\.invalid/.test(url)) requests.push(url);
  });
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML/.test(message.text())) fired.push(message.text());
  });
  return {
    fired,
    requests,
    strange: () =>
      page.evaluate(
        (selector) =>
          [...document.querySelectorAll(selector)].map((element) => element.outerHTML.slice(0, 200)),
        strangeElements,
      ),
  };
}

/** Until nothing on the page waits for AWS, and what came is drawn, also on a busy computer. */
async function drawnWhole(page: Page, atLeast: number): Promise<void> {
  await page.waitForTimeout(atLeast);
  await expect(page.locator('[class*="awsui_spinner"]')).toHaveCount(0);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

test(
  '500 hostile names, tags, reasons, log lines, keys and cells are text on every screen, and act where the escape is off' +
    shows('done-when:2.5/text'),
  async ({ page, browser, dir }) => {
    test.setTimeout(180_000);
    const account = spawn(process.execPath, [join(import.meta.dirname, 'support', 'hostile-account.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // What it holds on purpose is nothing that AWS would answer, so nobody judges its answers.
      env: { ...process.env, TMPDIR: dir, MILLWRIGHT_RECORD: '' },
    });
    const env: Record<string, string> = {};
    for await (const line of createInterface({ input: account.stdout })) {
      if (line === 'ready') break;
      const [name = '', value = ''] = line.split(/=(.*)/s, 2);
      env[name] = value;
    }
    const program = await startProgram({ stateDir: join(dir, 'state'), env });
    try {
      const caught = await trap(page, program.origin.replace(/^http/, 'http'));
      await page.goto(program.link);
      await expect(page.getByText('What do you want to do?')).toBeVisible({ timeout: 30_000 });
      const seen: string[] = [];
      for (const route of [
        '',
        'notebooks',
        'notebooks/hostile',
        'data',
        'data/hostile-bucket-4417',
        'plans',
        'activity',
        'settings',
        'start/notebook',
      ]) {
        await page.goto(`${program.origin}/#/${route}`);
        await drawnWhole(page, 700);
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click();
          await drawnWhole(page, 250);
          seen.push(await page.locator('body').innerText());
        }
        // Rows below the fold are drawn when they come into sight.
        for (let turn = 0; turn < 3; turn += 1) {
          await page.mouse.move(640, 500);
          await page.mouse.wheel(0, 2_500);
          await drawnWhole(page, 80);
          seen.push(await page.locator('body').innerText());
        }
        expect(await caught.strange(), route).toEqual([]);
      }
      await page.goto(`${program.origin}/#/data/hostile-bucket-4417/table`);
      await page.getByText('hostile.csv', { exact: true }).first().click({ timeout: 20_000 });
      await expect(page.getByRole('cell', { name: '<script>fired(0)</script>' }).first()).toBeVisible({
        timeout: 20_000,
      });
      seen.push(await page.locator('body').innerText());
      expect(await caught.strange()).toEqual([]);
      expect(caught.fired).toEqual([]);
      expect(caught.requests).toEqual([]);
      // They were really there, as text, letter for letter.
      const drawn = seen.join('\n');
      const texts = hostileTexts(500).filter((text) => text.includes('fired(') && text.length < 60);
      const found = texts.filter((text) => drawn.includes(text)).length;
      expect(found).toBeGreaterThan(60);
      test.info().annotations.push({
        type: 'measured',
        description: `${found} of ${texts.length} short texts read letter for letter`,
      });
    } finally {
      await program.stop();
      const ended = once(account, 'exit');
      account.kill('SIGTERM');
      await ended;
    }
    // The control: the same texts, put into a page as markup.
    const careless = await (await browser.newContext()).newPage();
    const served = createServer(
      (_, response) =>
        void response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><title>careless</title>'),
    );
    await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(served.address() as AddressInfo).port}`;
    const sprung = await trap(careless, origin);
    await careless.goto(origin);
    // Counted in the same breath: some of these texts lead the page elsewhere.
    const strange = await careless.evaluate(
      ({ texts, selector }) => {
        for (const text of texts) {
          const box = document.createElement('div');
          // eslint-disable-next-line no-unsanitized/property -- the control: what the program never does
          box.innerHTML = text;
          document.body.append(box);
        }
        return document.querySelectorAll(selector).length;
      },
      { texts: hostileTexts(60), selector: strangeElements },
    );
    expect(strange).toBeGreaterThan(0);
    await expect.poll(() => sprung.fired.length, { timeout: 15_000 }).toBeGreaterThan(0);
    await expect
      .poll(() => sprung.requests.some((url) => url.includes(beacon)), { timeout: 15_000 })
      .toBe(true);
    served.close();
  },
);

test(
  'another name for 127.0.0.1 reaches neither the program nor the sandbox’s port, and only their own checks stop it' +
    shows('done-when:2.5/rebinding'),
  async ({ account, program }) => {
    const ports = {
      program: Number(new URL(program.origin).port),
      sandbox: Number(new URL(account.env['AWS_ENDPOINT_URL'] ?? '').port),
    };
    /** With the check off: a door that puts the right Host. */
    const door = async (port: number): Promise<{ port: number; close: () => void }> => {
      const server = createServer((request, response) => {
        const headers = { ...request.headers, host: `127.0.0.1:${port}` };
        const inner = forward({ port, host: '127.0.0.1', path: request.url, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        inner.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { port: (server.address() as AddressInfo).port, close: () => server.close() };
    };
    const doors = [await door(ports.program), await door(ports.sandbox)];
    const { launchOptions } = test.info().project.use;
    const args = [...(launchOptions?.args ?? []), '--host-resolver-rules=MAP rebound.test 127.0.0.1'];
    const browser = await chromium.launch({ ...launchOptions, args });
    try {
      const page = await browser.newPage();
      const statusAt = async (port: number, path: string): Promise<number> => {
        const [answer] = await Promise.all([
          page.waitForResponse(
            (response) => response.url().includes('rebound.test') && !response.url().endsWith('favicon.ico'),
          ),
          // Chromium shows a page of its own for an empty refusal and calls that a failure.
          page.goto(`http://rebound.test:${port}${path}`).catch(() => null),
        ]);
        return answer.status();
      };
      for (const path of ['/', '/index.html', '/socket', '/session'])
        expect(await statusAt(ports.program, path)).toBe(421);
      for (const path of ['/', '/_sandbox/ledger', '/_sandbox/clock', '/notebook/x', '/bucket/key'])
        expect(await statusAt(ports.sandbox, path)).toBe(421);
      expect(await statusAt(doors[0]?.port ?? 0, '/')).toBe(200);
      // Behind the door the sandbox takes the page for one of its own and asks for a signature: the name is no hurdle any more.
      expect(await statusAt(doors[1]?.port ?? 0, '/')).not.toBe(421);
    } finally {
      await browser.close();
      for (const one of doors) one.close();
    }
  },
);
