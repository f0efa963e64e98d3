/** The plan on screen in its other forms: three files to save, and paper. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect } from './story.ts';
import { button } from './walk.ts';

async function saved(window: Page, item: string): Promise<{ name: string; text: string }> {
  const menu = window.getByRole('menuitem', { name: item });
  await button(window, 'Export').click();
  const [download] = await Promise.all([window.waitForEvent('download'), menu.click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'latin1') };
}

/** A4 less its margins, in CSS pixels. */
const paper = { width: 672, height: 1000 };

/** Leaves the window as it was. */
export async function tryExports(window: Page): Promise<void> {
  const template = await saved(window, 'CloudFormation template and parameters');
  expect(template.name).toMatch(/^plan-[0-9a-f]{8}-cloudformation\.zip$/);
  for (const name of ['deploy.sh', 'notebook.yaml', '.parameters.json', 'AWS::SageMaker::NotebookInstance'])
    expect(template.text).toContain(name);
  expect((await saved(window, 'Lines for the AWS CLI')).text).toContain('aws cloudformation deploy');
  const page = await saved(window, 'Page to read');
  expect(page.name).toMatch(/^plan-[0-9a-f]{8}\.html$/);
  expect(page.text).toContain('<!doctype html>');

  const before = window.viewportSize() ?? paper;
  await window.emulateMedia({ colorScheme: 'dark' });
  const darkNow = () => window.evaluate(() => document.body.classList.contains('awsui-dark-mode'));
  await expect.poll(darkNow).toBe(true);
  // The browser under test prints nothing: what it would put on paper is looked at instead.
  await window.evaluate(() => {
    globalThis.print = () => {
      dispatchEvent(new Event('beforeprint'));
      document.body.dataset['printed'] = String(document.body.classList.contains('awsui-dark-mode'));
    };
  });
  await button(window, 'Print').click();
  expect(await window.evaluate(() => document.body.dataset['printed']), 'dark on paper').toBe('false');
  await window.setViewportSize(paper);
  await window.emulateMedia({ media: 'print' });
  const seen = (selector: string) => window.locator(selector).filter({ visible: true });
  await expect(seen('.mw-sentences > li').first()).toBeVisible();
  await expect(seen('.mw-receipt').first()).toBeVisible();
  for (const frame of ['.mw-top', 'nav', 'button']) await expect(seen(frame)).toHaveCount(0);
  const clipped = await window.evaluate(
    (most) =>
      [...document.querySelectorAll('.mw-page *')]
        .filter((one) =>
          [...one.childNodes].some((node) => node.nodeName === '#text' && node.nodeValue?.trim()),
        )
        .filter((one) => one.checkVisibility({ visibilityProperty: true }))
        .filter((one) => one.getBoundingClientRect().right > most + 1)
        .map((one) => one.textContent),
    paper.width,
  );
  expect(clipped).toEqual([]);
  await window.evaluate(() => dispatchEvent(new Event('afterprint')));
  await window.emulateMedia({ media: null, colorScheme: null });
  await window.setViewportSize(before);
}
