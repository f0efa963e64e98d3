/** While main looks in AWS for what was begun, a start waits in words and then asks by itself. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';

const address = '#/plan/notebook-stop?answers=%7B%22name%22%3A%22steel-forecast%22%7D';
const trouble = { key: 'error.network.unreachable.says' };

it('says why it waits, and asks for the consent when the search is done, without another press', async () => {
  vi.spyOn(window, 'open').mockReturnValue(null);
  let end: (answer: unknown) => void = () => undefined;
  const { user, asked, answers } = await draw(address, {
    'plans.askConsent': new Refusal('state.reconciling'),
    'tasks.search': () => new Promise((resolve) => (end = resolve)),
  });
  await user.click(await screen.findByRole('button', { name: 'Stop the notebook' }));
  expect(await screen.findByText(/^Millwright is looking in AWS for what it began/)).toBeTruthy();
  expect(asked('plans.askConsent')).toHaveLength(1);
  answers['plans.askConsent'] = { consentId: 'c1', link: null };
  end({ pending: null, trouble: null });
  expect(await screen.findByText('Waiting for your yes on the confirmation page')).toBeTruthy();
  expect(asked('plans.askConsent')).toHaveLength(2);
  expect(asked('plans.apply')).toEqual([]);
});

it('says what keeps main from it, and Cancel asks nothing more', async () => {
  const { user, asked } = await draw(address, {
    'plans.askConsent': new Refusal('state.reconciling'),
    'tasks.search': { pending: '2026-11-20T10:00:00Z', trouble },
  });
  await user.click(await screen.findByRole('button', { name: 'Stop the notebook' }));
  expect(await screen.findByText(/^Millwright is looking in AWS/)).toBeTruthy();
  await waitFor(() => expect(asked('tasks.search')).toHaveLength(1));
  expect(await screen.findByText(/reach/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByText(/^Millwright is looking in AWS/)).toBeNull();
  expect(asked('plans.askConsent')).toHaveLength(1);
});
