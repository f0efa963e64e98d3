import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { csvOf } from '../../renderer/ui/csv.ts';
import { draw } from './draw.tsx';
import { notebookAnswers, now, planOf, receiptOf } from './fixtures.ts';

const plan = await planOf('notebook', notebookAnswers);
const one = receiptOf(plan);
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();
const summary = {
  id: one.id,
  planId: one.planId,
  title: one.title,
  outcome: one.outcome,
  startedAt: one.startedAt,
};
const rows = [
  { ...summary, id: 'r1', endedAt: daysAgo(0.1), by: 'arn:aws:iam::444455556666:user/anna' },
  { ...summary, id: 'r2', endedAt: daysAgo(3), by: 'arn:aws:iam::444455556666:user/anna', outcome: 'failed' },
  { ...summary, id: 'r3', endedAt: daysAgo(40), by: '=HYPERLINK("http://example.org")' },
];
const here = { 'plans.receipts': rows };

let saved: Blob[] = [];
beforeEach(() => {
  saved = [];
  URL.createObjectURL = (blob) => {
    saved.push(blob as Blob);
    return 'blob:here';
  };
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
});

const textOf = (blob: Blob | undefined): Promise<string> =>
  new Promise((resolve, reject) => {
    if (blob === undefined) throw new Error('nothing was saved');
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('it cannot be read'));
    reader.readAsText(blob);
  });

const links = () =>
  screen
    .queryAllByRole('link')
    .map((link) => link.getAttribute('href') ?? '')
    .filter((href) => href.startsWith('#/activity/'));

describe('Activity', () => {
  it('leads from each row to its receipt and its plan', async () => {
    await draw('#/activity', here);
    await screen.findByRole('heading', { level: 1, name: 'Activity' });
    await waitFor(() => expect(links()).toEqual(['#/activity/r1', '#/activity/r2', '#/activity/r3']));
    expect(screen.getAllByRole('link', { name: /^Plan: / })[0]?.getAttribute('href')).toBe(
      `#/plans/${plan.id}`,
    );
  });

  it('shows only what ended so, since then, by this person', async () => {
    const { user } = await draw('#/activity', here);
    const choose = async (field: RegExp, option: string) => {
      await user.click(await screen.findByRole('button', { name: field }));
      await user.click(await screen.findByRole('option', { name: option }));
    };
    await choose(/^Since/, '30 days');
    await waitFor(() => expect(links()).toEqual(['#/activity/r1', '#/activity/r2']));
    await choose(/^Outcome any/, 'failed');
    await waitFor(() => expect(links()).toEqual(['#/activity/r2']));
    await choose(/^Since/, 'one day');
    expect(await screen.findByText('Nothing like this was done')).toBeTruthy();
  });

  it('is saved as a table in which nothing is a formula', async () => {
    const { user } = await draw('#/activity', here);
    await user.click(await screen.findByRole('button', { name: 'Save as a table (CSV)' }));
    const text = await textOf(saved[0]);
    expect(text.split('\r\n')[0]).toBe('"What","Outcome","Began","When","Done by"');
    expect(text.split('\r\n')).toHaveLength(5);
    expect(text).toContain(`"'=HYPERLINK(""http://example.org"")"`);
  });
});

describe('a table for a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '|cmd', '%0A=1', '\r=1'])(
    'makes %j text',
    (text) => {
      expect(csvOf([[text]])).toBe(`\ufeff"'${text}"\r\n`);
    },
  );

  it('leaves other text as it is, quotes doubled', () => {
    expect(csvOf([['sales, "north"', '笔记本', '5 = 5']])).toBe(
      '\ufeff"sales, ""north""","笔记本","5 = 5"\r\n',
    );
  });
});

describe('a receipt of a plan that was gone on with', () => {
  it('says how it ended before', async () => {
    const receipt = { ...one, earlier: [{ outcome: 'failed' as const, endedAt: daysAgo(1) }] };
    await draw('#/activity/receipt-1', { 'plans.receipt': receipt });
    expect(await screen.findByText(/^Ended before at .*19 Nov|^Ended before at yesterday/)).toBeTruthy();
    expect(screen.getByText(/^Ended before at .*: failed$/)).toBeTruthy();
  });

  it('says nothing of it where it ended once', async () => {
    await draw('#/activity/receipt-1', { 'plans.receipt': one });
    expect(await screen.findByText('Planned and actual')).toBeTruthy();
    expect(screen.queryByText(/^Ended before/)).toBeNull();
  });
});
