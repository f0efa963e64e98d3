/** A notebook that runs is changed on the screen, and put back from the receipt. */
import { expect, type Page } from '@playwright/test';
import { personAt } from './person.ts';
import { button, operate } from './walk.ts';

const minutes = 60_000;

export async function changeAndPutBack(window: Page, address: string): Promise<void> {
  const press = 'Change the notebook';
  await window.goto(address);
  await window.getByRole('link', { name: 'Change', exact: true }).click();
  await expect(window.getByRole('radio', { name: /^Small/ })).toBeChecked();
  await window.getByRole('radio', { name: /^Medium/ }).check();
  for (let station = 0; station < 4 && !(await button(window, press).isVisible()); station += 1) {
    await button(window, /^Next/).click({ timeout: minutes / 4 });
    await window.waitForTimeout(500);
  }
  await expect(window.getByText('“small (ml.t3.medium)” → “medium (ml.m5.xlarge)”')).toBeVisible();
  await expect(window.getByText('Restarts: while it runs')).toBeVisible();
  await expect(window.getByText('AWS stops it and starts it again')).toBeVisible();
  await personAt(window).start(button(window, press));
  const receipt = window.getByRole('link', { name: 'See the receipt' });
  await receipt.first().click({ timeout: 2 * minutes });
  await window.getByRole('link', { name: 'Put it back' }).click();
  await expect(window.getByText('“medium (ml.m5.xlarge)” → “small (ml.t3.medium)”')).toBeVisible();
  await operate(window, personAt(window), press);
}
