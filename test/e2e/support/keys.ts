/** A person without a mouse: everything is reached with Tab and pressed with Enter, Space or an arrow. */
import { expect, type Locator, type Page } from '@playwright/test';

const isFocused = (what: Locator): Promise<boolean> =>
  what
    .first()
    .evaluate((element) => element === document.activeElement || element.contains(document.activeElement));

export interface Keys {
  /** Goes on with Tab until this has the focus, which must be seen; fails after a whole round of the page. */
  reach(what: Locator): Promise<void>;
  /** Reaches it and presses Enter. */
  enter(what: Locator): Promise<void>;
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
}

const mostStops = 120;

export function keysOf(page: Page): Keys {
  const reach = async (what: Locator): Promise<void> => {
    await expect(what.first()).toBeVisible({ timeout: 30_000 });
    for (let stop = 0; stop < mostStops; stop += 1) {
      if (await isFocused(what)) {
        await expect(page.locator(':focus')).toBeInViewport();
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never came to ${String(what)}`);
  };
  return {
    reach,
    async enter(what) {
      await reach(what);
      await page.keyboard.press('Enter');
    },
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
  };
}
