/** "Train on a GPU" from an empty account: two machines are taken away, and each try goes on from where the one before was. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { shows } from '../status/shows.ts';
import { censusFolder } from './support/census.ts';
import { personAt } from './support/person.ts';
import { expect, ledgerOf, picture, test } from './support/story.ts';
import { button, operate, toReview } from './support/walk.ts';

const minutes = 60_000;
/** The account runs sixty times as fast as usual here: what a page asks for takes its time beside that. */
const seen = expect.configure({ timeout: 30_000 });
/** A training program that comes with Millwright; the sandbox trains in its place. */
const code = join(import.meta.dirname, '..', '..', 'assets', 'samples', 'train-census');

/** Files of this computer for a question of the wizard, laid ready. */
async function give(window: Page, question: number, files: string): Promise<void> {
  await window.locator('input[type=file]').nth(question).setInputFiles(files);
  await seen(window.getByText('Laid ready on this computer').nth(question)).toBeVisible();
}

test(
  'a person trains on a GPU, AWS takes two machines back, and the model is there' +
    shows('done-when:4.1/story'),
  async ({ window, program, stateDir }) => {
    test.setTimeout(5 * minutes);
    const visit = (route: string) => window.goto(`${program.origin}/#/${route}`);
    /** What AWS was asked is granted by then, and machines without work are ended. */
    const hourOn = async () => {
      await visit('faults');
      const press = button(window, 'One hour on');
      await press.click();
      await seen(press).toBeEnabled();
    };
    const person = personAt(window);
    const census = await censusFolder(stateDir);
    await person.click(window.getByText('Train a model'));
    await person.answer(window.getByRole('textbox', { name: 'What shall it be called?' }), 'census-income');
    await give(window, 0, code);
    await give(window, 1, join(census, 'train.csv'));
    await give(window, 2, join(census, 'test.csv'));
    await seen(window.getByText('$0.3764')).toBeVisible();
    await picture(window, 'train');

    await test.step('is told that the account may use no GPU, and asks AWS', async () => {
      await person.click(button(window, /^Next/));
      await person.click(button(window, /^Next/));
      await person.click(window.getByRole('link', { name: 'Ask AWS for 4' }));
      await operate(window, person, 'Ask AWS');
      await hourOn();
      await window.getByText('60×').click();
      await seen(window.getByText('60 times as fast as yours')).toBeVisible();
    });
    await test.step('lets AWS take the next two machines back', async () => {
      await window.getByRole('button', { name: 'What the next training meets' }).click();
      await window.getByRole('option', { name: 'AWS takes the machine back after a minute' }).click();
      for (const times of [1, 2]) {
        await button(window, 'Let it happen').click();
        await seen(window.getByText('Met 0 of one time.')).toHaveCount(times);
      }
    });
    await test.step('reviews and starts', async () => {
      await visit('start/gpu-training');
      await toReview(window, person);
      await picture(window, 'train-review');
      await person.start(button(window, 'Start the training'));
      const follow = window.getByRole('link', { name: 'Follow the training' });
      await seen(follow).toHaveAttribute('href', /^#\/training\/./, { timeout: minutes });
      await person.click(follow);
      // A name, a folder, and two files.
      expect(person.answers + 3).toBeLessThanOrEqual(5);
    });
    await test.step('follows it: three tries, each from the checkpoint of the one before', async () => {
      await seen(window.getByRole('heading', { level: 1, name: 'census-income' })).toBeVisible();
      await seen(window.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: minutes });
      await seen(window.getByText('Last, at epoch 10: loss 0.')).toBeVisible({ timeout: minutes / 2 });
      await picture(window, 'training');
      for (const [attempt, checkpoint] of [
        [2, '000001'],
        [3, '000002'],
      ] as const) {
        await window.goto(`${window.url().replace(/\?.*/, '')}?tab=log&try=${attempt}`);
        await seen(window.getByText(`Going on from checkpoint ${checkpoint}`)).toBeVisible();
      }
    });
    const job = window.url().replace(/\?.*/, '');
    await test.step('has the model and its numbers in the bucket, and the receipt', async () => {
      await window.goto(`${job}?tab=results`);
      await seen(window.getByText('model.json')).toBeVisible();
      await seen(window.getByText('metrics.json')).toBeVisible();
      await seen(window.getByText('32,560')).toBeVisible();
      await visit('activity');
      await window
        .getByRole('link', { name: /Train census-income/ })
        .first()
        .click();
      await seen(window.getByText('3 tries, interrupted 2 times.', { exact: false })).toBeVisible();
      await seen(window.getByText('Saved by Spot')).toBeVisible();
      await picture(window, 'train-receipt');
    });
    await test.step('runs it again as it was: one more job, from the beginning', async () => {
      await hourOn();
      await window.goto(job);
      await person.click(window.getByRole('link', { name: 'Run it again' }));
      await operate(window, person, 'Run it again');
      await visit('training');
      const runs = window.getByRole('row').filter({ hasText: 'census-income' });
      await seen(runs).toHaveCount(2);
      await seen(runs.filter({ hasText: 'Done' })).toHaveCount(2, { timeout: minutes });
    });
    await test.step('and with changes: all its answers are there under another name, and the plan stands', async () => {
      await window.goto(job);
      await person.click(button(window, 'Run it with changes'));
      const name = window.getByRole('textbox', { name: 'What shall it be called?' });
      await seen(name).toHaveValue('census-income-2');
      await toReview(window, person);
      await seen(button(window, 'Start the training')).toBeEnabled();
    });
    await hourOn();
    await window.goto('about:blank');
    await program.stop();
    const made = ledgerOf(stateDir);
    // One for each try of the first, and one for the run again.
    expect(made.filter(({ kind }) => kind === 'ec2/instance')).toHaveLength(4);
    // Machines are gone; what is left by intention costs by what lies in it.
    const billed = made.filter(({ billed: by }) => by.some(({ to }) => to === null));
    expect(billed.map(({ kind }) => kind).filter((kind) => kind !== 's3/bucket')).toEqual([]);
  },
);
