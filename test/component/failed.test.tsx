import { act, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import type { Task } from '../../preload/contract/task.ts';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { home as homeSummary, notebookAnswers, planOf, taskOf } from './fixtures.ts';

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

  it('goes on with the same plan by a new confirmation, in the same task', async () => {
    const { user, asked, emit } = await draw('#/tasks/task-1', {
      ...over(failed),
      'plans.askConsent': { consentId: 'c2', link: null },
      'plans.apply': { taskId: 'task-1' },
    });
    await user.click(await screen.findByRole('button', { name: 'Try again from here' }));
    await waitFor(() => expect(asked('plans.askConsent')).toEqual([{ id: plan.id, digest: plan.digest }]));
    expect(asked('plans.apply')).toEqual([]);
    act(() => emit({ type: 'consent', consentId: 'c2', outcome: 'given', ticket: 'one-use' }));
    await waitFor(() =>
      expect(asked('plans.apply')).toEqual([{ id: plan.id, digest: plan.digest, ticket: 'one-use' }]),
    );
    expect(window.location.hash).toBe('#/tasks/task-1');
  });

  const moved = {
    'plans.askConsent': { consentId: 'c3', link: null },
    'plans.apply': new Refusal('plan.changed', [
      { path: 'facts', says: { key: 'plan.moved.stack', params: { name: 'x' } } },
    ]),
  };
  async function pressAndBeTold(emit: (event: MillwrightEvent) => void, user: UserEvent) {
    await user.click(await screen.findByRole('button', { name: 'Try again from here' }));
    await screen.findByText(/Waiting for your yes/);
    act(() => emit({ type: 'consent', consentId: 'c3', outcome: 'given', ticket: 'one-use' }));
    await user.click(await screen.findByRole('button', { name: 'Make the plan again' }));
  }

  it('makes a new plan of a wizard’s answers when the account moved', async () => {
    const { user, asked, emit } = await draw('#/tasks/task-1', {
      ...over(failed),
      ...moved,
      'wizards.keep': {},
    });
    await pressAndBeTold(emit, user);
    await waitFor(() =>
      expect(asked('wizards.keep')).toEqual([
        { id: 'notebook', answers: plan.answers, station: 'preflight' },
      ]),
    );
    await waitFor(() => expect(window.location.hash).toBe('#/start/notebook'));
  });

  it('makes a new plan of an operation when the account moved', async () => {
    const task = { ...taskOf(stop, 'failed') };
    const { user, emit } = await draw('#/tasks/task-1', { ...over(task, stop), ...moved });
    await pressAndBeTold(emit, user);
    await waitFor(() => expect(window.location.hash).toContain('#/plan/notebook-stop?answers='));
    expect(await screen.findByRole('button', { name: 'Stop the notebook' })).toBeTruthy();
  });

  it('says together what is left costs by the hour and by the month', async () => {
    const leftOver = [
      ...failed.leftOver,
      { type: 'AWS::SageMaker::NotebookInstance', name: 'sales', usdPerHour: 0.05 },
    ];
    await draw('#/tasks/task-1', over({ ...failed, leftOver }));
    expect(await screen.findByText('$0.05 an hour, $36.50 a month')).toBeTruthy();
  });

  it('has the one button for a stack that is stuck, as Home has it', async () => {
    const error = { ...failed.error!, code: 'aws.stackStuck' as const };
    const stackName = plan.changes.flatMap((c) => (c.kind === 'stack' ? [c.stackName] : [])).at(-1) ?? '';
    await draw('#/tasks/task-1', {
      ...over({ ...failed, error }),
      'home.summary': {
        ...homeSummary,
        needs: [
          {
            id: `stack:${stackName}`,
            severity: 'error',
            says: { key: 'stack.stuck.DELETE_FAILED', params: { name: stackName } },
            action: {
              label: { key: 'stack.way.remove-keeping' },
              source: 'stack-remove',
              answers: { stackName },
              route: null,
            },
          },
        ],
      },
    });
    const button = await screen.findByRole('link', { name: 'Remove the rest' });
    expect(button.getAttribute('href')).toContain('#/plan/stack-remove');
  });

  it('looks again for a task that was lost sight of', async () => {
    const { endedAt: _, ...open } = failed;
    const lost: Task = { ...open, state: 'lost' };
    const { user, asked } = await draw('#/tasks/task-1', {
      ...over(lost),
      'tasks.look': { ...lost, state: 'waiting', leftOver: [] },
    });
    expect(await screen.findByRole('heading', { name: 'Millwright lost sight of this' })).toBeTruthy();
    expect(screen.getByText('What may exist now')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Remove all' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(asked('tasks.look')).toEqual([{ id: 'task-1' }]));
    expect(await screen.findByRole('heading', { name: 'Apply' })).toBeTruthy();
  });

  it('leads to the folder of an upload', async () => {
    const upload = await planOf('data-upload', {
      stageId: '0'.repeat(32),
      bucket: 'sales-files',
      prefix: 'raw/',
    });
    await draw('#/tasks/task-1', over(taskOf(upload, 'succeeded'), upload));
    const link = await screen.findByRole('link', { name: 'Open the folder sales-files/raw/' });
    expect(link.getAttribute('href')).toBe('#/data/sales-files/raw');
  });

  it('offers none of it after a success', async () => {
    await draw('#/tasks/task-1', over(taskOf(plan, 'succeeded')));
    expect(await screen.findByRole('heading', { name: 'Done' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again from here' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Remove all' })).toBeNull();
  });
});
