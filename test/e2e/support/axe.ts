/** What axe finds wrong on a page as it stands, by WCAG 2.2 levels A and AA. */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './story.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** One line for each finding, `name` first. Fails where axe saw next to nothing. */
export async function findings(page: Page, name: string): Promise<string[]> {
  // Not the mode that opens a page of its own: pages that open are the confirmations here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations, passes } = await axe.withTags(rules).analyze();
  expect(passes.length, `axe saw nothing on ${name}`).toBeGreaterThan(5);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${name}: ${id} (${help}) at ${target.join(' ')}: ${html.slice(0, 160)}`),
  );
}

export const appearances = ['light', 'dark'] as const;

/** The window learns of the computer's appearance a moment later; the confirmation follows by its style alone. */
export async function appear(page: Page, colorScheme: (typeof appearances)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const shown = (): Promise<string> =>
    page.evaluate(() => {
      const inWindow = document.querySelector('[class*="awsui"]') !== null;
      const dark = inWindow
        ? document.body.classList.contains('awsui-dark-mode')
        : matchMedia('(prefers-color-scheme: dark)').matches;
      return dark ? 'dark' : 'light';
    });
  await expect.poll(shown).toBe(colorScheme);
}

/**
 * What axe finds on the page in light and in dark, one line each. Pictures of both go into the folder that MILLWRIGHT_LOOK
 * names, for who wants to see them.
 */
export async function findingsInBoth(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  const folder = process.env['MILLWRIGHT_LOOK'];
  for (const colorScheme of appearances) {
    await appear(page, colorScheme);
    // What lies half under the bar on top has no room for a finger, wherever the page was left.
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    found.push(...(await findings(page, `${name}, ${colorScheme}`)));
    if (folder !== undefined)
      await page.screenshot({ path: join(folder, `${name} ${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
