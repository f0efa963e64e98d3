import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { draw } from './draw.tsx';
import { notebookAnswers, planOf, summaryOf } from './fixtures.ts';

const plan = await planOf('notebook', notebookAnswers);
const number = `${plan.digest.slice(0, 4)} ${plan.digest.slice(4, 8)}`;
const rejection = {
  by: 'Dr. Lee',
  verdict: 'rejected' as const,
  comment: 'Too large.',
  at: '2026-11-20T12:00:00Z',
};
const summary = { ...summaryOf(plan), review: null as typeof rejection | null };
const rejected = { ...summary, state: 'rejected', review: rejection };

describe('a reviewer', () => {
  it('approves exactly the plan on screen', async () => {
    const { user, asked } = await draw(`#/plans/${plan.id}`, {
      'plans.get': { plan, summary },
      'plans.list': [summary],
      'plans.review': { ...summary, review: { ...rejection, verdict: 'approved' } },
    });
    await user.type(await screen.findByRole('textbox', { name: 'Your name' }), 'Dr. Lee');
    expect(screen.getByText(/It is a note, not a signature: nobody checks the name/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: `Approve plan ${number}` }));
    await waitFor(() =>
      expect(asked('plans.review')).toEqual([
        { id: plan.id, digest: plan.digest, by: 'Dr. Lee', verdict: 'approved', comment: '' },
      ]),
    );
  });

  it('is told what is missing instead of being stopped by a grey button', async () => {
    const { user, asked } = await draw(`#/plans/${plan.id}`, {
      'plans.get': { plan, summary },
      'plans.list': [summary],
    });
    await user.click(await screen.findByRole('button', { name: `Reject plan ${number}` }));
    expect(screen.getByText('Write your name, so that others know who decided.')).toBeTruthy();
    expect(screen.getByText('Say what has to change before you reject it.')).toBeTruthy();
    expect(asked('plans.review')).toEqual([]);
  });
});

describe('a rejected plan', () => {
  it('cannot be started, and says who rejected it and why', async () => {
    await draw(`#/plans/${plan.id}`, {
      'plans.get': { plan, summary: rejected },
      'plans.list': [rejected],
    });
    expect(await screen.findByText(/^Dr\. Lee rejected this plan, .* It cannot be started\.$/)).toBeTruthy();
    expect(screen.getByText('Too large.')).toBeTruthy();
    expect(screen.getByText('A note, not a signature: nobody checked the name.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Start' })).toBeNull();
  });

  it('stands as rejected in the list', async () => {
    await draw('#/plans', { 'plans.list': [rejected] });
    expect(await screen.findByText('rejected')).toBeTruthy();
    expect(screen.getByText('rejected by Dr. Lee')).toBeTruthy();
  });
});
