/** What a person reads where an operation is asked about, and when it is over. */
import { expect, test } from 'vitest';
import { confirmPage } from '../../main/hosts/confirm-page.ts';
import type { ConsentRequest } from '../../main/hosts/ports.ts';
import { operations } from '../../main/operations/index.ts';
import { newTask, viewTask } from '../../main/plans/task-view.ts';
import { destroys } from '../../preload/contract/plan.ts';
import { languages, say } from '../../words/index.ts';
import { foundationReady, notebook, notebookStack, plan, storageReady } from '../wizard/support.ts';

const running = {
  'notebook:sales': notebook(),
  'stack:millwright-notebook-sales': notebookStack(),
};
const stop = plan('notebook-stop', { name: 'sales' }, running);
const remove = plan('notebook-delete', { name: 'sales' }, running);
const when = { timeZone: 'UTC', now: Date.parse('2026-11-20T13:02:00Z') };

const request: ConsentRequest = {
  planId: 'p1',
  digest: '9ae403c8'.padEnd(64, '0'),
  title: stop.title,
  accountId: '123456789012',
  sandbox: false,
  region: 'eu-central-1',
  perHour: { usd: 0.05, unknown: [] },
  worstMonth: { usd: 36.5, unknown: [] },
  language: 'en',
  timeZone: 'UTC',
  windowId: 'w1',
};
const asked = (over: Partial<ConsentRequest>) => confirmPage({ ...request, ...over }, 'secret', when.now);

test('every operation says on its button what it does, in every language', () => {
  const made = [
    plan('notebook-start', { name: 'sales' }, running),
    stop,
    plan('notebook-extend', { name: 'sales' }, running),
    plan('notebook-change', { name: 'sales', idle: { minutes: 90 } }, running),
    remove,
    plan('storage-change', { name: 'sales-files', old: { glacier: true } }, storageReady('sales-files')),
    plan('storage-delete', { name: 'sales-files' }),
    plan('foundation-change', { email: 'it@example.com' }, foundationReady),
    plan('drift-put-back', { kind: 'storage', name: 'sales-files' }, storageReady('sales-files')),
    plan('template-delete', { stackName: 'millwright-template-news' }),
    plan('stack-remove', { stackName: 'millwright-notebook-sales' }),
    plan('stack-roll-back', { stackName: 'millwright-notebook-sales' }),
    plan('data-upload', { stageId: '0'.repeat(32), bucket: 'sales-files' }),
    plan('data-delete', { bucket: 'sales-files', keys: ['a.csv'] }),
    plan('job-stop', { id: '0f0f0f0f-1111' }),
    plan('quota-request', { service: 'ec2', code: 'L-3819A6DF', name: 'All G and VT', wanted: 4 }),
    plan('job-again', { name: 'sales' }),
  ];
  expect(made.map(({ source }) => source)).toEqual(operations.map(({ id }) => id));
  for (const language of languages) {
    const pressed = made.map(({ press }) => (press === undefined ? '' : say(language, press, when)));
    expect(new Set(pressed).size).toBe(made.length);
    expect(pressed).not.toContain('');
  }
});

test('only what deletes is red, and its confirmation says first what is lost and what stays', () => {
  expect([destroys(stop), destroys(remove)]).toEqual([false, true]);
  const html = asked({
    press: { key: 'plan.notebook.delete.press' },
    destroys: true,
    lost: remove.lost ?? [],
    stays: remove.stays,
    perHour: null,
    worstMonth: { usd: 0, unknown: [] },
  });
  expect(html).toContain('<h1>Delete the notebook?</h1>');
  expect(html).toMatch(/<button class="danger"[^>]*value="confirm">Delete the notebook</);
  expect(html.indexOf('Everything on its disk')).toBeGreaterThan(0);
  expect(html.indexOf('Everything on its disk')).toBeLessThan(html.indexOf('<dl>'));
  expect(asked({})).toMatch(/<button class="primary"[^>]*value="confirm">Confirm and start</);
});

test('a plan that has no price by the hour is asked about without one', () => {
  const html = asked({ perHour: null, worstMonth: { usd: 2.8, unknown: [] } });
  expect(html).not.toContain('Each hour');
  expect(html).toContain('A month, until it is deleted');
  expect(html).toContain('$2.80');
});

test('after a stop it is said what the disk goes on costing, and "?" where nobody knows', () => {
  const says = (usd: number | null) =>
    say('en', { key: 'plan.notebook.stop.done', params: { price: { money: usd } } }, when);
  expect(stop.done?.params).toEqual({ price: { money: expect.closeTo(20 * 0.154) as number } });
  expect(says(2.8)).toBe('The notebook is stopped. Its disk costs $2.80 a month until it is deleted.');
  expect(says(null)).toContain('costs ? a month');
});

test('what a step waited for is not said any more once it is done', async () => {
  const store = {
    list: () => Promise.resolve([]),
    get: () => Promise.reject(new Error('not asked')),
    save: () => Promise.resolve(),
    tell: () => undefined,
    onChange: () => () => undefined,
  };
  const clock = { now: () => when.now, sleep: () => Promise.resolve() };
  const view = viewTask(newTask(stop, 'task-1', when.now), {
    store,
    clock,
    onFailedSave: (error) => {
      throw error;
    },
  });
  const id = stop.changes[0]?.id ?? '';
  await view.step(id, { state: 'running' });
  view.detail(id, { key: 'apply.calling' });
  expect(view.task.steps[0]?.detail).toEqual({ key: 'apply.calling' });
  await view.step(id, { state: 'done' });
  expect(view.task.steps[0]).not.toHaveProperty('detail');
});
