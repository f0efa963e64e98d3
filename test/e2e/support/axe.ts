/** What axe finds wrong on a page as it stands, by WCAG 2.2 levels A and AA. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './story.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** One line for each finding, `name` first. Fails where axe saw next to nothing. */
export async function findings(page: Page, name: string): Promise<string[]> {
  // Not the mode that opens a page of its own: pages that open are the confirmations here.
  const { violations, passes } = await new AxeBuilder({ page }).withTags(rules).setLegacyMode(true).analyze();
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
