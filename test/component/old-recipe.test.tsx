/** An old configuration on screen: refused lines with their reasons, what takes their place, and the one way on. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { OldRecipe } from '../../preload/contract/old-recipe.ts';
import { shows } from '../status/shows.ts';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';

const line = (
  kind: OldRecipe['lines'][number]['kind'],
  path: string,
  was: string | null,
  now: string | null,
  says: OldRecipe['lines'][number]['says'] = [],
): OldRecipe['lines'][number] => ({
  kind,
  path,
  label: { key: `recipe.batch.line.${path.split('.').at(-1) ?? ''}` },
  was,
  now,
  says,
  source:
    says.length > 0
      ? { page: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_X.html', asOf: '2026-11' }
      : null,
});

const recipe: OldRecipe = {
  wizard: 'gpu-training',
  name: 'census-income',
  lines: [
    line('refused', 'computeResources.instanceTypes', 'p2.xlarge', 'g4dn.xlarge, g5.xlarge, g6.xlarge', [
      { key: 'recipe.batch.types', params: { list: { list: ['p2.xlarge'] } } },
    ]),
    line('changed', 'computeResources.bidPercentage', '60', null, [
      { key: 'recipe.batch.bid', params: { percent: 60 } },
    ]),
    line('danger', 'containerProperties.privileged', 'true', 'true', [{ key: 'plan.training.privileged' }]),
    line('added', 'timeout', null, '4 h', [{ key: 'recipe.batch.timeout' }]),
    line('kept', 'containerProperties.image', '<img src=x onerror=alert(1)>', 'train:1'),
  ],
  leftOut: ['computeResources.instanceRole'],
  leftOutOf: 3,
  answers: { name: 'census-income', size: 'small' },
  asks: [{ key: 'wizard.gpu-training.problem.code' }],
  prices: {
    region: 'us-east-1',
    was: [{ type: 'p2.xlarge', usdPerHour: 0.9 }],
    now: [
      { type: 'g4dn.xlarge', usdPerHour: 0.526 },
      { type: 'g6.xlarge', usdPerHour: null },
    ],
    asOf: '2026-07-20',
  },
};

const file = () => new File(['{"computeResources":{}}'], 'old.json');

async function opened(address: string, over: object = {}, label = 'Open an old Batch configuration') {
  const drawn = await draw(address, {
    'plans.openFile': { recipe },
    'wizards.keep': {},
    ...over,
  });
  fireEvent.change(await screen.findByLabelText(label, { selector: 'input' }), {
    target: { files: [file()] },
  });
  return drawn;
}
const row = async (name: RegExp) => within(await screen.findByRole('row', { name }));

describe('an old configuration', () => {
  it(
    'has each refused line in red with its reason and page, beside what takes its place' +
      shows('done-when:4.2/refused'),
    async () => {
      await opened('#/start');
      expect(await screen.findByText('AWS refuses one line of this configuration today')).toBeTruthy();
      const types = await row(/^Types of machine/);
      expect(types.getByText('p2.xlarge')).toBeTruthy();
      expect(types.getByText(/has no driver for p2\.xlarge/).className).toContain('mw-red');
      expect(types.getByText(/^Read in 2026-11 at/).textContent).toContain('docs.aws.amazon.com/batch');
      expect(types.getByText('g4dn.xlarge, g5.xlarge, g6.xlarge')).toBeTruthy();
      expect((await row(/^Highest Spot price/)).getByText('left out')).toBeTruthy();
      expect((await row(/^May do everything/)).getByText('Dangerous, kept')).toBeTruthy();
      expect((await row(/^Time limit/)).getByText('not said')).toBeTruthy();
      expect(document.querySelector('img')).toBeNull();
      // Refused as it is: nothing here starts anything.
      expect(screen.queryByRole('button', { name: 'Start' })).toBeNull();
    },
  );

  it('tells prices as of their day, one that nobody knows as unknown, and what it does without', async () => {
    await opened('#/plans', {}, 'Open a plan file');
    expect(await screen.findByText(/^Prices as of 20 Jul 2026/)).toBeTruthy();
    expect((await row(/^p2\.xlarge/)).getByText('$0.90')).toBeTruthy();
    expect((await row(/^g6\.xlarge/)).getByLabelText('Price not known')).toBeTruthy();
    expect(screen.getByText('3 lines that the plan does without')).toBeTruthy();
    expect(screen.getByText('and 2 more')).toBeTruthy();
    expect(screen.getByText(/The program needs a folder|Choose the folder with the program/)).toBeTruthy();
  });

  it('becomes the answers of its wizard, which is opened', async () => {
    const { user, asked } = await opened('#/start');
    await user.click(await screen.findByRole('button', { name: 'Make a plan of it' }));
    await waitFor(() => expect(window.location.hash).toBe('#/start/gpu-training'));
    expect(asked('wizards.keep')[0]).toEqual({
      id: 'gpu-training',
      answers: recipe.answers,
      station: 'basics',
    });
    expect(asked('plans.make')).toEqual([]);
  });

  it('is opened inside the wizard as well, whose questions then have its answers', async () => {
    const { user, asked } = await opened('#/start/gpu-training');
    const before = asked('wizards.open').length;
    await user.click(await screen.findByRole('button', { name: 'Make a plan of it' }));
    await waitFor(() => expect(asked('wizards.open').length).toBe(before + 1));
    expect(screen.queryByRole('button', { name: 'Make a plan of it' })).toBeNull();
  });

  it('that is none is refused in words', async () => {
    await opened('#/start', { 'plans.openFile': new Refusal('file.unknownFormat') });
    expect(await screen.findByText('This file is not one that Millwright knows.')).toBeTruthy();
    expect(screen.getByText(/or a configuration of AWS Batch/)).toBeTruthy();
  });
});
