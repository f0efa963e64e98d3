/** Long lists in a real browser, under the product's own content policy. How quick they are, `npm run bench` measures. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { shows } from '../status/shows.ts';
import { serveListPage, type ListPage } from './support/serve-list-page.ts';

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

/** Scrolls for some frames; answers the most rows that existed. */
function scroll(page: Page, frames: number, step: number): Promise<number> {
  return grid(page).evaluate(
    (box, [count, by]) =>
      new Promise<number>((resolve) => {
        let left = count;
        let most = 0;
        const frame = () => {
          most = Math.max(most, box.querySelectorAll('[role=row]').length);
          box.scrollTop += by;
          left -= 1;
          if (left > 0) requestAnimationFrame(frame);
          else resolve(most);
        };
        requestAnimationFrame(frame);
      }),
    [frames, step] as const,
  );
}

test(
  '100,000 rows: few exist at a time, a worker searches them, filter and sort find the right ones' +
    shows('done-when:2.7/rows'),
  async ({ page }) => {
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    const complaints = await open(page);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(rows + 1));
    await expect.poll(() => workers.length).toBe(1);
    for (const step of [120, 900, 30_000])
      expect(await scroll(page, 60, step), `${step} px a frame`).toBeLessThanOrEqual(80);
    const first = () => grid(page).locator('[data-index="0"]').getAttribute('data-id');
    await grid(page).evaluate((box) => (box.scrollTop = 0));
    await page.getByRole('searchbox').fill('notebook-4242');
    await expect(page.getByText('11 matches').first()).toBeVisible();
    expect(await first()).toMatch(/^notebook-4242/);
    await page.getByRole('searchbox').fill('');
    const sort = (name: string) => page.getByRole('columnheader', { name }).getByRole('button').click();
    await sort('Name');
    await expect.poll(first).toBe('notebook-0');
    await sort('Name');
    await expect.poll(first).toBe('notebook-99999');
    await expect(page.getByText('100,000 rows')).toBeVisible();
    expect(await rowsInPage(page)).toBeLessThanOrEqual(80);
    expect(complaints).toEqual([]);
  },
);

test('1,000 changes a second: none is lost while a person types, sorts and moves', async ({ page }) => {
  const complaints = await open(page);
  await page.waitForTimeout(3_000);
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
  expect(sent).toBeGreaterThan(0);
  expect(lost).toBe(0);
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
