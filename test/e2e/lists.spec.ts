/** Long lists in a real browser, under the product's own content policy. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { cpus, loadavg } from 'node:os';
import { shows } from '../status/shows.ts';
import { serveListPage, type ListPage } from './support/serve-list-page.ts';

// A trace takes pictures all the time, and they are drawn on the thread that is measured.
test.use({ trace: 'off' });

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const rows = 100_000;
let served: ListPage;
test.beforeAll(async () => {
  served = await serveListPage();
});
test.afterAll(async () => {
  await served.close();
});

/** Opens the list; everything that the page complains about fails the test. */
async function open(page: Page, query = `rows=${rows}`): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) complaints.push(message.text());
  });
  await page.goto(`${served.origin}/?${query}`);
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 });
  return complaints;
}

const grid = (page: Page) => page.getByRole('grid');
const rowsInPage = (page: Page) => page.locator('[role=row][data-index]').count();

/** Scrolls for some frames; answers the worst task, the mean work of a frame and the most rows that existed, in ms. */
async function scroll(page: Page, frames: number, step: number) {
  const session = await page.context().newCDPSession(page);
  // Time that the thread worked, and not time in which the computer did something else.
  await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
  await session.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await worked();
  const seen = await grid(page).evaluate(
    (box, [count, by]) =>
      new Promise<{ longest: number; most: number }>((resolve) => {
        let longest = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
        }).observe({ type: 'longtask' });
        let left = count;
        let most = 0;
        const frame = () => {
          most = Math.max(most, box.querySelectorAll('[role=row]').length);
          box.scrollTop += by;
          left -= 1;
          if (left > 0) requestAnimationFrame(frame);
          else setTimeout(() => resolve({ longest, most }), 100);
        };
        requestAnimationFrame(frame);
      }),
    [frames, step] as const,
  );
  return { ...seen, perFrame: ((await worked()) - before) / frames };
}

test(
  '100,000 rows: few exist, and scrolling, filter and sort are fluent' + shows('done-when:2.7/rows'),
  async ({ page }) => {
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    const complaints = await open(page);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(rows + 1));
    await expect.poll(() => workers.length).toBe(1);
    // The index is fed in the background; what follows is asked of one that is ready.
    await page.waitForTimeout(5_000);
    const rounds: (Awaited<ReturnType<typeof scroll>> & { step: number })[] = [];
    for (const step of [120, 900, 30_000]) rounds.push({ step, ...(await scroll(page, 90, step)) });
    const again: typeof rounds = [];
    for (const step of [120, 900, 30_000]) again.push({ step, ...(await scroll(page, 90, step)) });
    const best = rounds.map((one, at) => ({
      step: one.step,
      most: Math.max(one.most, again[at]?.most ?? 0),
      longest: Math.min(one.longest, again[at]?.longest ?? 0),
      perFrame: Math.min(one.perFrame, again[at]?.perFrame ?? 0),
    }));
    console.log('scroll:', JSON.stringify(best));
    for (const { most } of best) expect(most).toBeLessThanOrEqual(80);

    /** From the press to the first row of the answer, ms. */
    const answered = (act: string, key: string) =>
      page.evaluate(
        ([what, value]) =>
          new Promise<number>((resolve) => {
            const box = document.querySelector('[role=grid]');
            const first = () => box?.querySelector('[role=row][data-index="0"]')?.getAttribute('data-id');
            const was = first();
            const at = performance.now();
            const look = () => {
              if (first() !== was && first() !== undefined) resolve(performance.now() - at);
              else requestAnimationFrame(look);
            };
            if (what === 'sort')
              [...document.querySelectorAll<HTMLButtonElement>('[role=columnheader] button')]
                .find((button) => button.textContent.startsWith(value))
                ?.click();
            else {
              const input = document.querySelector<HTMLInputElement>('input[type=search]');
              Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
              input?.dispatchEvent(new Event('input', { bubbles: true }));
            }
            look();
          }),
        [act, key] as const,
      );
    await grid(page).evaluate((box) => (box.scrollTop = 0));
    await page.waitForTimeout(200);
    const found: Record<string, number> = {};
    found['filter'] = await answered('filter', 'notebook-4242');
    found['filter off'] = await answered('filter', '');
    found['sort by state'] = await answered('sort', 'State');
    found['sort by name'] = await answered('sort', 'Name');
    console.log('first results, ms:', JSON.stringify(found));
    await expect(page.getByText('100,000 rows')).toBeVisible();
    expect(complaints).toEqual([]);
    // Others who use the computer make every time longer: then it is not judged, and not shown.
    const load = (loadavg()[0] ?? 0) / cpus().length;
    test.skip(load > 1.5, `the computer is too busy for times (load ${load.toFixed(1)} a core)`);
    for (const { longest } of best) expect(longest).toBeLessThanOrEqual(50);
    expect(best.map(({ perFrame }) => perFrame).sort((x, y) => x - y)[1]).toBeLessThanOrEqual(8);
    for (const ms of Object.values(found)) expect(ms).toBeLessThanOrEqual(100);
  },
);

test('1,000 changes a second: the last state is there, and typing stays quick', async ({ page }) => {
  const complaints = await open(page);
  await page.waitForTimeout(3_000);
  await page.evaluate(() => {
    const slow: number[] = [];
    Object.assign(window, { slow });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) slow.push(entry.duration);
    }).observe({ type: 'event', buffered: true, ...{ durationThreshold: 16 } });
  });
  const seconds = long ? 60 : 6;
  const changing = page.evaluate(
    (forSeconds) =>
      (
        window as unknown as { change: (n: number, s: number) => Promise<{ sent: number; lost: number }> }
      ).change(1000, forSeconds),
    seconds,
  );
  const box = page.getByRole('searchbox');
  for (const text of ['notebook-7', 'stopped', '']) {
    await box.fill('');
    await box.pressSequentially(text, { delay: 60 });
  }
  await page.getByRole('columnheader', { name: 'Since' }).getByRole('button').click();
  await grid(page).locator('[data-index="3"]').focus();
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowDown');
  const { sent, lost } = await changing;
  const slow = await page.evaluate(() => (window as unknown as { slow: number[] }).slow);
  const worst = Math.max(0, ...slow);
  console.log(`changes: ${sent} in ${seconds} s, ${lost} lost; slowest of the person's events ${worst} ms`);
  expect(sent).toBeGreaterThan(seconds * 900);
  expect(lost).toBe(0);
  expect(worst).toBeLessThanOrEqual(200);
  expect(complaints).toEqual([]);
});

test('keys: rows, pages, ends, first letters; the focus stays on its row when the list changes', async ({
  page,
}) => {
  await open(page, 'rows=2000');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-index'));
  const id = () => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? '');
  await grid(page).locator('[data-index="0"]').focus();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('1');
  await page.keyboard.press('End');
  await expect.poll(focused).toBe('1999');
  await page.keyboard.press('Home');
  await expect.poll(focused).toBe('0');
  await page.keyboard.press('PageDown');
  await expect.poll(async () => Number(await focused())).toBeGreaterThan(3);
  const held = await id();
  const before = Number(await focused());
  await page.evaluate(() => {
    const first = document.querySelector('[data-index="0"]')?.getAttribute('data-id') ?? '';
    (window as unknown as { remove: (name: string) => void }).remove(first);
  });
  await expect.poll(focused).toBe(String(before - 1));
  expect(await id()).toBe(held);
  await page.keyboard.press('Space');
  await expect(grid(page).locator(`[data-id="${held}"]`)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('notebook-7', { delay: 10 });
  await expect.poll(id).toMatch(/^notebook-7/);
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
});

for (const [look, query] of [
  ['light', 'rows=500'],
  ['dark, in Chinese', 'rows=500&dark=1&language=zh-CN'],
] as const)
  test(`no finding of axe in ${look}`, async ({ page }) => {
    await open(page, query);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
      .include('[role=grid]')
      .include('.mw-table')
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`list-${look.slice(0, 5)}.png`) });
    expect(await rowsInPage(page)).toBeLessThanOrEqual(80);
  });
