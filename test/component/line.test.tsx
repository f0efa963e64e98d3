import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { draw } from './draw.tsx';
import { home } from './fixtures.ts';

const endsSoon = (at: string) => ({
  ...home,
  needs: [
    {
      id: 'AWS::SageMaker::NotebookInstance:sales',
      severity: 'warning',
      says: { key: 'need.thing.endsSoon', params: { name: 'sales', at: { time: at } } },
      action: {
        label: { key: 'need.thing.extend' },
        source: 'notebook-extend',
        answers: { name: 'sales' },
        route: null,
      },
    },
  ],
});

describe('the line to the program', () => {
  it('says nothing about a short break, then what is wrong and for how long', async () => {
    const { line } = await draw('#/settings');
    await screen.findByRole('heading', { name: 'Settings' });
    act(() => line('lost'));
    expect(screen.queryByText('Millwright does not answer.')).toBeNull();
    expect(await screen.findByText('Millwright does not answer.', {}, { timeout: 4000 })).toBeTruthy();
    expect(screen.getByText(/^Trying again, \d+ s so far\.$/)).toBeTruthy();
    act(() => line('open'));
    expect(screen.queryByText('Millwright does not answer.')).toBeNull();
  });

  it('asks for everything again after a break', async () => {
    const { line, asked } = await draw('#/settings');
    await screen.findByRole('heading', { name: 'Settings' });
    await waitFor(() => expect(asked('tasks.list')).toHaveLength(1));
    act(() => line('lost'));
    act(() => line('connecting'));
    act(() => line('open'));
    await waitFor(() => expect(asked('tasks.list')).toHaveLength(2));
  });

  it('says how to come in again when the link was used', async () => {
    const { line } = await draw('#/');
    act(() => line('signedOut'));
    expect(screen.getByRole('heading', { name: 'This window needs a fresh link' })).toBeTruthy();
    expect(screen.getByText(/press Enter/)).toBeTruthy();
    expect(screen.getByText('npm start')).toBeTruthy();
  });
});

describe('the notice before a thing stops', () => {
  const says = /^sales stops .* 19:00\./;

  it('stands on every page with the way to let it run longer, and is read away once', async () => {
    const { user, answers, emit } = await draw('#/settings', {
      'home.summary': endsSoon('2026-11-20T18:00:00Z'),
    });
    expect(await screen.findByText(says)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Let it run 2 hours longer' }).getAttribute('href')).toContain(
      '#/plan/notebook-extend?answers=',
    );
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByText(says)).toBeNull());
    act(() => emit({ type: 'invalidated', domain: 'home' }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(screen.queryByText(says)).toBeNull();
    answers['home.summary'] = endsSoon('2026-11-21T18:00:00Z');
    act(() => emit({ type: 'invalidated', domain: 'home' }));
    expect(await screen.findByText(says)).toBeTruthy();
  });
});
