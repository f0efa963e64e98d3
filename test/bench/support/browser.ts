/** A browser of this computer, started as for the stories of a person. */
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { findBrowser } from '../../../scripts/lib/browser.mjs';

const asRoot = process.platform === 'linux' && process.getuid?.() === 0;

const args = [
  ...(asRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const viewport = { width: 1280, height: 800 };

/** Null where no browser is. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = await findBrowser();
  return executablePath === undefined ? null : chromium.launch({ executablePath, args });
}

/**
 * What Chromium does for pages of http alone, and not for the desktop program's own scheme: it streams scripts past the
 * compiled code that it kept (seen in 156: a trace of a second start says `streamed`; without it `consumedCacheSize`).
 */
const asForOwnScheme = '--disable-features=BackgroundResourceFetch';

/** A browser that keeps in `profile` what it keeps between two starts, as a desktop program does. Null where none is. */
export async function openProfile(profile: string): Promise<BrowserContext | null> {
  const executablePath = await findBrowser();
  return executablePath === undefined
    ? null
    : chromium.launchPersistentContext(profile, {
        executablePath,
        args: [...args, asForOwnScheme],
        viewport,
      });
}

export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport });
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
