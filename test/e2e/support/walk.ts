/** Ways through the window that several stories take. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from './person.ts';

export const button = (window: Page, name: string | RegExp): Locator =>
  window.getByRole('button', { name, exact: true });
const minutes = 60_000;

/** Presses Next until the review stands there; `at` sees each station before its Next, and the review. */
export async function toReview(
  window: Page,
  person: Person,
  at: (station: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const start = button(window, /^Start/);
  const next = button(window, /^(Next|Make the plan)/);
  for (let station = 0; station < 8; station += 1) {
    await expect(start.or(next).first()).toBeVisible({ timeout: minutes / 2 });
    // A station with nothing to say passes by itself, perhaps under the pointer.
    await at(station);
    if (await start.isVisible()) return;
    await person.clickIfThere(next);
    await window.waitForTimeout(500);
  }
  throw new Error('the review never came');
}

export async function prepareAccount(window: Page, person: Person): Promise<void> {
  await person.click(window.getByText('Prepare this account'));
  await toReview(window, person);
  await person.start(button(window, 'Start'));
  await expect(window.getByText('It is made. This is how it stands now.')).toBeVisible({
    timeout: minutes / 2,
  });
}

/** The review of an operation, its button, Confirm, and its end. */
export async function operate(window: Page, person: Person, press: string): Promise<void> {
  await person.start(button(window, press));
  await expect(window.getByRole('heading', { name: 'Done', exact: true })).toBeVisible({
    timeout: 2 * minutes,
  });
}
