/** Every page of the window, looked at by axe in light and dark: WCAG 2.2 levels A and AA. */
import type { Page } from '@playwright/test';
import { appear, appearances, findingsInBoth } from './support/axe.ts';
import { censusFolder } from './support/census.ts';
import { personAt } from './support/person.ts';
import { confirmAfter, expect, test } from './support/story.ts';
import { button, operate, prepareAccount, toReview } from './support/walk.ts';

const minutes = 60_000;

/** Notes what axe finds wrong on the page as it stands, in both appearances. */
function looker(wrong: string[], seen: string[]): (page: Page, name: string) => Promise<void> {
  return async (page, name) => {
    wrong.push(...(await findingsInBoth(page, name)));
    seen.push(name);
  };
}

test('every page can be used by everybody: axe finds nothing', async ({ window, program, stateDir }) => {
  test.setTimeout(6 * minutes);
  const wrong: string[] = [];
  const seen: string[] = [];
  const look = looker(wrong, seen);
  const person = personAt(window);
  const visit = async (route: string, name: string, there: string | RegExp): Promise<void> => {
    await window.goto(`${program.origin}/#/${route}`);
    await expect(window.getByText(there).first()).toBeVisible({ timeout: minutes / 2 });
    await window.waitForLoadState('networkidle');
    await look(window, name);
  };

  await test.step('what is wrong is found, in both appearances', async () => {
    await expect(window.getByText('I need a notebook').first()).toBeVisible({ timeout: minutes / 2 });
    await window.evaluate(() => {
      const nameless = document.createElement('button');
      const pale = document.createElement('p');
      pale.textContent = 'pale';
      pale.style.color = '#777';
      pale.style.backgroundColor = '#888';
      document.querySelector('main')?.append(nameless, pale);
    });
    await look(window, 'control');
    const found = wrong.splice(0).map((line) => line.replace(/ \(.*/s, ''));
    for (const appearance of appearances)
      for (const rule of ['button-name', 'color-contrast'])
        expect(found).toContain(`control, ${appearance}: ${rule}`);
    const grounds = new Set<string>();
    for (const colorScheme of appearances) {
      await appear(window, colorScheme);
      grounds.add(await window.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    expect(grounds.size).toBe(2);
    await window.reload();
  });

  await visit('', 'home of an empty account', 'I need a notebook');
  await visit('notebooks', 'no notebooks', 'notebook');
  await window.goto(`${program.origin}/#/`);
  await prepareAccount(window, person);

  await test.step('the wizard of a notebook', async () => {
    await window.goto(`${program.origin}/#/`);
    await person.click(window.getByText('I need a notebook'));
    await button(window, /^Next/).click();
    await expect(window.locator('[aria-invalid="true"]').first()).toBeVisible();
    await look(window, 'basics with nothing answered');
    await person.answer(window.getByRole('textbox').first(), 'for-everybody');
    await toReview(window, person, (station) => look(window, `notebook, station ${station}`));
    await confirmAfter(
      window,
      () => button(window, 'Start').click(),
      (popup) => look(popup, 'confirmation'),
    );
    await expect(window.getByText('Cancel and remove')).toBeVisible({ timeout: minutes / 2 });
    await look(window, 'notebook, being made');
    await expect(button(window, 'Open JupyterLab').first()).toBeVisible({ timeout: 2 * minutes });
    await look(window, 'notebook, made');
  });

  await visit('', 'home', 'for-everybody');
  await visit('start', 'start something', 'I need a notebook');
  await visit('notebooks', 'notebooks', 'for-everybody');
  for (const tab of ['overview', 'log', 'cost', 'configuration', 'history'])
    await visit(`notebooks/for-everybody?tab=${tab}`, `notebook, ${tab}`, 'for-everybody');

  await test.step('files', async () => {
    await visit('data', 'buckets', /^ml-files-/);
    await window.getByRole('link', { name: /^ml-files-/ }).click();
    await expect(window.getByLabel('Folder to upload')).toBeAttached();
    await look(window, 'an empty folder');
    await window.getByLabel('Folder to upload').setInputFiles(await censusFolder(stateDir));
    await expect(button(window, 'Upload 2 files')).toBeVisible({ timeout: minutes });
    await look(window, 'upload, review');
    await operate(window, person, 'Upload 2 files');
    await look(window, 'upload, done');
    await window.goto(`${program.origin}/#/data`);
    await window.getByRole('link', { name: /^ml-files-/ }).click();
    await window.getByRole('link', { name: 'census-income' }).click();
    await button(window, 'Preview train.csv').click();
    await expect(window.getByRole('cell', { name: 'United-States' }).first()).toBeVisible();
    await look(window, 'a folder with a preview');
  });

  await test.step('plans and what was done', async () => {
    await visit('plans', 'plans', 'for-everybody');
    await visit('activity', 'activity', 'for-everybody');
    await window
      .getByRole('link', { name: /for-everybody/ })
      .first()
      .click();
    await expect(window.getByText('Planned and actual')).toBeVisible();
    await look(window, 'receipt');
    await visit('settings', 'settings', 'Language');
    await visit('nowhere', 'a wrong address', 'Home');
    await visit('notebooks/for-everybody', 'notebook', 'for-everybody');
    await window
      .getByRole('link', { name: 'Delete', exact: true })
      .or(button(window, 'Delete'))
      .first()
      .click();
    await expect(button(window, 'Delete the notebook')).toBeVisible({ timeout: minutes / 2 });
    await look(window, 'delete, review');
  });

  expect(wrong, wrong.join('\n')).toEqual([]);
  expect(new Set(seen).size).toBe(seen.length);
});
