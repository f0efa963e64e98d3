/** The page of 100,000 rows in a browser, for the benches of the table. */
import type { Page } from '@playwright/test';
import { serveListPage } from '../../e2e/support/serve-list-page.ts';
import { newPage, openBrowser } from './browser.ts';
import { NotHere } from './reading.ts';

export const rows = 100_000;

export async function onListPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await openBrowser();
  if (browser === null) throw new NotHere('no browser was found');
  const served = await serveListPage();
  try {
    const page = await newPage(browser);
    await page.goto(`${served.origin}/?rows=${rows}`);
    await page.getByRole('grid').waitFor();
    // The index is fed in the background; what follows is asked of one that is ready.
    await page.waitForTimeout(5_000);
    return await work(page);
  } finally {
    await browser.close();
    await served.close();
  }
}
