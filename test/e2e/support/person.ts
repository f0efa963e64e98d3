/** What a person does in the window, counted: the limits of answers and clicks are part of the promise. */
import { expect, type Locator, type Page } from '@playwright/test';
import { confirmAfter } from './story.ts';

export interface Person {
  readonly clicks: number;
  readonly answers: number;
  click(what: Locator): Promise<void>;
  /** For a button that may go away by itself; not counted then. */
  clickIfThere(what: Locator): Promise<void>;
  answer(field: Locator, text: string): Promise<void>;
  /** Presses Start and then Confirm on the page that opens: two clicks. */
  start(button: Locator): Promise<void>;
}

export function personAt(window: Page): Person {
  let clicks = 0;
  let answers = 0;
  return {
    get clicks() {
      return clicks;
    },
    get answers() {
      return answers;
    },
    async click(what) {
      clicks += 1;
      await what.click();
    },
    async clickIfThere(what) {
      const clicked = await what.click({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (clicked) clicks += 1;
    },
    async answer(field, text) {
      answers += 1;
      await field.fill(text);
    },
    async start(button) {
      clicks += 2;
      await expect(button).toBeVisible({ timeout: 60_000 });
      await confirmAfter(window, () => button.click());
    },
  };
}
