/** A damaged journal in the browser: why changes wait, what AWS shows instead, removed, and then free again. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { encodeMark } from '../../main/storage/journal-format.ts';
import { shows } from '../status/shows.ts';
import { findingsInBoth } from './support/axe.ts';
import { leftInChinese } from './support/english-left.ts';
import { personAt } from './support/person.ts';
import { startProgram } from './support/program.ts';
import { expect, picture, test } from './support/story.ts';
import { button, operate, prepareAccount } from './support/walk.ts';

/** Names that the story gives, and the file that was kept. */
const own = [
  /\S*\/millwright-story-\w+/g,
  /\bmillwright-[\w…-]+/g,
  /\bjournal\.damaged-[\w.-]+/g,
  /\badministrator\b/g,
];

/** In both appearances: axe, and a picture; and once in Chinese. */
async function looked(page: Page, name: string): Promise<void> {
  expect(await findingsInBoth(page, name)).toEqual([]);
  expect(await leftInChinese(page, own), name).toEqual([]);
}

/** As a disk error leaves it: what the program wrote is gone but for the account, and only the mark says that there was something. */
async function damage(stateDir: string): Promise<void> {
  for (const entry of await readdir(stateDir))
    if (entry !== 'sandbox' && entry !== 'settings.json')
      await rm(join(stateDir, entry), { recursive: true, force: true });
  await writeFile(join(stateDir, 'journal'), 'not a line of a journal');
  await writeFile(join(stateDir, 'journal.mark'), encodeMark(9));
}

test(
  'a damaged journal: changes wait in words, what AWS shows instead is removed, and changes are free again' +
    shows('done-when:2.3/found'),
  async ({ page, stateDir }) => {
    test.setTimeout(2 * 60_000);
    const first = await startProgram({ stateDir });
    await page.goto(first.link);
    await prepareAccount(page, personAt(page));
    await page.goto('about:blank');
    await first.stop();
    await damage(stateDir);

    // A dead address first: AWS cannot be searched, and that is said.
    const env = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'AKIANOBODY',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      AWS_REGION: 'us-east-1',
    };
    const deaf = await startProgram({ stateDir, env });
    await page.goto(deaf.link);
    await expect(page.getByText(/^Changes wait until Millwright has looked in AWS/)).toBeVisible({
      timeout: 20_000,
    });
    await expect(page.getByText(/The damaged record is kept as journal\.damaged-/)).toBeVisible();
    await looked(page, 'journal-search');
    await page.goto('about:blank');
    await deaf.stop();

    const program = await startProgram({ stateDir });
    await page.goto(program.link);
    const found = page.getByText(/^Found in AWS: millwright-foundation, made/);
    await expect(found).toBeVisible({ timeout: 20_000 });
    await looked(page, 'journal-found');
    await picture(page, 'damaged-journal');

    // By keyboard alone, up to the plan.
    const remove = page.getByRole('link', { name: /^Remove it: Found in AWS/ });
    await remove.focus();
    await page.keyboard.press('Enter');
    await operate(page, personAt(page), 'Remove it');
    await page.goto(`${program.origin}/#/`);
    await expect(found).toBeHidden();
    await button(page, 'Put away').click();
    await expect(button(page, 'Put away')).toBeHidden();
    await prepareAccount(page, personAt(page));
    await page.goto('about:blank');
    await program.stop();
  },
);
