import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { now } from './fixtures.ts';
import { jobAnswers } from './jobs-fixtures.ts';

const { plots } = vi.hoisted(() => ({ plots: [] as { data: number[][] }[] }));
// jsdom has no canvas.
vi.mock('uplot', () => ({
  default: class {
    static join = (tables: number[][][]) => [tables[0]?.[0] ?? [], ...tables.map(([, y]) => y ?? [])];
    constructor(_options: unknown, data: number[][]) {
      plots.push({ data });
    }
    destroy = () => undefined;
    setSize = () => undefined;
  },
}));
beforeEach(() => plots.splice(0));

const series = (name: string, count: number, value: (n: number) => number) => ({
  name,
  of: count,
  points: Array.from({ length: count }, (_, n) => ({
    at: new Date(now + n * 1000).toISOString(),
    line: n,
    value: value(n),
  })),
});
const numbers = [
  series('epoch', 24, (n) => n + 1),
  series('loss', 24, (n) => 1 / (n + 1)),
  series('accuracy', 24, (n) => n / 24),
];
const charts = (all: object[]) =>
  draw('#/training/job-1?tab=charts', jobAnswers({ 'jobs.numbers': { series: all } }));

describe('the numbers of a training', () => {
  it('are drawn as lines, and said in words', async () => {
    await charts(numbers);
    expect(await screen.findByText('Last, at epoch 24: loss 0.04167.')).toBeTruthy();
    expect(screen.getAllByText('loss').length).toBeGreaterThan(0);
    expect(plots).toEqual([]);
  });

  it('are a table too', async () => {
    const { user } = await charts(numbers);
    await user.click(await screen.findByRole('button', { name: 'Table' }));
    const table = await screen.findByRole('grid', { name: 'Table' });
    expect(table.getAttribute('aria-rowcount')).toBe('25');
    expect(within(table).getByRole('columnheader', { name: 'epoch' })).toBeTruthy();
    expect(within(table).getByRole('row', { name: /^12 / }).textContent).toContain('0.08333');
  });

  it('are chosen by the person', async () => {
    const { user } = await charts(numbers);
    await screen.findByText(/^Last, at epoch 24/);
    await user.click(screen.getByRole('button', { name: /Choose up to four numbers/ }));
    await user.click(await screen.findByRole('option', { name: 'accuracy' }));
    expect(await screen.findByText('Last, at epoch 24: loss 0.04167 and accuracy 0.9583.')).toBeTruthy();
  });

  it('of a long log are drawn on a canvas with its name', async () => {
    await charts([series('loss', 1_900, (n) => 1 / (n + 1))]);
    expect(await screen.findByRole('img', { name: 'Chart of loss' })).toBeTruthy();
    await waitFor(() => expect(plots.at(-1)?.data[1]?.length).toBe(1_900));
  });

  it('are missed with a word on how to print them', async () => {
    await charts([]);
    expect(await screen.findByText(/The log has no numbers to draw yet/)).toBeTruthy();
  });

  it('leave the rest of the page as it is when they cannot be read', async () => {
    await draw('#/training/job-1', jobAnswers({ 'jobs.numbers': new Refusal('network.unreachable') }));
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(await screen.findByRole('region', { name: 'Last lines of the log' })).toBeTruthy();
  });
});
