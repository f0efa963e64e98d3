import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../preload/contract/task.ts';
import { draw } from './draw.tsx';
import { notebookAnswers, planOf, taskOf } from './fixtures.ts';

const plan = await planOf('notebook', notebookAnswers);
const stop = await planOf('notebook-stop', { name: 'steel-forecast' });
const failed: Task = {
  ...taskOf(plan, 'failed'),
  detail: { key: 'apply.ended.failed' },
  error: {
    code: 'aws.stackFailed',
    says: { key: 'error.quota.hard.says', params: { what: 'x', quota: 'ml.t3.medium', limit: 0 } },
    mend: { key: 'error.aws.stackFailed.mend' },
    technical: { service: 'cloudformation', text: 'The limit is 0' },
  },
  leftOver: [{ type: 'AWS::S3::Bucket', name: 'sales-forecast-4417', usdPerHour: 0 }],
  cancellable: true,
};
const summary = (of: typeof plan) => ({
  id: of.id,
  digest: of.digest,
  title: of.title,
  source: of.source,
  madeAt: of.madeAt,
  state: 'failed',
  review: null,
});
const over = (task: Task, of = plan) => ({
  'tasks.list': [task],
  'plans.get': { plan: of, summary: summary(of) },
});

describe('after a failure', () => {
  it('says what exists now and what it costs, and removes it only after naming it', async () => {
    const { user, asked, emit } = await draw('#/tasks/task-1', {
      ...over(failed),
      'tasks.askConsent': { consentId: 'c1', link: null },
      'tasks.cancel': { ...failed, state: 'cancelling', cancellable: false },
    });
    expect(await screen.findByText('What exists now')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Remove all' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('sales-forecast-4417')).toBeTruthy();
    expect(asked('tasks.cancel')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Remove all' }));
    // And then only with the ticket of the confirmation page.
    await waitFor(() => expect(asked('tasks.askConsent')).toEqual([{ id: 'task-1' }]));
    expect(asked('tasks.cancel')).toEqual([]);
    act(() => emit({ type: 'consent', consentId: 'c1', outcome: 'given', ticket: 'one-use' }));
    await waitFor(() => expect(asked('tasks.cancel')).toEqual([{ id: 'task-1', ticket: 'one-use' }]));
  });

  it('keeps everything when the person thinks better of it', async () => {
    const { user, asked } = await draw('#/tasks/task-1', over(failed));
    await user.click(await screen.findByRole('button', { name: 'Remove all' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Keep it' }));
    expect(asked('tasks.cancel')).toEqual([]);
  });

  it('does not offer to remove when nothing is left', async () => {
    await draw('#/tasks/task-1', over({ ...failed, leftOver: [], cancellable: false }));
    expect(await screen.findByRole('button', { name: 'Try again from here' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Remove all' })).toBeNull();
  });

  it('tries a wizard again with the same answers, as a new plan to be read', async () => {
    const { user, asked } = await draw('#/tasks/task-1', { ...over(failed), 'wizards.keep': {} });
    await user.click(await screen.findByRole('button', { name: 'Try again from here' }));
    await waitFor(() =>
      expect(asked('wizards.keep')).toEqual([
        { id: 'notebook', answers: plan.answers, station: 'preflight' },
      ]),
    );
    await waitFor(() => expect(window.location.hash).toBe('#/start/notebook'));
  });

  it('tries an operation again with the same answers', async () => {
    const { user } = await draw('#/tasks/task-1', over({ ...taskOf(stop, 'failed') }, stop));
    await user.click(await screen.findByRole('button', { name: 'Try again from here' }));
    await waitFor(() => expect(window.location.hash).toContain('#/plan/notebook-stop?answers='));
    expect(await screen.findByRole('button', { name: 'Stop the notebook' })).toBeTruthy();
  });

  it('offers none of it after a success', async () => {
    await draw('#/tasks/task-1', over(taskOf(plan, 'succeeded')));
    expect(await screen.findByRole('heading', { name: 'Done' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again from here' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Remove all' })).toBeNull();
  });
});
