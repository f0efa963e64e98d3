import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { jobOutcomes } from '../../preload/contract/plain.ts';
import { languages, words } from '../../words/index.ts';
import { Refusal } from './fake-api.ts';
import { draw } from './draw.tsx';

const nothing = { machines: [], chosen: [] };
const machine = {
  id: 'i-0a1',
  type: 'g4dn.xlarge',
  zone: 'us-east-1b',
  spot: true,
  jobs: [{ id: 'job-1', name: 'census-income' }],
};
const answers = {
  'sandbox.faults': { kinds: [], switches: [], services: [] },
  'sandbox.clock': { now: '2026-11-20T13:02:00.000Z', mode: 'real', speed: 1 },
};

it('has a word for everything that can happen to a training, in every language', () => {
  for (const language of languages)
    for (const outcome of jobOutcomes) expect(words[language][`window.faults.fate.${outcome}`]).toMatch(/\S/);
});

it('lets AWS take a machine back', async () => {
  const { user, asked } = await draw('#/faults', {
    ...answers,
    'sandbox.jobFates': { machines: [machine], chosen: [] },
    'sandbox.takeBack': {},
  });
  expect(await screen.findByText('g4dn.xlarge in us-east-1b')).toBeTruthy();
  expect(screen.getByText('Runs census-income.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'AWS takes the g4dn.xlarge back' }));
  await waitFor(() => expect(asked('sandbox.takeBack')).toEqual([{ machine: 'i-0a1' }]));
});

it('lets the next training meet what was chosen, once; no free machine stays until it is forgotten', async () => {
  const chosen = { id: 'c1', outcome: 'no-capacity', times: null, met: 3 };
  const { user, asked } = await draw('#/faults', {
    ...answers,
    'sandbox.jobFates': { ...nothing, chosen: [chosen] },
    'sandbox.chooseFate': chosen,
    'sandbox.forgetFate': {},
  });
  await user.click(await screen.findByRole('button', { name: 'Let it happen' }));
  await user.click(screen.getByRole('button', { name: /What the next training meets/ }));
  await user.click(await screen.findByRole('option', { name: 'Out of memory after a minute' }));
  await user.click(screen.getByRole('button', { name: 'Let it happen' }));
  await waitFor(() =>
    expect(asked('sandbox.chooseFate')).toEqual([
      { outcome: 'no-capacity', times: null },
      { outcome: 'out-of-memory', times: 1 },
    ]),
  );
  expect(screen.getByText('Met 3 times.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Forget: No machine is free' }));
  await waitFor(() => expect(asked('sandbox.forgetFate')).toEqual([{ id: 'c1' }]));
});

it('says an outcome without a word of its own as the account names it, and what was refused', async () => {
  const { user } = await draw('#/faults', {
    ...answers,
    'sandbox.jobFates': { machines: [machine], chosen: [{ id: 'c1', outcome: 'exit:3', times: 1, met: 0 }] },
    'sandbox.takeBack': new Refusal('call.invalid'),
  });
  const row = (await screen.findByText('exit:3')).closest('li');
  expect(within(row!).getByText('Met 0 of one time.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /takes the g4dn/ }));
  expect(await screen.findByText('Reload the window.')).toBeTruthy();
});
