/** One imaginary Friday, 20 November 2026, 14:02 in Berlin, made by the program's own wizards and plan maker. */
import type { Plan, Receipt } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import type { PriceBook } from '../../main/costs/price-book.ts';
import { AppFailure } from '../../main/failure.ts';
import { checkAnswers, withDefaults } from '../../main/plans/answers.ts';
import { makePlan, wizardOptions, type Making } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { findWizard, wizards } from '../../main/wizards/index.ts';
import { Refusal, type Answering } from './fake-api.ts';

export const now = Date.parse('2026-11-20T13:02:00Z');
const account = { accountId: '444455556666', region: 'us-east-1', partition: 'aws' };
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const usd: Record<string, number> = {
  'sagemaker:notebook:ml.t3.medium': 0.05,
  'sagemaker:notebook:ml.m5.4xlarge': 0.922,
};

/** Two of four sizes have a price, the disk has none. */
const prices: PriceBook = {
  price: (key) => {
    const known = usd[key];
    return known === undefined
      ? null
      : { usd: known, unit: 'hour', asOf: '2026-11-20', source: 'https://aws.amazon.com/sagemaker/pricing/' };
  },
  lookUp: () => Promise.resolve({ found: 0, missing: 2 }),
};

function making(): Making {
  return {
    aws: null,
    region: account.region,
    now: () => now,
    timeZone: 'Europe/Berlin',
    prices,
  };
}

/** A plan as the maker makes it, bound to an account in which everything was looked at and allowed. */
export async function planOf(source: string, answers: Answers): Promise<Plan> {
  const plan = await makePlan(requireSource(source), answers, making());
  return {
    ...plan,
    target: account,
    blockers: [],
    permissions: plan.permissions.map((p) => ({ ...p, answer: 'yes' as const })),
    quotas: plan.quotas.map((q) => ({ ...q, limit: 20, inUseAtLeast: 1 })),
    facts: plan.facts.map((f) => ({ ...f, source: { kind: 'live' as const, at: ago(30) } })),
  };
}

/** A plan as the list of plans shows it before anybody reviewed it. */
export const summaryOf = ({ id, digest, title, source, madeAt }: Plan) => ({
  id,
  digest,
  title,
  source,
  madeAt,
  state: 'ready',
  review: null,
});

export const notebookAnswers = {
  ...findWizard('notebook')?.example,
  name: 'sales-forecast',
} as Answers;

export function taskOf(plan: Plan, state: Task['state'] = 'running'): Task {
  const over = state === 'succeeded' || state === 'failed';
  return {
    id: 'task-1',
    planId: plan.id,
    digest: plan.digest,
    title: plan.title,
    state,
    steps: plan.changes.flatMap((change, at) => [
      {
        id: change.id,
        title: change.says,
        ...(change.note && { detail: change.note }),
        state: over || at === 0 ? ('done' as const) : at === 1 ? ('running' as const) : ('todo' as const),
        ...(at < 2 && { startedAt: ago(130 - at * 20) }),
        ...((over || at === 0) && { endedAt: ago(110 - at * 20) }),
      },
    ]),
    usually: { from: 240, to: 360, worryAfter: 600 },
    startedAt: ago(130),
    ...(over && { endedAt: ago(2), receiptId: 'receipt-1' }),
    events: [
      { at: ago(120), what: 'AWS::IAM::Role', status: 'CREATE_IN_PROGRESS' },
      { at: ago(100), what: 'AWS::IAM::Role', status: 'CREATE_COMPLETE' },
    ],
    leftOver: [],
    cancellable: !over,
  };
}

export function receiptOf(plan: Plan): Receipt {
  return {
    id: 'receipt-1',
    planId: plan.id,
    digest: plan.digest,
    title: plan.title,
    outcome: 'done',
    startedAt: ago(130),
    endedAt: ago(2),
    by: 'operator',
    target: account,
    planned: plan.cost,
    measured: { usd: 0.01, unknown: [] },
    made: [
      {
        type: 'AWS::SageMaker::NotebookInstance',
        name: 'arn:aws:sagemaker:us-east-1:444455556666:notebook-instance/sales-forecast',
      },
    ],
    removed: [],
    stays: plan.stays,
    undo: plan.undo,
  };
}

const row = {
  name: 'steel-forecast',
  region: 'us-east-1',
  status: 'InService',
  instanceType: 'ml.m5.4xlarge',
  since: ago(9_000),
  createdAt: ago(90_000),
  usdPerHour: 0.922,
  usdSoFar: 4.46,
  endsAt: '2026-11-20T18:00:00Z',
  ownedByPlan: 'abc',
  stackName: 'millwright-notebook-steel-forecast',
};

export const notebookRows = [
  row,
  { ...row, name: 'training-course', instanceType: 'ml.t3.medium', usdPerHour: 0.05, usdSoFar: 0.18 },
  { ...row, name: 'sales-forecast', instanceType: 'ml.t3.medium', usdPerHour: 0.05, usdSoFar: 0 },
  {
    ...row,
    name: 'pilot-2',
    status: 'Stopped',
    usdPerHour: 0,
    usdSoFar: null,
    endsAt: null,
    ownedByPlan: null,
  },
];

const plain = (key: string, params?: object) => ({ key, ...(params && { params }) });

export const home = {
  count: 3,
  loadedAt: ago(40),
  stale: false,
  perHour: { usd: 0.972, unknown: ['db-import'] },
  todaySoFar: { usd: 4.64, unknown: [] },
  todayByMidnight: { usd: 9.5, unknown: [] },
  monthIfForgotten: { usd: 9.5, unknown: ['db-import'] },
  rows: [
    ...notebookRows.slice(0, 2).map(({ name, usdPerHour }) => ({
      kind: 'AWS::SageMaker::NotebookInstance',
      name,
      region: 'us-east-1',
      says: plain('window.nav.notebooks'),
      usdPerHour,
      ends: plain('unit.dayClock', { day: 'today', clock: '19:00' }),
      noEnd: false,
      stop: { source: 'notebook-stop', answers: { name } },
      ours: true,
    })),
    {
      kind: 'AWS::EC2::Instance',
      name: 'db-import',
      region: 'eu-west-1',
      says: plain('window.who.other'),
      usdPerHour: null,
      ends: plain('window.money.noEnd'),
      noEnd: true,
      stop: null,
      ours: false,
    },
  ],
  regions: { looked: 1, of: 1, unreachable: [] },
  needs: [
    {
      id: 'n1',
      severity: 'warning',
      says: plain('window.notebook.noHeartbeat'),
      action: {
        label: plain('window.home.look'),
        source: null,
        answers: {},
        route: '#/notebooks/steel-forecast',
      },
    },
  ],
};

const detail = {
  ...row,
  diskGb: 20,
  platform: 'notebook-al2023-v1',
  roleArn: 'arn:aws:iam::444455556666:role/millwright/steel-forecast',
  bucket: 'sales-forecast-4417',
  rootAccess: false,
  directInternet: true,
  repository: null,
  dashboardPort: 8501,
  idleStopMinutes: 60,
  lastIdleHeartbeat: ago(240),
  evening: { at: '19:00', timeZone: 'Europe/Berlin', notBefore: null },
  failureReason: null,
  log: [{ at: ago(300), text: 'Jupyter Server is running' }],
  technical: { NotebookInstanceName: 'steel-forecast', InstanceType: 'ml.m5.4xlarge' },
  history: [{ at: ago(9_000), says: plain('window.outcome.done'), receiptId: 'receipt-1' }],
};

const object = { changedAt: ago(86_400), storageClass: 'STANDARD' };

/** What a window asks in these tests, answered. A test puts its own answers over it. */
export async function answering(over: Answering = {}): Promise<Answering> {
  let settings = { language: 'en', appearance: 'light', timeZone: 'Europe/Berlin', tourSeen: true };
  const plan = await planOf('notebook', notebookAnswers);
  const connection = {
    id: 'sandbox',
    kind: 'sandbox',
    name: 'sandbox',
    region: 'us-east-1',
    regions: ['us-east-1', 'eu-west-1'],
    state: 'ready',
    accountId: '444455556666',
    caller: 'arn:aws:iam::444455556666:user/operator',
    expiresAt: null,
    error: null,
  };
  const summary = summaryOf(plan);
  return {
    'app.info': {
      version: '0.1.0',
      host: 'loopback',
      timeZone: 'Europe/Berlin',
      now: new Date(now).toISOString(),
    },
    'app.settings': () => settings,
    'app.changeSettings': (change: object) => (settings = { ...settings, ...change }),
    'connections.list': { connections: [connection], currentId: 'sandbox' },
    'stacks.look': { made: false, health: null },
    'connections.use': connection,
    'home.summary': home,
    'lists.look': {},
    'notebooks.list': { version: 1, loadedAt: ago(5), stale: false, rows: notebookRows },
    'notebooks.get': detail,
    'notebooks.open': { how: 'link', link: 'http://127.0.0.1:1/go/x' },
    'data.buckets': {
      version: 1,
      rows: [{ name: 'sales-forecast-4417', region: 'us-east-1', createdAt: ago(90_000), ours: true }],
    },
    'data.list': {
      rows: [
        { key: 'census-income/', name: 'census-income', kind: 'folder', bytes: 0, ...object },
        { key: 'train.csv', name: 'train.csv', kind: 'file', bytes: 3_974_305, ...object },
      ],
      continueFrom: null,
    },
    'data.preview': {
      kind: 'table',
      columns: ['age', 'work'],
      header: true,
      rows: [
        ['39', 'State-gov'],
        ['50', 'Self-emp'],
      ],
      more: true,
    },
    'data.download': { how: 'link', link: 'http://127.0.0.1:1/go/y' },
    'data.stage': { stageId: '0'.repeat(32), there: [] },
    'tasks.list': [],
    'plans.list': [summary],
    'plans.get': { plan, summary },
    'plans.make': ({ source, answers }: { source: string; answers: Answers }) =>
      planOf(source, answers).catch((error: unknown) => {
        if (!(error instanceof AppFailure)) throw error;
        return new Refusal(error.error.code, error.error.problems);
      }),
    'plans.askConsent': { consentId: 'consent-1', link: 'http://127.0.0.1:1/confirm/z' },
    'plans.apply': { taskId: 'task-1' },
    'plans.exportAs': { files: [{ name: 'plan.json', text: '{}' }] },
    'plans.receipts': [receiptOf(plan)].map(({ id, planId, title, outcome, startedAt, endedAt, by }) => ({
      id,
      planId,
      title,
      outcome,
      startedAt,
      endedAt,
      by,
    })),
    'plans.receipt': receiptOf(plan),
    'wizards.list': wizards.map(({ description: { id, goal, cardNote, icon } }) => ({
      id,
      goal,
      cardNote,
      icon,
      draft: false,
    })),
    'wizards.open': async ({ id }: { id: string }) => {
      const wizard = findWizard(id);
      if (wizard === undefined) return new Refusal('answers.unknownWizard');
      const { options, defaults } = await wizardOptions(wizard, making());
      return {
        description: wizard.description,
        answers: defaults,
        station: 'goal',
        options,
        optionsMissing: {},
        pricesAsOf: '2026-11-20',
        pricesMissing: 2,
      };
    },
    'wizards.lookUpPrices': new Refusal('connection.none'),
    'wizards.check': ({ id, answers }: { id: string; answers: Answers }) => {
      const wizard = findWizard(id);
      if (wizard === undefined) return new Refusal('answers.unknownWizard');
      const checked = checkAnswers(wizard, withDefaults({}, answers));
      return { problems: checked.ok ? [] : checked.problems, summaries: wizard.summaries(answers) };
    },
    'wizards.keep': {},
    'wizards.discard': {},
    ...over,
  };
}
