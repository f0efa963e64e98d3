import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setClock } from '../../renderer/app/clock.ts';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { notebookAnswers, now, planOf, summaryOf } from './fixtures.ts';
import { ago, detail, jobAnswers, jobRow } from './jobs-fixtures.ts';

beforeEach(() => setClock(now - Date.now(), 1));

const page = (tab = '', answers = {}) => draw(`#/training/job-1${tab}`, jobAnswers(answers));
const failed = {
  ...detail,
  state: 'failed' as const,
  endedAt: ago(20),
  since: ago(20),
  explanation: {
    id: 'script-error',
    says: {
      key: 'job.why.script-error.says',
      params: { error: 'ValueError: <img src=x onerror=alert(1)>', code: 1 },
    },
    mend: { key: 'job.why.script-error.mend' },
    action: 'read-log' as const,
    technical: null,
  },
};

describe('the page of a training', () => {
  it('says on top how it stands, what it costs and how it ends', async () => {
    await page();
    expect(await screen.findByRole('heading', { level: 1, name: jobRow.name })).toBeTruthy();
    expect(screen.getByText('14 min', { exact: false })).toBeTruthy();
    const facts = screen.getByText('Costs now').closest('dl');
    expect(facts?.textContent).toContain('$0.00');
    expect(within(facts as HTMLElement).getByLabelText('Price not known')).toBeTruthy();
    expect(facts?.textContent).toContain('when trained');
  });

  it('stops only through the review of a plan', async () => {
    const { asked } = await page();
    const stop = await screen.findByRole('link', { name: 'Stop' });
    expect(stop.getAttribute('href')).toBe('#/plan/job-stop?answers=%7B%22id%22%3A%22job-1%22%7D');
    expect(asked('plans.make')).toEqual([]);
  });

  it('explains why it waits, with the words of AWS one click away', async () => {
    const { user } = await page();
    const why = await screen.findByRole('region', { name: 'Why' });
    expect(within(why).getByText('It waits until another job is done.').tagName).toBe('STRONG');
    expect(why.textContent).toContain('Nothing to do. It starts by itself.');
    await user.click(within(why).getByText('What AWS says'));
    expect(why.querySelector('details')?.open).toBe(true);
    expect(why.textContent).toContain('INSUFFICIENT_INSTANCE_CAPACITY');
  });

  it('leads a failed script to its log, and shows what the script said as text', async () => {
    const { user } = await page('', { 'jobs.get': failed });
    const why = await screen.findByRole('region', { name: 'Why' });
    expect(why.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.queryByRole('link', { name: 'Stop' })).toBeNull();
    await user.click(within(why).getByRole('link', { name: 'Open the log' }));
    await waitFor(() => expect(window.location.hash).toBe('#/training/job-1?tab=log'));
  });

  it.each([
    ['run-again', 'Set up another training', '#/start/gpu-training'],
    ['choose-image', 'Set up another training', '#/start/gpu-training'],
    ['read-log', 'Open the log', '#/training/job-1?tab=log'],
    [
      'mend-environment',
      'Remove the environment',
      '#/plan/stack-remove?answers=%7B%22stackName%22%3A%22millwright-training%22%7D',
    ],
  ] as const)('leads from %s to %s', async (action, name, href) => {
    await page('', { 'jobs.get': { ...failed, explanation: { ...failed.explanation, action } } });
    const why = await screen.findByRole('region', { name: 'Why' });
    const way = await within(why).findByRole('link', { name });
    expect(way.getAttribute('href')).toBe(href);
  });

  it('leads to the plan that asks AWS for more', async () => {
    const params = { name: 'All G and VT Spot Instance Requests', code: 'L-3819A6DF', limit: 0, need: 4 };
    const explanation = {
      id: 'quota',
      says: { key: 'job.why.quota.says', params },
      mend: { key: 'job.why.quota.mend', params },
      action: 'ask-quota' as const,
      technical: null,
    };
    await page('', { 'jobs.get': { ...detail, explanation } });
    const why = await screen.findByRole('region', { name: 'Why' });
    const way = within(why).getByRole('link', { name: 'Ask AWS for 4' });
    const answers = { service: 'ec2', code: params.code, name: params.name, wanted: 4 };
    expect(way.getAttribute('href')).toBe(
      `#/plan/quota-request?answers=${encodeURIComponent(JSON.stringify(answers))}`,
    );
  });

  it('has no way for what mends itself, and none into an environment of somebody else', async () => {
    await page();
    const why = await screen.findByRole('region', { name: 'Why' });
    expect(within(why).queryAllByRole('link')).toEqual([]);
    cleanup();
    const action = 'mend-environment' as const;
    await page('', {
      'jobs.get': { ...failed, queue: 'theirs', explanation: { ...failed.explanation, action } },
    });
    const theirs = await screen.findByRole('region', { name: 'Why' });
    expect(within(theirs).queryAllByRole('link')).toEqual([]);
  });

  it('tells the moments of the time axis to those who do not see it', async () => {
    await page();
    const axis = await screen.findByRole('region', { name: 'What happened when' });
    const said = within(axis)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(said).toEqual([
      expect.stringMatching(/12:58 Sent to the queue\.$/),
      expect.stringMatching(/13:05 Started\.$/),
      expect.stringMatching(/13:41 AWS took the machine back\./),
      'Waits for a machine',
      'Try 2, when a machine comes',
    ]);
    expect(axis.querySelector('.mw-axis')?.getAttribute('aria-hidden')).toBe('true');
    expect(axis.querySelectorAll('.mw-span-ran, .mw-span-waiting, .mw-span-expected').length).toBe(3);
  });

  it('shows the last lines of the log, and leads to the results in Data', async () => {
    await page();
    const lines = await screen.findByRole('region', { name: 'Last lines of the log' });
    expect(lines.children.length).toBe(11);
    expect(lines.textContent).toContain('epoch=29 loss=0.29');
    const results = screen.getByRole('link', { name: 's3://ml-files/results/plate-defects' });
    expect(results.getAttribute('href')).toBe('#/data/ml-files/results/plate-defects');
  });

  it('opens the parts of an array job, and has no log of its own', async () => {
    await page('', {
      'jobs.get': {
        ...detail,
        attemptList: [],
        explanation: null,
        parts: { size: 2, waiting: 1, running: 1, succeeded: 0, failed: 0 },
      },
      'jobs.parts': { rows: [{ ...jobRow, id: 'job-1:0', name: 'part-0', state: 'running' }] },
    });
    const part = await screen.findByRole('link', { name: 'part-0' });
    expect(part.getAttribute('href')).toBe('#/training/job-1%3A0');
    expect(screen.queryByRole('tab', { name: 'Log' })).toBeNull();
  });

  it('leads from a part to the whole', async () => {
    await draw('#/training/job-1%3A0', jobAnswers({ 'jobs.get': { ...detail, parentId: 'job-1' } }));
    const whole = await screen.findByRole('link', { name: 'The whole job' });
    expect(whole.getAttribute('href')).toBe('#/training/job-1');
  });

  it('says what was given to the script in words, an address in S3 as a way to Data', async () => {
    const { user } = await page('?tab=configuration');
    expect(await screen.findByText('Data to learn from')).toBeTruthy();
    const data = screen.getByRole('link', { name: 's3://ml-files/census/train.csv' });
    expect(data.getAttribute('href')).toBe('#/data/ml-files/census/train.csv');
    await user.click(screen.getByRole('button', { name: 'Technical form' }));
    expect(await screen.findByText(/millwright-training-plate-defects:3/)).toBeTruthy();
  });

  it('says at most what its plan says, where that is on this computer', async () => {
    const plan = await planOf('notebook', notebookAnswers);
    const whole = { ...detail, planId: '0a1b2c3d4e5f60718293a4b5' };
    const { asked } = await page('', {
      'jobs.get': whole,
      'plans.get': { plan, summary: summaryOf(plan) },
    });
    expect(await screen.findByText('At worst')).toBeTruthy();
    expect(asked('plans.get')).toEqual([{ id: whole.planId }]);
  });

  it('asks for no plan where the name of the job has only the beginning of its id', async () => {
    const { asked } = await page('', { 'jobs.get': { ...detail, planId: '0a1b2c3d' } });
    await screen.findByRole('heading', { level: 1, name: jobRow.name });
    expect(asked('plans.get')).toEqual([]);
    expect(screen.queryByText('At worst')).toBeNull();
  });

  it('of which the address names no part shows its overview', async () => {
    await page('?tab=nonsense');
    expect(await screen.findByRole('region', { name: 'What happened when' })).toBeTruthy();
  });

  it('lists every moment and every try under History', async () => {
    await page('?tab=history');
    expect(
      await screen.findByText('AWS took the machine back. What was saved as a checkpoint stays.'),
    ).toBeTruthy();
    const log = screen.getByRole('link', { name: 'Log of try 1' });
    expect(log.getAttribute('href')).toBe('#/training/job-1?tab=log&try=1');
  });

  it('is told in Chinese too', async () => {
    const settings = { language: 'zh-CN', appearance: 'light', timeZone: 'Asia/Shanghai', tourSeen: true };
    await page('', { 'app.settings': settings });
    expect((await screen.findAllByText('等待机器')).length).toBeGreaterThan(0);
    expect(screen.getByRole('tab', { name: '图表' })).toBeTruthy();
    const axis = screen.getByRole('region', { name: '经过' });
    expect(axis.textContent).toContain('有机器后开始第 2 次尝试');
  });

  it('says that AWS forgot it, and that trying again may help', async () => {
    const gone = new Refusal('resource.notFound');
    gone.error.says.params = { name: 'job-1' };
    await page('', { 'jobs.get': gone });
    expect(await screen.findByText('“job-1” does not exist any more.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('keeps what it knows when a look fails', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let calls = 0;
      await page('', {
        'jobs.get': () => ((calls += 1) === 1 ? detail : new Refusal('network.unreachable')),
      });
      await screen.findByRole('heading', { level: 1, name: jobRow.name });
      vi.advanceTimersByTime(15_000);
      expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
      expect(screen.getByRole('heading', { level: 1, name: jobRow.name })).toBeTruthy();
    } finally {
      vi.useRealTimers();
    }
  });
});
