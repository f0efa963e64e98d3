import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { home, notebookAnswers, notebookRows, planOf, taskOf } from './fixtures.ts';

/** jsdom's files do not know the folder that they were picked with. */
const picked = (name: string, text: string) =>
  Object.defineProperty(new File([text], name), 'webkitRelativePath', { value: '' });

describe('Home', () => {
  it('answers the three questions in its heading', async () => {
    await draw('#/');
    const heading = await screen.findByRole('heading', { level: 1 });
    expect(heading.textContent).toBe('Three things cost money, no task runs, one thing needs you');
  });

  it('counts an unknown price as unknown and says so in words', async () => {
    await draw('#/');
    expect(await screen.findByText('an hour, and one price unknown')).toBeTruthy();
    const row = (await screen.findByText('db-import')).closest('li');
    if (row === null) throw new Error('no row');
    expect(within(row).getByLabelText('Price not known')).toBeTruthy();
  });

  it('offers a goal card for every wizard and a stop that only opens a plan', async () => {
    const { asked } = await draw('#/');
    expect(await screen.findByRole('link', { name: /I need a notebook/ })).toBeTruthy();
    const stop = await screen.findByRole('link', { name: 'Stop steel-forecast' });
    expect(stop.getAttribute('href')).toContain('#/plan/notebook-stop?answers=');
    expect(asked('plans.make')).toEqual([]);
  });

  it('keeps what it knows on screen, with its age, when main cannot be reached', async () => {
    let calls = 0;
    const { emit } = await draw('#/', {
      'home.summary': () => {
        calls += 1;
        return calls === 1 ? home : new Refusal('network.unreachable');
      },
    });
    expect(await screen.findByText('steel-forecast')).toBeTruthy();
    emit({ type: 'invalidated', domain: 'home' });
    expect(await screen.findByText(/^Looked at .* ago\.$/)).toBeTruthy();
    expect(screen.getByText('steel-forecast')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('by keyboard', () => {
  it('comes first to a way past the bars, to the heading of the page', async () => {
    const { user } = await draw('#/settings');
    const heading = await screen.findByRole('heading', { level: 1, name: 'Settings' });
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Go to the page' }));
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(heading);
  });

  it('goes on from the heading when a page is opened', async () => {
    await draw('#/');
    await screen.findByText('What costs money now');
    window.location.hash = '#/settings';
    const heading = await screen.findByRole('heading', { level: 1, name: 'Settings' });
    await waitFor(() => expect(document.activeElement).toBe(heading));
  });
});

describe('a narrow window', () => {
  it('shows two things that cost money, and the others on demand', async () => {
    const media = { addEventListener: () => undefined, removeEventListener: () => undefined };
    vi.spyOn(window, 'matchMedia').mockImplementation(
      (query) => ({ ...media, matches: query.includes('1150') }) as unknown as MediaQueryList,
    );
    const rows = ['a', 'b', 'c', 'd'].map((name) => ({ ...home.rows[0], name: `thing-${name}` }));
    const { user } = await draw('#/', { 'home.summary': { ...home, rows, count: 4 } });
    expect(await screen.findByText('thing-b')).toBeTruthy();
    expect(screen.queryByText('thing-c')).toBeNull();
    await user.click(screen.getByRole('button', { name: '2 more' }));
    expect(screen.getByText('thing-d')).toBeTruthy();
  });
});

describe('an account with very many things', () => {
  const many = Array.from({ length: 4000 }, (_, n) => ({ ...home.rows[0], name: `thing-${n}` }));
  const need = (n: number) => ({ ...home.needs[0], id: `need-${n}` });

  it('shows the dearest, and all of them on demand, of which only those in sight exist', async () => {
    const summary = { ...home, count: many.length, rows: many.slice(0, 20) };
    const { user, asked } = await draw('#/', {
      'home.summary': (input: unknown) =>
        (input as { all?: boolean }).all === true ? { ...summary, rows: many } : summary,
    });
    expect(await screen.findByRole('heading', { level: 1, name: /4,000 things cost money/ })).toBeTruthy();
    expect(screen.getByText('thing-19')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '3,980 more' }));
    const list = await screen.findByRole('region', { name: 'What costs money now' });
    expect(within(list).getAllByRole('listitem').length).toBeLessThan(60);
    expect(within(list).getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('4000');
    expect(asked('home.summary')).toContainEqual({ refresh: false, all: true });
  });

  it('shows the first things that need the person, and more on demand', async () => {
    const needs = Array.from({ length: 30 }, (_, n) => need(n));
    const { user } = await draw('#/', { 'home.summary': { ...home, needs } });
    const look = await screen.findAllByRole('link', { name: 'Look' });
    await user.click(screen.getByRole('button', { name: '10 more' }));
    expect((await screen.findAllByRole('link', { name: 'Look' })).length).toBe(look.length + 10);
  });

  it('draws the first rows of a long list, and asks for all of them', async () => {
    const rows = Array.from({ length: 1500 }, (_, n) => ({ ...notebookRows[0], name: `long-${n}` }));
    const list = { loadedAt: null, stale: false, version: 1, firstOf: null };
    const { asked } = await draw('#/notebooks', {
      'notebooks.list': (input: unknown) =>
        (input as { first: boolean }).first
          ? { ...list, rows: rows.slice(0, 100), firstOf: { all: 1500, running: 1500 } }
          : { ...list, loadedAt: '2026-11-20T13:00:00Z', rows },
    });
    expect(await screen.findByText('long-0')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: '1,500 notebooks, 1,500 run' })).toBeTruthy();
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('1501'));
    expect(asked('notebooks.list').at(-1)).toMatchObject({ refresh: false, first: false });
  });

  it('leads from many of a kind to these in the list, and on to all', async () => {
    const { user } = await draw('#/notebooks?only=noEnd', {
      'notebooks.list': {
        loadedAt: null,
        stale: false,
        version: 1,
        rows: [{ ...notebookRows[0], name: 'endless', endsAt: null }, ...notebookRows],
      },
    });
    const table = await screen.findByRole('grid');
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map((cell) => cell.textContent),
    ).toEqual([expect.stringContaining('endless')]);
    await user.click(screen.getByRole('link', { name: 'Show all notebooks' }));
    await waitFor(() => expect(within(table).getAllByRole('rowheader').length).toBeGreaterThan(2));
  });
});

describe('language', () => {
  it('changes every word when the person chooses Chinese, and main keeps the choice', async () => {
    const { user, asked } = await draw('#/');
    await screen.findByText('What costs money now');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'zh-CN');
    expect(await screen.findByText('正在花钱的')).toBeTruthy();
    expect(asked('app.changeSettings')).toEqual([{ language: 'zh-CN' }]);
    await waitFor(() => expect(document.documentElement.lang).toBe('zh-CN'));
    expect(screen.queryByText('What costs money now')).toBeNull();
  });
});

describe('the notebooks table', () => {
  it('shows state, price and end in words, and an unknown price as "?"', async () => {
    await draw('#/notebooks');
    const table = await screen.findByRole('grid');
    const row = within(table).getByRole('row', { name: /pilot-2/ });
    expect(row.textContent).toContain('stopped');
    expect(row.textContent).toContain('not running');
    expect(within(row).getByLabelText('Price not known')).toBeTruthy();
    expect(within(table).getByRole('row', { name: /training-course/ }).textContent).toContain('0.050');
  });

  it('finds by what is written in a row', async () => {
    const { user } = await draw('#/notebooks');
    await user.type(await screen.findByRole('searchbox'), 'stopped');
    await waitFor(() => expect(screen.queryByRole('link', { name: 'steel-forecast' })).toBeNull());
    expect(screen.getByRole('link', { name: 'pilot-2' })).toBeTruthy();
  });

  it('says what notebooks are for, and their price, when there are none', async () => {
    await draw('#/notebooks', { 'notebooks.list': { version: 1, loadedAt: null, stale: false, rows: [] } });
    expect(await screen.findByText(/A notebook is a machine with Jupyter on it/)).toBeTruthy();
  });

  it('follows an invalidation', async () => {
    const { emit, answers } = await draw('#/notebooks');
    await screen.findByRole('link', { name: 'pilot-2' });
    answers['notebooks.list'] = {
      version: 2,
      loadedAt: '2026-11-20T13:02:00Z',
      stale: false,
      rows: notebookRows.slice(0, 1),
    };
    emit({ type: 'invalidated', domain: 'notebooks' });
    await waitFor(() => expect(screen.queryByRole('link', { name: 'pilot-2' })).toBeNull());
  });
});

describe('the page of a notebook', () => {
  it('opens Jupyter through a link of main, in a window that knows nothing of this one', async () => {
    const opened = vi.spyOn(window, 'open').mockReturnValue(null);
    const { user, asked } = await draw('#/notebooks/steel-forecast');
    await user.click(await screen.findByRole('button', { name: /Open JupyterLab/ }));
    await waitFor(() => expect(opened).toHaveBeenCalledWith('http://127.0.0.1:1/go/x', '_blank', 'noopener'));
    expect(asked('notebooks.open')).toEqual([{ name: 'steel-forecast', page: 'lab' }]);
  });

  it('extends through a plan', async () => {
    const { user } = await draw('#/notebooks/steel-forecast', {
      'plans.make': await planOf('notebook-stop', { name: 'steel-forecast' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Extend' }));
    await user.click(await screen.findByRole('menuitem', { name: /^2 hours more/ }));
    await waitFor(() => expect(window.location.hash).toContain('#/plan/notebook-extend?answers='));
  });
});

describe('an operation', () => {
  it('is reviewed like any plan and starts nothing by itself', async () => {
    const { asked } = await draw('#/plan/notebook-stop?answers=%7B%22name%22%3A%22steel-forecast%22%7D');
    expect(await screen.findByText('What could go wrong')).toBeTruthy();
    expect(asked('plans.make')).toEqual([{ source: 'notebook-stop', answers: { name: 'steel-forecast' } }]);
    expect(asked('plans.askConsent')).toEqual([]);
    expect(asked('plans.apply')).toEqual([]);
  });

  it('with answers that are no JSON asks nothing of main', async () => {
    const { asked } = await draw('#/plan/notebook-stop?answers=%7Bx');
    expect(await screen.findByText('There is no such page.')).toBeTruthy();
    expect(asked('plans.make')).toEqual([]);
  });
});

describe('a failed task', () => {
  it('says what happened, what exists now and what it costs', async () => {
    const plan = await planOf('notebook', notebookAnswers);
    await draw('#/tasks/task-1', {
      'plans.get': new Refusal('plan.notFound'),
      'tasks.list': [
        {
          ...taskOf(plan, 'failed'),
          error: new Refusal('quota.hard').error,
          leftOver: [{ type: 'AWS::S3::Bucket', name: 'left-1', usdPerHour: null }],
        },
      ],
    });
    expect(await screen.findByText('What exists now')).toBeTruthy();
    const line = screen.getByText('left-1').closest<HTMLElement>('.mw-leader');
    if (line === null) throw new Error('no line');
    expect(within(line).getByLabelText('Price not known')).toBeTruthy();
  });
});

describe('data', () => {
  it('lays picked files ready, then shows the plan of the upload', async () => {
    const { asked } = await draw('#/data/sales-forecast-4417', {
      'plans.make': await planOf('notebook-stop', { name: 'steel-forecast' }),
    });
    const input = await screen.findByLabelText('Files to upload');
    fireEvent.change(input, { target: { files: [picked('a.csv', 'a,b'), picked('c.csv', 'c')] } });
    await waitFor(() =>
      expect(asked('plans.make')).toEqual([
        {
          source: 'data-upload',
          answers: { bucket: 'sales-forecast-4417', prefix: '', stageId: '0'.repeat(32) },
        },
      ]),
    );
    expect(asked('data.stage')).toEqual([
      {
        files: [
          { path: 'a.csv', bytes: 3, modifiedAt: expect.any(Number) as number },
          { path: 'c.csv', bytes: 1, modifiedAt: expect.any(Number) as number },
        ],
      },
    ]);
  });

  it('shows the first rows of a table', async () => {
    const { user } = await draw('#/data/sales-forecast-4417');
    await user.click(await screen.findByRole('button', { name: 'Preview train.csv' }));
    expect(await screen.findByRole('columnheader', { name: 'age' })).toBeTruthy();
    expect(screen.getByText('The first 2 rows; the file has more.')).toBeTruthy();
  });
});
