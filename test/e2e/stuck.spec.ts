/** Things go wrong on purpose, in the browser: a plan that fails goes on, and a stack that is stuck is mended, each by its button. */
import type { Page } from '@playwright/test';
import { findingsInBoth } from './support/axe.ts';
import { leftInChinese } from './support/english-left.ts';
import { personAt } from './support/person.ts';
import { expect, ledgerOf, picture, test } from './support/story.ts';
import { button, operate, prepareAccount, toReview } from './support/walk.ts';

const minutes = 60_000;
/** Names that the story and AWS give; AWS has its limits in English only. */
const own = [/\bmillwright-[\w…-]+/g, /\bml-files-\w+/g, /\bsales\b/g, /\badministrator\b/g, /“ml\.t3\.medium for notebook instance usage”/g]; // prettier-ignore

async function choose(window: Page, field: string, value: string): Promise<void> {
  await window.getByLabel(field, { exact: true }).click();
  await window.getByRole('option', { name: value, exact: true }).click();
}

/** By the badge of the account to the page, and the fault on until it is switched off. */
async function letGoWrong(window: Page, fault: string, service: string, call: string): Promise<void> {
  await window.getByRole('link', { name: 'Sandbox', exact: false }).first().click();
  await window.getByRole('radio', { name: new RegExp(`^${fault} `) }).check();
  await choose(window, 'In which service', service);
  await choose(window, 'At which call', call);
  await button(window, 'until switched off').click();
  await button(window, 'those of CloudFormation and timed stops').click();
  await button(window, `Switch ${fault} on`).click();
  await expect(button(window, `Switch ${fault} off`)).toBeVisible();
}

async function allIsWell(window: Page, fault: string): Promise<void> {
  await window.getByRole('link', { name: 'Sandbox', exact: false }).first().click();
  await expect(window.getByText(/Met (once|\d+ times)/)).toBeVisible();
  await button(window, `Switch ${fault} off`).click();
  await expect(window.getByText('Nothing is switched on')).toBeVisible();
}

async function seen(window: Page, name: string): Promise<void> {
  expect(await findingsInBoth(window, name)).toEqual([]);
  expect(await leftInChinese(window, own), name).toEqual([]);
}

test('a plan that failed goes on, and a stuck stack is removed, by the buttons on the screen', async ({
  window,
  program,
  stateDir,
}) => {
  test.setTimeout(4 * minutes);
  const home = () => window.goto(`${program.origin}/#/`);
  await prepareAccount(window, personAt(window));

  await test.step('a limit is reached while the notebook is made', async () => {
    await letGoWrong(window, 'F23', 'SageMaker notebook instances', 'CreateNotebookInstance');
    await seen(window, 'faults');
    await picture(window, 'faults');
    await home();
    const person = personAt(window);
    await person.click(window.getByText('I need a notebook'));
    await person.answer(window.getByRole('textbox').first(), 'sales');
    await toReview(window, person);
    await person.start(button(window, 'Start'));
    await expect(window.getByRole('heading', { name: 'What exists now' })).toBeVisible({ timeout: minutes });
  });

  await test.step('the page of the task goes on from there', async () => {
    await allIsWell(window, 'F23');
    await home();
    await window.getByRole('link', { name: 'See why' }).click();
    await expect(window.getByRole('heading', { name: 'Failed', exact: true })).toBeVisible();
    await expect(window.getByText(/an hour, .* a month/)).toBeVisible();
    await seen(window, 'failed');
    await picture(window, 'failed');
    await operate(window, personAt(window), 'Try again from here');
  });

  await test.step('a delete that AWS refuses is stuck, and Home mends it', async () => {
    await letGoWrong(window, 'F21', 'EventBridge Scheduler', 'DeleteSchedule');
    const answers = encodeURIComponent(JSON.stringify({ name: 'sales' }));
    await window.goto(`${program.origin}/#/plan/notebook-delete?answers=${answers}`);
    await personAt(window).start(button(window, 'Delete the notebook'));
    await expect(window.getByRole('heading', { name: 'Failed', exact: true })).toBeVisible({
      timeout: minutes,
    });
    await expect(window.getByRole('link', { name: 'Remove the rest' })).toBeVisible({ timeout: minutes / 2 });
    await seen(window, 'stuck');
    await allIsWell(window, 'F21');
    await home();
    await window.getByRole('link', { name: 'Remove the rest' }).click();
    await seen(window, 'stuck-review');
    await operate(window, personAt(window), 'Remove what is left');
  });

  // A window that is left open would try to find its program again.
  await window.goto('about:blank');
  await program.stop();
  const left = ledgerOf(stateDir).filter(({ goneAt }) => goneAt === null);
  const kinds = left.map(({ kind }) => kind);
  expect(kinds.filter((kind) => /^(?:sagemaker|scheduler\/schedule$)/.test(kind))).toEqual([]);
});
