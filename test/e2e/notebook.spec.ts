/** From "I need a notebook" to its receipt, as a person walks it in the browser, in the sandbox account from empty. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from '@playwright/test';
import { shows } from '../status/shows.ts';
import { censusFolder } from './support/census.ts';
import { changeAndPutBack } from './support/change.ts';
import { tryExports } from './support/export-menu.ts';
import { personAt } from './support/person.ts';
import { startProgram } from './support/program.ts';
import { expect, ledgerOf, picture, test } from './support/story.ts';
import { button, operate, prepareAccount, toReview } from './support/walk.ts';

const minutes = 60_000;

/** Files of the state folder that hold this text; the account itself and the program's own compiled code excepted. */
async function filesWith(stateDir: string, text: string): Promise<string[]> {
  const entries = await readdir(stateDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !['sandbox', 'compiled'].some((dir) => file.startsWith(join(stateDir, dir))));
  const found = await Promise.all(files.map(async (file) => (await readFile(file)).includes(text)));
  return files.filter((_, index) => found[index]);
}

test(
  'a person gets a notebook, its files and its end' +
  shows(
    'done-when:1.1/walk', 'done-when:1.1/upload', 'done-when:1.1/life', 'done-when:1.1/ledger', 'done-when:1.1/receipt',
    'system:1/bucket', 'system:1/upload', 'system:1/preview', 'system:1/download',
    'system:2/foundation', 'system:3/create', 'system:3/open', 'system:3/life',
  ), // prettier-ignore
  async ({ window, program, stateDir, heard }) => {
    test.setTimeout(5 * minutes);
    await prepareAccount(window, personAt(window));
    await window.goto(`${program.origin}/#/`);

    const person = personAt(window);
    await person.click(window.getByText('I need a notebook'));
    await person.answer(window.getByRole('textbox').first(), 'sales-forecast');
    await toReview(window, person);
    await picture(window, 'review');
    await test.step('saves the plan in other forms and on paper', () => tryExports(window));
    await person.start(button(window, 'Start'));
    const open = button(window, 'Open JupyterLab').or(window.getByRole('link', { name: 'Open JupyterLab' }));
    await expect(open.first()).toBeVisible({ timeout: 2 * minutes });
    const [lab] = await Promise.all([window.context().waitForEvent('page'), person.click(open.first())]);
    await expect(lab.getByText('runs no code')).toBeVisible();
    await lab.close();
    expect(person.answers).toBeLessThanOrEqual(5);
    expect(person.clicks).toBeLessThanOrEqual(12);

    await test.step('sees on Home what it costs', async () => {
      await window.goto(`${program.origin}/#/`);
      await expect(window.getByText('sales-forecast').first()).toBeVisible({ timeout: minutes / 2 });
      await picture(window, 'home');
    });

    await test.step('uploads a folder and sees its table', async () => {
      const folder = await censusFolder(stateDir);
      await window.goto(`${program.origin}/#/data`);
      await window.getByRole('link', { name: /^ml-files-/ }).click();
      await window.getByLabel('Folder to upload').setInputFiles(folder);
      await operate(window, personAt(window), 'Upload 2 files');
      await window.goto(`${program.origin}/#/data`);
      await window.getByRole('link', { name: /^ml-files-/ }).click();
      await window.getByRole('link', { name: 'census-income' }).click();
      await window.getByRole('button', { name: 'Preview train.csv' }).click();
      await expect(window.getByRole('cell', { name: 'United-States' }).first()).toBeVisible();
      await picture(window, 'data');
      // The tab of the link turns into the download and closes.
      const downloaded = new Promise<Download>((resolve) => {
        window.once('download', resolve);
        window.context().on('page', (tab) => tab.once('download', resolve));
      });
      await window.getByRole('button', { name: 'Download' }).click();
      const file = await downloaded;
      expect(file.suggestedFilename()).toBe('train.csv');
    });

    const page = `${program.origin}/#/notebooks/sales-forecast`;
    await test.step('changes its size, and puts it back', () => changeAndPutBack(window, page));
    const act = async (name: string): Promise<void> => {
      await window.goto(page);
      await window.getByRole('link', { name, exact: true }).or(button(window, name)).first().click();
    };
    await test.step('stops, starts, extends and deletes', async () => {
      await act('Stop');
      await operate(window, personAt(window), 'Stop the notebook');
      await act('Start');
      await operate(window, personAt(window), 'Start the notebook');
      await act('Extend');
      await window.getByRole('menuitem', { name: /^2 hours more/ }).click();
      await operate(window, personAt(window), 'Let it run longer');
      await act('Delete');
      await operate(window, personAt(window), 'Delete the notebook');
      await button(window, 'See the receipt')
        .or(window.getByRole('link', { name: /receipt/i }))
        .first()
        .click();
      await expect(window.getByText('Planned and actual')).toBeVisible();
      await picture(window, 'receipt');
    });

    await window.goto('about:blank');
    await program.stop();
    // The presigned address went to the browser and nowhere else.
    expect(heard.length).toBeGreaterThan(20);
    for (const secret of ['authToken', 'X-Amz-Signature']) {
      expect(heard.filter((text) => text.includes(secret))).toEqual([]);
      expect(await filesWith(stateDir, secret)).toEqual([]);
      expect(program.output()).not.toContain(secret);
    }
    const billed = ledgerOf(stateDir).filter(({ billed }) => billed.some(({ to }) => to === null));
    expect(billed.map(({ kind }) => kind)).toEqual(['s3/bucket']);
  },
);

test(
  'closed in the middle of creating, it goes on after the next start, and makes one notebook' +
    shows('done-when:1.1/goes-on'),
  async ({ window, program, stateDir, page }) => {
    test.setTimeout(4 * minutes);
    const person = personAt(window);
    await person.click(window.getByText('I need a notebook'));
    await person.answer(window.getByRole('textbox').first(), 'broken-off');
    await toReview(window, person);
    await person.start(button(window, 'Start'));
    await expect(window.getByText('Cancel and remove')).toBeVisible({ timeout: minutes / 2 });
    await window.waitForTimeout(2_000);
    await page.goto('about:blank');
    await program.kill();

    const again = await startProgram({ stateDir });
    try {
      await page.goto(again.link);
      await page.goto(`${again.origin}/#/notebooks/broken-off`);
      const open = page.getByRole('button', { name: 'Open JupyterLab' });
      await expect(async () => {
        await page.reload();
        await expect(open).toBeVisible({ timeout: 5_000 });
      }).toPass({ timeout: 2 * minutes });
      // A window that is left open would try to find its program again.
      await page.goto('about:blank');
    } finally {
      await again.stop();
    }
    const made = ledgerOf(stateDir).filter(({ kind }) => kind === 'sagemaker/notebook-instance');
    expect(made.map(({ goneAt }) => goneAt)).toEqual([null]);
  },
);
