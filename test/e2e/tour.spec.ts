/** The tour of the first start: four steps, by the keys, beside what they name, once; and again from Settings. */
import type { Page } from '@playwright/test';
import { shows } from '../status/shows.ts';
import { findings } from './support/axe.ts';
import { englishLeft } from './support/english-left.ts';
import { startProgram } from './support/program.ts';
import { expect, test as story } from './support/story.ts';

const test = story.extend({
  program: async ({ stateDir }, use) => {
    const program = await startProgram({ stateDir, tour: true });
    await use(program);
    await program.stop();
  },
});

const card = (window: Page) => window.locator('.mw-tour');

/** What it names is on screen with a ring around, and not under the card; or the card says where it is. */
async function besideIt(window: Page): Promise<void> {
  await expect(card(window)).toBeInViewport({ ratio: 1 });
  await expect(async () => {
    const [over, named] = await Promise.all([
      card(window).boundingBox(),
      window.locator('.mw-tour-ring').boundingBox(),
    ]);
    if (over === null || named === null) throw new Error('nothing is named');
    const apart =
      over.x >= named.x + named.width ||
      named.x >= over.x + over.width ||
      over.y >= named.y + named.height ||
      named.y >= over.y + over.height;
    expect(apart).toBe(true);
  }).toPass({ timeout: 3_000 });
}

test(
  'a person is shown around once, and again when they ask' + shows('done-when:3.1/tour'),
  async ({ window, program }) => {
    await expect(card(window)).toBeVisible({ timeout: 15_000 });
    await expect(window.getByRole('heading', { name: 'What costs money now' }).last()).toBeFocused();
    const wrong: string[] = [];
    for (const [index, name] of [
      'What costs money now',
      'Start something',
      'Review before spending',
      'Where things end',
    ].entries()) {
      await expect(card(window).getByRole('heading', { name })).toBeFocused();
      await besideIt(window);
      await window.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' });
      await window.waitForTimeout(300);
      wrong.push(...(await findings(window, name)));
      await window.screenshot({ path: test.info().outputPath(`tour-${String(index)}.png`) });
      if (index === 3) break;
      await window.keyboard.press('Tab');
      while (
        !(await card(window)
          .getByRole('button', { name: 'Next' })
          .evaluate((one) => one === document.activeElement))
      )
        await window.keyboard.press('Tab');
      await window.keyboard.press('Enter');
    }
    expect(wrong, wrong.join('\n')).toEqual([]);
    await window.keyboard.press('Escape');
    await expect(card(window)).toBeHidden();

    await test.step('not again by itself', async () => {
      await window.reload();
      await expect(window.getByText('I need a notebook')).toBeVisible();
      await window.waitForTimeout(3_200);
      await expect(card(window)).toBeHidden();
    });

    await test.step('from Settings, in Chinese, in narrow windows', async () => {
      await window.getByLabel('Language').selectOption('zh-CN');
      for (const size of [
        { width: 1024, height: 700 },
        { width: 640, height: 400 },
      ]) {
        await window.setViewportSize(size);
        await window.goto(`${program.origin}/#/settings`);
        await window.getByRole('link', { name: '看一遍导览' }).click();
        for (let step = 0; step < 4; step += 1) {
          await expect(card(window)).toBeInViewport({ ratio: 1 });
          if (size.width > 700) await besideIt(window);
          await window.screenshot({
            path: test.info().outputPath(`tour-${String(size.width)}-${String(step)}.png`),
          });
          if (size.width > 700) expect(await englishLeft(window, [/\badministrator\b/g])).toEqual([]);
          await card(window)
            .getByRole('button', { name: step < 3 ? '下一步' : '完成' })
            .click();
        }
        await expect(card(window)).toBeHidden();
      }
    });
  },
);
