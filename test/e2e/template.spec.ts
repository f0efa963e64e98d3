/** A template of a person's own, in the browser: picked, answered, allowed where it is red, started, and deleted again. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { shows } from '../status/shows.ts';
import { findingsInBoth } from './support/axe.ts';
import { personAt } from './support/person.ts';
import { expect, ledgerOf, picture, test } from './support/story.ts';
import { button, operate, toReview } from './support/walk.ts';

const minutes = 60_000;
const folder = join(import.meta.dirname, '..', 'fixtures', 'templates');

async function seen(window: Page, name: string): Promise<void> {
  expect(await findingsInBoth(window, name)).toEqual([]);
}

async function pick(window: Page, file: string): Promise<void> {
  await window.getByLabel('Which template?', { exact: true }).setInputFiles(join(folder, file));
  await expect(window.getByText(file)).toBeVisible();
}

/** From its review to its receipt, and from there to nothing. */
async function deleteAgain(window: Page): Promise<void> {
  await window
    .getByRole('link', { name: /Receipt|receipt/ })
    .first()
    .click();
  await window.getByRole('link', { name: 'Delete the stack' }).click();
  await operate(window, personAt(window), 'Delete the stack');
}

test(
  'templates of one’s own become forms, and what they made is gone again' +
    shows('done-when:3.4/story', 'system:15/template'),
  async ({ window, program, stateDir }) => {
    test.setTimeout(3 * minutes);
    const person = personAt(window);

    await test.step('a plain one: two values, in the template’s own words', async () => {
      await person.click(window.getByText('Use a template of your own'));
      await seen(window, 'template-empty');
      await pick(window, 'logs.json');
      await expect(window.getByLabel(/What shall its stack be called/)).toHaveValue('logs');
      await window.getByText('Safe defaults').click();
      await expect(window.getByRole('heading', { name: 'How long' })).toBeVisible();
      await seen(window, 'template-plain');
      await toReview(window, person);
      await expect(window.getByText('millwright-template-logs').first()).toBeVisible();
      await seen(window, 'template-review');
      await person.start(button(window, 'Start'));
      await expect(window.getByText('logs is there, with everything that its template makes.')).toBeVisible({
        timeout: minutes,
      });
      await seen(window, 'template-watch');
      await deleteAgain(window);
    });

    await test.step('a red one, with a network and a secret', async () => {
      await window.goto(`${program.origin}/#/start`);
      await person.click(window.getByText('Use a template of your own'));
      await pick(window, 'hostile.yaml');
      await expect(window.getByText('http://203.0.113.7/evil.yaml')).toBeVisible();
      await picture(window, 'template-red');
      await seen(window, 'template-hostile');
      await button(window, /^(Next|Make the plan)/).click();
      await expect(window.getByText(/type “hostile” to allow it/)).toBeVisible();
      await seen(window, 'template-blocked');
      await expect(button(window, 'Start')).toHaveCount(0);
      await button(window, 'Change the answers').click();
      await pick(window, 'parameters.yaml');
      await expect(window.getByText('This template can do more')).toHaveCount(0, { timeout: minutes / 2 });
      await window.getByRole('textbox', { name: 'Shown as' }).fill('Doors');
      await window.getByRole('button', { name: /Subnet/ }).click();
      await window.getByRole('option', { name: /zone/i }).first().click();
      await toReview(window, person);
      await button(window, 'Start').click();
      await seen(window, 'template-secret');
      await window.getByLabel('Password', { exact: true }).fill('open-sesame-4417');
      await person.start(button(window, 'Go on'));
      await expect(window.getByText(/is there, with everything that its template makes/)).toBeVisible({
        timeout: minutes,
      });
      await deleteAgain(window);
    });

    // A window that is still open would look for the program.
    await window.goto('about:blank');
    await program.stop();
    const left = ledgerOf(stateDir).filter(
      ({ goneAt, kind }) => goneAt === null && /^(?:sns|logs)/.test(kind),
    );
    expect(left).toEqual([]);
  },
);
