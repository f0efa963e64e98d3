/** After a training: its cost, its results, running it again, two side by side; and the prices before it. */
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../preload/contract/plan.ts';
import { setClock } from '../../renderer/app/clock.ts';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { notebookAnswers, now, planOf, receiptOf, summaryOf } from './fixtures.ts';
import { ago, detail, jobAnswers, jobRow, jobRows, type Detail } from './jobs-fixtures.ts';

beforeEach(() => setClock(now - Date.now(), 1));

const planId = '0a1b2c3d4e5f60718293';
const tried = (
  number: number,
  from: number,
  to: number,
  more: Partial<Detail['attemptList'][number]> = {},
) => ({
  number,
  startedAt: ago(from),
  endedAt: ago(to),
  outcome: 'interrupted' as const,
  exitCode: null,
  says: null,
  technical: null,
  logStream: `train/${number}`,
  machine: { type: 'g4dn.xlarge', zone: 'us-east-1b' },
  usdPerHour: 0.21,
  usd: 0.105,
  ...more,
});
const over: Detail = {
  ...detail,
  planId,
  state: 'succeeded',
  since: ago(10),
  endedAt: ago(10),
  attempts: 2,
  explanation: null,
  attemptList: [
    tried(1, 120, 90),
    tried(2, 60, 10, {
      outcome: 'succeeded',
      machine: { type: 'g5.xlarge', zone: 'us-east-1a' },
      usdPerHour: 0.36,
      usd: 0.3,
    }),
  ],
  money: { measured: { usd: 0.41, unknown: [] }, usualUsd: 1.11 },
  environment: [
    { name: 'MODEL_DIR', value: 's3://ml-files/run-1/model/', says: { key: 'job.given.MODEL_DIR' } },
    { name: 'EXPORT_PATH', value: 's3://ml-files/run-1/export', says: { key: 'job.given.EXPORT_PATH' } },
  ],
};
const again = {
  name: 'plate-defects',
  answers: { name: 'plate-defects-2', code: 's3://b/code/' },
  whyNot: null,
};
const file = (name: string, bytes: number) => ({
  key: `run-1/model/${name}`,
  name,
  kind: 'file' as const,
  bytes,
  changedAt: ago(12),
  storageClass: null,
});
const metrics = { kind: 'text', text: '{"accuracy":0.8412,"rows":{"train":800},"by":"me"}', more: false };
const answers = (more: object = {}) =>
  jobAnswers({
    'jobs.get': over,
    'jobs.again': again,
    'plans.get': new Refusal('plan.notFound'),
    'data.preview': metrics,
    'data.list': { rows: [], continueFrom: null },
    ...more,
  });
const page = (tab: string, more: object = {}) => draw(`#/training/job-1?tab=${tab}`, answers(more));

describe('what a training cost', () => {
  it('is told against its plan and the usual price, with the machine of each try', async () => {
    const plan = await planOf('notebook', notebookAnswers);
    const cost = { ...plan.cost, today: { usd: 1.27, unknown: [] } };
    await page('cost', { 'plans.get': { plan: { ...plan, cost }, summary: summaryOf(plan) } });
    const line = async (label: string) => (await screen.findByText(label)).closest('div')?.textContent;
    expect(await line('Actual, measured')).toContain('$0.41');
    expect(await line('Planned, one try to its limit')).toContain('$1.27');
    expect(await line('At the usual price')).toContain('$1.11');
    expect(await line('Saved by Spot')).toContain('$0.70');
    const tries = screen.getByRole('region', { name: 'Tries' });
    const rows = within(tries).getAllByRole('row');
    expect(rows[1]?.textContent).toMatch(/1.*interrupted.*g4dn\.xlarge.*us-east-1b.*30 min.*0\.210.*\$0\.11/);
    expect(rows[2]?.textContent).toMatch(/2.*done.*g5\.xlarge.*us-east-1a.*50 min/);
  });

  it('is unknown where nobody could tell the machine, and nothing is said to be saved', async () => {
    const nameless = { machine: null, usdPerHour: null, usd: null };
    await page('cost', {
      'jobs.get': {
        ...over,
        attemptList: [tried(1, 60, 10, nameless)],
        money: { measured: { usd: 0.01, unknown: ['ec2:spot'] }, usualUsd: null },
      },
    });
    const saved = (await screen.findByText('Saved by Spot')).closest('div');
    expect(within(saved as HTMLElement).getByRole('img', { name: 'Price not known' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Tries' }).textContent).toContain('not known');
  });
});

describe('the results of a training', () => {
  it('are its numbers and its files, with a look into each', async () => {
    const { user, asked } = await page('results', {
      'data.list': ({ prefix }: { prefix: string }) => ({
        rows: prefix === 'run-1/model/' ? [file('metrics.json', 60), file('model.keras', 4_200_000)] : [],
        continueFrom: null,
      }),
    });
    expect((await screen.findByText('accuracy')).closest('div')?.textContent).toContain('0.8412');
    expect(screen.getByText('rows.train').closest('div')?.textContent).toContain('800');
    const model = await screen.findByRole('row', { name: /model\.keras/ });
    expect(model.textContent).toMatch(/4(?:\.\d)? MB/);
    expect(asked('data.list')).toEqual([
      { bucket: 'ml-files', prefix: 'run-1/model/', continueFrom: null },
      { bucket: 'ml-files', prefix: 'run-1/export/', continueFrom: null },
    ]);
    const see = screen.getByRole('button', { name: /model\.keras/ });
    await user.click(see);
    const preview = await screen.findByRole('region', { name: 'Preview' });
    expect(within(preview).getByRole('button', { name: 'Download' })).toBeTruthy();
    await user.click(within(preview).getByRole('button', { name: 'Close' }));
    expect(document.activeElement).toBe(see);
  });

  it('come later, or never, and that is said', async () => {
    await page('results', {
      'data.preview': new Refusal('resource.notFound'),
      'jobs.get': { ...over, state: 'running', endedAt: null },
    });
    expect((await screen.findAllByText('What the script leaves is put here when it is done.')).length).toBe(
      2,
    );
    expect(screen.getByText(/There is no file metrics\.json/)).toBeTruthy();
  });

  it('stay away after a failure', async () => {
    await page('results', { 'jobs.get': { ...over, state: 'failed' } });
    expect((await screen.findAllByText(/It did not end well/)).length).toBe(2);
  });

  it('that are no numbers are left to the list of files', async () => {
    await page('results', { 'data.preview': { kind: 'text', text: '{"__proto__":{"x":', more: true } });
    expect(await screen.findByText(/There is no file metrics\.json/)).toBeTruthy();
  });
});

describe('running again', () => {
  it('as it was goes through the review of a plan', async () => {
    const { asked } = await page('overview');
    const link = await screen.findByRole('link', { name: 'Run it again' });
    expect(decodeURIComponent(link.getAttribute('href') ?? '')).toBe(
      '#/plan/job-again?answers={"name":"plate-defects"}',
    );
    expect(asked('plans.make')).toEqual([]);
  });

  it('with changes opens the questions with its answers', async () => {
    const { user, asked } = await page('overview', { 'wizards.keep': {} });
    await user.click(await screen.findByRole('button', { name: 'Run it with changes' }));
    await waitFor(() => expect(window.location.hash).toBe('#/start/gpu-training'));
    expect(asked('wizards.keep')[0]).toEqual({
      id: 'gpu-training',
      answers: again.answers,
      station: 'basics',
    });
  });

  it('asks before the answers of another one that was begun are lost', async () => {
    const begun = {
      id: 'gpu-training',
      goal: { key: 'wizard.gpu-training.goal' },
      cardNote: { key: 'wizard.gpu-training.cardNote' },
      icon: 'training',
      draft: true,
    };
    const { user, asked } = await page('overview', { 'wizards.keep': {}, 'wizards.list': [begun] });
    await user.click(await screen.findByRole('button', { name: 'Run it with changes' }));
    expect(await screen.findByText(/Its answers would be lost/)).toBeTruthy();
    expect(asked('wizards.keep')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Use these answers' }));
    await waitFor(() => expect(asked('wizards.keep').length).toBeGreaterThan(0));
  });

  it('while it still waits, leads to its own answers, and is not there twice once it is over', async () => {
    const explanation = { ...detail.explanation!, action: 'run-again' as const };
    const waits: Detail = { ...over, state: 'waiting', endedAt: null, explanation };
    const { user, asked } = await page('overview', { 'jobs.get': waits, 'wizards.keep': {} });
    const why = await screen.findByRole('region', { name: 'Why' });
    await user.click(await within(why).findByRole('button', { name: 'Run it with changes' }));
    await waitFor(() => expect(asked('wizards.keep')[0]).toMatchObject({ answers: again.answers }));
    cleanup();
    await page('overview', { 'jobs.get': { ...over, state: 'failed', explanation } });
    expect(await screen.findByRole('button', { name: 'Run it with changes' })).toBeTruthy();
    const failed = screen.getByRole('region', { name: 'Why' });
    expect(within(failed).queryByRole('button', { name: 'Run it with changes' })).toBeNull();
    expect(within(failed).queryByRole('link')).toBeNull();
  });

  it('is not offered for what others sent', async () => {
    const { asked } = await page('overview', { 'jobs.get': { ...over, planId: null } });
    expect(await screen.findByText(/Millwright did not start this one/)).toBeTruthy();
    expect(asked('jobs.again')).toEqual([]);
  });

  it('says why the answers are not to be had', async () => {
    await page('overview', {
      'jobs.again': { name: null, answers: null, whyNot: { key: 'job.again.elsewhere' } },
    });
    expect(await screen.findByText(/is on another computer/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Run it again' })).toBeNull();
  });
});

const series = (name: string, values: number[]) => ({
  name,
  of: values.length,
  points: values.map((value, line) => ({ at: ago(30 - line), line, value })),
});
const other: Detail = {
  ...over,
  id: 'job-2',
  name: 'plate-defects-2',
  attemptList: [tried(1, 40, 10, { outcome: 'succeeded' })],
  attempts: 1,
  interruptions: 0,
  money: { measured: { usd: 0.11, unknown: [] }, usualUsd: 0.3 },
  environment: [
    { name: 'MODEL_DIR', value: 's3://ml-files/run-2/model/', says: null },
    { name: 'RUN_SCRIPT', value: 'train.py --epochs 40', says: null },
  ],
};

describe('two trainings side by side', () => {
  const compare = (more: object = {}) =>
    draw(
      '#/training/compare?a=job-1&b=job-2',
      answers({
        'jobs.get': ({ id }: { id: string }) => (id === 'job-1' ? over : other),
        'jobs.numbers': ({ id }: { id: string }) => ({
          series: [
            series('epoch', [1, 2, 3]),
            series('loss', id === 'job-1' ? [0.9, 0.5, 0.3] : [0.8, 0.4, 0.2]),
          ],
        }),
        'data.preview': ({ key }: { key: string }) => ({
          ...metrics,
          text: key.startsWith('run-1') ? '{"accuracy":0.84}' : '{"accuracy":0.91}',
        }),
        ...more,
      }),
    );

  it('tell how they went, what was different and what came of it', async () => {
    await compare();
    const row = async (name: string) =>
      (await screen.findAllByRole('row')).find(({ textContent }) => textContent.startsWith(name))
        ?.textContent;
    await screen.findByText('How they went');
    expect(await row('Image')).toBe(`Image${over.image ?? ''}${over.image ?? ''}`);
    expect(await row('Cost')).toBe('Cost ≠, different$0.41$0.11');
    expect(await row('Interruptions')).toBe('Interruptions ≠, different10');
    expect(await row('Machine')).toBe('Machine ≠, differentg4dn.xlarge, g5.xlargeg4dn.xlarge');
    expect(await row('RUN_SCRIPT')).toContain('train.py --epochs 40');
    await waitFor(async () => expect(await row('accuracy')).toBe('accuracy ≠, different0.840.91'));
    await waitFor(async () => expect(await row('loss')).toBe('loss ≠, different0.30.2'));
    expect(screen.getByText(/: loss 0\.3.*: loss 0\.2/)).toBeTruthy();
  });

  it('shows their numbers as one table too', async () => {
    const { user } = await compare();
    await user.click(await screen.findByRole('button', { name: 'Table' }));
    const head = await screen.findByRole('columnheader', { name: /plate-defects-2: loss/ });
    expect(head).toBeTruthy();
  });

  it('are chosen in the list: two, no more and no fewer', async () => {
    const { user } = await draw(
      '#/training',
      answers({ 'jobs.list': { version: 1, loadedAt: ago(0), stale: false, rows: jobRows } }),
    );
    const pick = async (name: string) =>
      user.click(await screen.findByRole('checkbox', { name: new RegExp(name) }));
    await pick('broke');
    expect(screen.getByText('Choose two to compare them')).toBeTruthy();
    await pick('runs-now');
    const link = await screen.findByRole('link', { name: 'Compare' });
    expect(link.getAttribute('href')).toMatch(/^#\/training\/compare\?a=job-[23]&b=job-[23]$/);
  });

  it('says what to do where the address names one alone', async () => {
    await draw('#/training/compare?a=job-1', answers());
    expect(await screen.findByText('Choose two trainings in the list.')).toBeTruthy();
  });
});

describe('the receipt of a plan that started a training', () => {
  const receipt = async (more: Partial<Receipt> = {}): Promise<Receipt> => {
    const made = receiptOf(await planOf('notebook', notebookAnswers));
    const [line] = made.planned.lines;
    const lines = line === undefined ? [] : [{ ...line, priceKey: 'ec2:spot:g4dn.xlarge' }];
    return { ...made, planId, planned: { ...made.planned, lines }, ...more };
  };

  it('waits for its end, and leads to it', async () => {
    await draw('#/activity/receipt-1', answers({
      'plans.receipt': await receipt(),
      'jobs.list': { version: 1, loadedAt: ago(0), stale: false, rows: [{ ...jobRow, planId }] },
    })); // prettier-ignore
    expect(await screen.findByText('comes later')).toBeTruthy();
    const link = await screen.findByRole('link', { name: jobRow.name });
    expect(link.getAttribute('href')).toBe('#/training/job-1');
  });

  it('says that AWS forgot it, days after nobody looked', async () => {
    const at = new Date(now - 9 * 24 * 3_600_000).toISOString();
    await draw(
      '#/activity/receipt-1',
      answers({ 'plans.receipt': await receipt({ startedAt: at, endedAt: at }) }),
    );
    expect(await screen.findByText(/AWS forgets a training some days after its end/)).toBeTruthy();
  });

  it('has planned against actual, tries and savings as soon as main knows them', async () => {
    const run: NonNullable<Receipt['run']> = {
      ...{ jobId: 'job-1', name: 'plate-defects', state: 'succeeded', createdAt: ago(130), endedAt: ago(10) },
      attempts: over.attemptList.map(({ number, startedAt, endedAt, outcome, machine, usdPerHour, usd }) => ({
        ...{ number, startedAt, endedAt, outcome, machine, usdPerHour, usd },
      })),
      interruptions: 1,
      measured: { usd: 0.41, unknown: [] },
      usualUsd: 1.11,
    };
    let value = await receipt();
    const { emit } = await draw('#/activity/receipt-1', answers({ 'plans.receipt': () => value }));
    await screen.findByText('comes later');
    value = await receipt({ run });
    emit({ type: 'invalidated', domain: 'plans' });
    expect((await screen.findByText('Saved by Spot')).closest('div')?.textContent).toContain('$0.70');
    expect(screen.getByText(/2 tries, interrupted once\./)).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Tries' }).textContent).toContain('us-east-1b');
  });
});

describe('the prices before a training', () => {
  const line = (type: string, usualUsd: number | null) => ({
    type,
    zone: 'us-east-1b',
    points: [0.2, 0.26, 0.21].map((usd, at) => ({ at: ago(3_000 - at * 1_000), usd })),
    usualUsd,
  });
  const money = (spot: unknown) =>
    draw('#/start/gpu-training', answers({
      'wizards.open': {
        description: {
          id: 'gpu-training',
          goal: { key: 'wizard.gpu-training.goal' },
          cardNote: { key: 'wizard.gpu-training.cardNote' },
          icon: 'training',
          steps: [{ station: 'money', title: { key: 'wizard.gpu-training.money' }, fields: [] }],
        },
        answers: { size: 'small', pool: '', network: 'default', name: 'x' },
        station: 'money',
        options: {},
        optionsMissing: {},
        pricesAsOf: null,
        pricesMissing: 0,
      },
      'wizards.check': { problems: [], summaries: {} },
      'jobs.spotPrices': spot,
    })); // prettier-ignore

  it('are a picture, and a table for who does not see it', async () => {
    const { user, asked } = await money({ lines: [line('g4dn.xlarge', 0.526), line('g5.xlarge', null)] });
    await user.click(await screen.findByRole('button', { name: 'Table' }));
    const table = await screen.findByRole('region', { name: 'Spot prices in the last 90 days' });
    const rows = within(table).getAllByRole('row');
    expect(rows[1]?.textContent).toBe('g4dn.xlargeus-east-1b0.2100.2000.2600.526');
    expect(within(rows[2]!).getByRole('img', { name: 'Price not known' })).toBeTruthy();
    expect(asked('jobs.spotPrices')).toEqual([{ answers: { size: 'small', pool: '', network: 'default' } }]);
  });

  it('say that nobody could tell', async () => {
    await money({ lines: [] });
    expect(await screen.findByText('AWS has told no Spot prices for these machines.')).toBeTruthy();
  });
});
