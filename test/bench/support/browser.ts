/** A browser of this computer, started as for the stories of a person. */
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { findBrowser } from '../../../scripts/lib/browser.mjs';

const asRoot = process.platform === 'linux' && process.getuid?.() === 0;

/** Null where no browser is. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = await findBrowser();
  if (executablePath === undefined) return null;
  return chromium.launch({
    executablePath,
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  return context.newPage();
}

/** What the page's main thread worked, ms of its own time: time in which the computer did something else is not counted. */
export async function threadTime(
  page: Page,
): Promise<{ session: CDPSession; worked: () => Promise<number> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
  await session.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  return { session, worked };
}
