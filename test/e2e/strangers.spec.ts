/** Secrets and strangers in a real browser: what the page of the window holds, and what it could do if it were taken over. */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FromMain } from '../../preload/loopback-wire.ts';
import { shows } from '../status/shows.ts';
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
