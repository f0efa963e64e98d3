import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { ago, jobAnswers, jobRow, jobRows } from './jobs-fixtures.ts';

const names = () => screen.getAllByRole('rowheader').map((cell) => cell.querySelector('a')?.textContent);
const list = (rows: unknown[], more: object = {}) => ({
  version: 1,
  loadedAt: ago(0),
  stale: false,
  rows,
  ...more,
});
const wizard = (id: string) => ({
  id,
  goal: { key: 'window.jobs.make' },
  cardNote: { key: 'window.jobs.make' },
  icon: 'training',
  draft: false,
});

describe('the list of trainings', () => {
  it('says state, reason and cost of each, and what is not known as not known', async () => {
    await draw('#/training', jobAnswers());
    const waiting = await screen.findByRole('row', { name: /plate-defects/ });
    expect(waiting.textContent).toContain('Waits for a machine');
    expect(waiting.textContent).toContain('It waits until another job is done.');
    expect(within(waiting).getByText('0.000')).toBeTruthy();
    const runs = screen.getByRole('row', { name: /runs-now/ });
    expect(within(runs).getAllByLabelText('Price not known').length).toBe(2);
    expect(screen.getByRole('heading', { level: 1, name: '4 trainings, 2 run' })).toBeTruthy();
    expect(screen.getByText('12 of 40 parts done, 3 failed')).toBeTruthy();
  });

  it('shows the jobs of one state, which is in the address, and counts the others', async () => {
    const { user } = await draw('#/training?only=failed', jobAnswers());
    await screen.findByRole('grid');
    expect(names()).toEqual(['broke']);
    await user.click(screen.getByRole('button', { name: 'Running (2)' }));
    await waitFor(() => expect(names()).toEqual(['runs-now', 'many-parts']));
    expect(window.location.hash).toBe('#/training?only=running');
  });

  it('takes an unknown state in the address for none', async () => {
    await draw('#/training?only=constructor', jobAnswers());
    await screen.findByRole('grid');
    expect(names().length).toBe(4);
  });

  it('follows the changes that main tells, by the id of the job and not by its name', async () => {
    const twin = { ...jobRow, id: 'job-9', name: 'runs-now', state: 'waiting' as const };
    const { emit } = await draw('#/training', jobAnswers({ 'jobs.list': list([...jobRows, twin]) }));
    await screen.findByRole('grid');
    emit({
      type: 'list',
      list: {
        of: 'jobs',
        from: 1,
        version: 2,
        loadedAt: ago(0),
        added: [],
        changed: [{ ...twin, state: 'succeeded' }],
        removed: ['job-1'],
      },
    });
    await waitFor(() => expect(screen.queryByRole('row', { name: /plate-defects/ })).toBeNull());
    const rows = screen.getAllByRole('row', { name: /runs-now/ });
    expect(rows.map((row) => row.textContent.includes('Running'))).toEqual([true, false]);
    expect(rows[1]?.textContent).toContain('Done');
  });

  it('says what trainings are for where there are none, and offers no way that does not exist', async () => {
    await draw('#/training', jobAnswers({ 'jobs.list': list([]), 'wizards.list': [wizard('notebook')] }));
    expect(await screen.findByText(/A training runs your script on a machine with a GPU/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Train a model' })).toBeNull();
  });

  it('is among the pages, and offers a first training, where trainings can be begun', async () => {
    await draw('#/training', jobAnswers({ 'jobs.list': list([]), 'wizards.list': [wizard('gpu-training')] }));
    expect(await screen.findByRole('link', { name: 'Train a model' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Training' }).getAttribute('href')).toBe('#/training');
  });

  it('is not among the pages where they cannot', async () => {
    const { asked } = await draw('#/training', jobAnswers({ 'wizards.list': [wizard('notebook')] }));
    await screen.findByRole('grid');
    await waitFor(() => expect(asked('wizards.list').length).toBeGreaterThan(0));
    expect(screen.queryByRole('link', { name: 'Training' })).toBeNull();
  });

  it('keeps what it knows, with its age, when main cannot look', async () => {
    let calls = 0;
    const { emit } = await draw(
      '#/training',
      jobAnswers({
        'jobs.list': () => ((calls += 1) === 1 ? list(jobRows) : new Refusal('network.unreachable')),
      }),
    );
    await screen.findByRole('grid');
    emit({ type: 'invalidated', domain: 'connections' });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(screen.getAllByText(/^Looked at .* ago\.$/).length).toBeGreaterThan(0);
    expect(names().length).toBe(4);
  });

  it('does not say that there are none where nobody may look', async () => {
    const error = new Refusal('permission.denied').error;
    const denied = { ...error, says: { ...error.says, params: { action: 'batch:ListJobs' } } };
    await draw(
      '#/training',
      jobAnswers({ 'jobs.list': list([], { refused: [{ of: 'jobs', error: denied }] }) }),
    );
    expect(await screen.findByText(/You may not list jobs in this account/)).toBeTruthy();
    expect(screen.queryByText('No trainings yet')).toBeNull();
  });

  it('draws only what is in sight of ten thousand, and finds one among them', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => ({ ...jobRow, id: `id-${n}`, name: `job-${n}` }));
    const { user } = await draw('#/training', jobAnswers({ 'jobs.list': list(rows) }));
    const grid = await screen.findByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('10001');
    expect(names().length).toBeLessThan(60);
    await user.type(screen.getByRole('searchbox'), 'job-9876');
    await waitFor(() => expect(names()).toEqual(['job-9876']), { timeout: 10_000 });
  });
});
