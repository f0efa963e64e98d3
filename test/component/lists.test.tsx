import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../preload/contract/domains/data.ts';
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import { draw } from './draw.tsx';
import { home, notebookRows } from './fixtures.ts';

const file = (name: string): ObjectRow => ({
  key: `in/${name}`,
  name,
  kind: 'file',
  bytes: 12,
  changedAt: '2026-11-20T10:00:00Z',
  storageClass: null,
});

const refused = (of: Refused['of'], action: string): Refused => ({
  of,
  error: {
    code: 'permission.denied',
    says: { key: 'error.permission.denied.says', params: { action } },
    mend: { key: 'error.permission.denied.mend', params: { action } },
  },
});

describe('an open folder', () => {
  it('shows a file at once that was uploaded meanwhile, and loses one that was deleted', async () => {
    let rows = [file('old.csv'), file('stays.csv')];
    const { emit } = await draw('#/data/my-bucket/in', {
      'data.list': () => ({ rows, continueFrom: null }),
    });
    expect(await screen.findByRole('button', { name: 'Preview old.csv' })).toBeTruthy();
    rows = [file('new.csv'), file('stays.csv')];
    emit({ type: 'invalidated', domain: 'data' });
    expect(await screen.findByRole('button', { name: 'Preview new.csv' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Preview old.csv' })).toBeNull();
  });

  it('is read again as far as it was read, page by page', async () => {
    const pages: Record<string, { rows: ObjectRow[]; continueFrom: string | null }> = {
      '': { rows: [file('a.csv')], continueFrom: 'two' },
      two: { rows: [file('b.csv')], continueFrom: null },
    };
    const { emit, asked } = await draw('#/data/my-bucket/in', {
      'data.list': ({ continueFrom }: { continueFrom: string | null }) => pages[continueFrom ?? ''],
    });
    expect(await screen.findByRole('button', { name: 'Preview b.csv' })).toBeTruthy();
    pages['two'] = { rows: [file('b.csv'), file('c.csv')], continueFrom: null };
    const before = asked('data.list').length;
    emit({ type: 'invalidated', domain: 'data' });
    expect(await screen.findByRole('button', { name: 'Preview c.csv' })).toBeTruthy();
    expect(asked('data.list').length).toBe(before + 2);
  });
});

describe('without the right to see', () => {
  it('says which right is missing where the notebooks would stand, and not that there are none', async () => {
    await draw('#/notebooks', {
      'notebooks.list': {
        version: 1,
        loadedAt: '2026-11-20T10:00:00Z',
        stale: false,
        rows: [],
        refused: [refused('notebooks', 'sagemaker:ListNotebookInstances')],
      },
    });
    expect(
      await screen.findByText(
        'You may not list notebooks in this account (needs sagemaker:ListNotebookInstances).',
      ),
    ).toBeTruthy();
    expect(screen.getByText(/^Ask the administrator of the account/)).toBeTruthy();
    expect(screen.queryByText(/no notebook/i)).toBeNull();
    expect(screen.getByRole('heading', { level: 1, name: 'Notebooks' })).toBeTruthy();
  });

  it('shows who made a notebook and when it ends as not known, where stacks may not be seen', async () => {
    await draw('#/notebooks', {
      'notebooks.list': {
        version: 1,
        loadedAt: '2026-11-20T10:00:00Z',
        stale: false,
        rows: notebookRows.map((row) => ({ ...row, endsAt: null, ownedByPlan: null })),
        refused: [refused('stacks', 'cloudformation:DescribeStacks')],
      },
    });
    expect(await screen.findByText(/needs cloudformation:DescribeStacks/)).toBeTruthy();
    const first = (await screen.findByText(notebookRows[0]!.name)).closest<HTMLElement>('[role=row]')!;
    expect(within(first).getAllByLabelText('Not known: you may not look')).toHaveLength(2);
    expect(screen.queryByText(/no end/i)).toBeNull();
  });

  it('says so for buckets', async () => {
    await draw('#/data', {
      'data.buckets': { version: 1, rows: [], refused: [refused('buckets', 's3:ListAllMyBuckets')] },
    });
    expect(
      await screen.findByText('You may not list buckets in this account (needs s3:ListAllMyBuckets).'),
    ).toBeTruthy();
    expect(screen.queryByText('No buckets yet')).toBeNull();
  });

  it('does not say on Home that nothing costs money', async () => {
    await draw('#/', {
      'home.summary': {
        ...home,
        rows: [],
        count: 0,
        needs: [],
        refused: [refused('notebooks', 'sagemaker:ListNotebookInstances')],
      },
    });
    expect(await screen.findByText('What costs money is not known: you may not look.')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('What costs money is not known yet');
    expect(screen.queryByText('Nothing is billed by the hour now.')).toBeNull();
  });
});

describe('a thing of another region on Home', () => {
  it('names its region, and looking at it uses that region', async () => {
    const there = { ...home.rows[0]!, name: 'far-away', region: 'eu-central-1', stop: null };
    const { user, asked } = await draw('#/', {
      'home.summary': { ...home, rows: [there], count: 1 },
    });
    expect(await screen.findByText(/in Europe \(Frankfurt\)/)).toBeTruthy();
    const look = screen.getAllByRole('button', { name: 'Go to Europe (Frankfurt) and look at far-away' });
    await user.click(look.at(-1)!);
    await waitFor(() => expect(window.location.hash).toBe('#/notebooks/far-away'));
    expect(asked('connections.use')).toEqual([{ id: 'sandbox', region: 'eu-central-1' }]);
  });
});
