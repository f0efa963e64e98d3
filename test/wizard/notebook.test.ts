import { expect, test } from 'vitest';
import { planSections } from '../../main/plans/text.ts';
import { notebook as wizard } from '../../main/wizards/notebook/index.ts';
import { at, context, foundationReady, notebook, plan, problems, steps, text, texts } from './support.ts';

const answers = {
  name: 'sales-forecast',
  bucket: { choice: 'new', newName: 'sales-forecast-4417' },
};
const free = {
  ...foundationReady,
  'stack:millwright-notebook-sales-forecast': null,
  'notebook:sales-forecast': null,
  'bucket:sales-forecast-4417': { exists: 'no', region: null },
  'quota:sagemaker/ml.t3.medium for notebook instance usage': { limit: 20, code: 'L-1', inUse: 3 },
};

test('the review reads like the receipt before the purchase', () => {
  const made = plan('notebook', answers, free);
  expect(text(made.title)).toBe('Make the notebook sales-forecast');
  expect(steps(made)).toEqual([
    'Make a private, encrypted bucket, sales-forecast-4417.',
    'Make a role that can read and write the bucket sales-forecast-4417, and nothing else.',
    'Set the evening stop: every day at 19:00.',
    'Make the notebook: small (ml.t3.medium), disk 20 GB, idle stop after 60 minutes.',
  ]);
  expect(texts(made.guards.map((guard) => guard.says))[0]).toMatch(/^It stops today at 19:00/);
  expect(made.blockers).toEqual([]);
});

test('the money of a small notebook from 14:02 to 19:00, one in Ireland with known prices', () => {
  const { cost } = plan('notebook', answers, free);
  expect(cost.perHour).toEqual({ usd: 0.055, unknown: [] });
  expect(cost.today?.usd).toBeCloseTo(0.055 * (298 / 60), 5);
  expect(cost.perDay.usd).toBeCloseTo(1.32);
  // It stops tonight and stays stopped; the disk is billed all month.
  expect(cost.monthIfForgotten.usd).toBeCloseTo(0.055 * (298 / 60) + 20 * 0.154, 5);
  expect(cost.worstMonth.usd).toBeCloseTo(0.055 * 730 + 20 * 0.154);
  expect(cost.pricesAsOf).toBe('2023-12-31');
});

test('a price that the book lacks is unknown and never nothing', () => {
  const { cost } = plan('notebook', { ...answers, size: 'ml.g4dn.xlarge' }, free);
  expect(cost.perHour).toEqual({ usd: 0, unknown: ['sagemaker:notebook:ml.g4dn.xlarge'] });
  expect(cost.worstMonth.usd).toBeCloseTo(20 * 0.154);
  expect(cost.worstMonth.unknown).toEqual(['sagemaker:notebook:ml.g4dn.xlarge']);
});

test('a missing foundation is made first, an existing one is not, an unknown one is said', () => {
  const ids = (values: Record<string, unknown>) => plan('notebook', answers, values).changes.map((c) => c.id);
  expect(ids({ ...free, 'stack:millwright-foundation': null })).toEqual([
    'foundation',
    'storage',
    'notebook',
  ]);
  expect(ids(free)).toEqual(['storage', 'notebook']);
  const unknown = plan('notebook', answers, {});
  expect(unknown.changes.map((c) => c.id)).toEqual(['storage', 'notebook']);
});

test('with the foundation CloudFormation works as its role, and the person needs few rights', () => {
  const made = plan('notebook', answers, free);
  const role = 'arn:aws:iam::111122223333:role/millwright/millwright-eu-west-1-cloudformation';
  expect(made.changes.map((c) => (c.kind === 'stack' ? c.roleArn : ''))).toEqual([role, role]);
  const actions = new Set(made.permissions.map(({ action }) => action.split(':')[0]));
  expect([...actions].sort()).toEqual(['cloudformation', 'iam']);
});

test('a role of the person is passed by the person and not by the foundation', () => {
  const role = 'arn:aws:iam::111122223333:role/data-science';
  const made = plan('notebook', { ...answers, role }, free);
  const stack = made.changes.at(-1);
  if (stack?.kind !== 'stack') throw new Error('no stack');
  expect(stack.roleArn).toBeUndefined();
  expect(stack.parameters['RoleArn']).toBe(role);
  expect(stack.resources.map(({ logicalId }) => logicalId)).not.toContain('NotebookRole');
  expect(made.permissions.map(({ action }) => action)).toContain('sagemaker:CreateNotebookInstance');
});

test('an existing bucket is used and not made', () => {
  const made = plan(
    'notebook',
    { ...answers, bucket: { choice: 'sales-data' } },
    { ...free, 'bucket:sales-data': { exists: 'here', region: 'eu-west-1' } },
  );
  expect(made.changes.map((c) => c.id)).toEqual(['notebook']);
  expect(made.blockers).toEqual([]);
});

test.each([
  ['elsewhere', 'new', 'The bucket name sales-forecast-4417 is taken by somebody else'],
  ['here', 'new', 'You already have a bucket sales-forecast-4417.'],
  ['no', 'sales-forecast-4417', 'There is no bucket sales-forecast-4417.'],
  ['elsewhere', 'sales-forecast-4417', 'The bucket sales-forecast-4417 belongs to somebody else'],
])('a bucket that is %s and chosen as %s is a reason not to start', (exists, choice, says) => {
  const made = plan(
    'notebook',
    { ...answers, bucket: { choice, newName: 'sales-forecast-4417' } },
    { ...free, 'bucket:sales-forecast-4417': { exists, region: null } },
  );
  expect(texts(made.blockers)[0]).toContain(says);
});

test('a bucket of another region is a reason not to start', () => {
  const made = plan(
    'notebook',
    { ...answers, bucket: { choice: 'sales-data' } },
    { ...free, 'bucket:sales-data': { exists: 'here', region: 'us-east-1' } },
  );
  expect(texts(made.blockers)[0]).toContain('is in the region us-east-1');
});

test('a name that is taken, by us or by others, is a reason not to start', () => {
  const ours = plan('notebook', answers, { ...free, 'notebook:sales-forecast': notebook() });
  const foreign = plan('notebook', answers, {
    ...free,
    'notebook:sales-forecast': notebook({ planId: null }),
  });
  for (const made of [ours, foreign])
    expect(texts(made.blockers)).toEqual([
      'There is already a notebook called sales-forecast. Choose another name.',
    ]);
});

test('a limit of the account that does not hold one more is a reason not to start, and names it', () => {
  const made = plan('notebook', answers, {
    ...free,
    'quota:sagemaker/ml.t3.medium for notebook instance usage': { limit: 3, code: 'L-1', inUse: 3 },
  });
  expect(made.quotas).toEqual([
    {
      name: 'ml.t3.medium for notebook instance usage',
      need: 1,
      limit: 3,
      inUseAtLeast: 3,
      quotaCode: 'L-1',
      ask: { service: 'sagemaker', wanted: 4 },
    },
  ]);
  expect(texts(made.blockers)[0]).toMatch(/^Your account may run 3 of/);
});

test('a missing right is a reason not to start, and names it', () => {
  const key = 'iam:PassRole|arn:aws:iam::111122223333:role/millwright/millwright-eu-west-1-cloudformation';
  const made = plan('notebook', answers, { ...free, 'permissions:caller': { [key]: 'no' } });
  expect(texts(made.blockers)).toEqual([
    'You may not do all of this: iam:PassRole. Save this plan as a page and send it to your administrator: it lists what to allow.',
  ]);
  const { lines } = planSections(made, 'en', 'UTC').find(({ title }) => title === 'Permissions')!;
  expect(lines.slice(1)).toEqual([
    { text: 'To the administrator of account 111122223333: please allow me these.' },
    { text: 'iam:PassRole', note: key.split('|')[1] },
  ]);
});

test('without the foundation and without the right to make it the way leads to the administrator', () => {
  const made = plan('notebook', answers, {
    ...free,
    'stack:millwright-foundation': null,
    'permissions:caller': { 'iam:CreateRole|*': 'no' },
  });
  expect(texts(made.blockers)[0]).toMatch(/send it to your administrator/);
});

test('with no account nothing is checked, and the plan says so once', () => {
  const made = plan('notebook', answers, {}, at('14:02'), {
    accountId: null,
    region: 'us-east-1',
    partition: 'aws',
  });
  expect(made.permissions.every(({ answer }) => answer === 'unknown')).toBe(true);
  expect(made.quotas[0]?.limit).toBeNull();
  expect(texts(made.warnings).at(-1)).toMatch(/^Made without an account/);
  expect(made.blockers).toEqual([]);
});

const parameter = (clock: string, evening: Record<string, string>) => {
  const made = plan('notebook', { ...answers, evening }, free, at(clock));
  const stack = made.changes.at(-1);
  if (stack?.kind !== 'stack') throw new Error('no stack');
  return { made, parameters: stack.parameters };
};

test.each([
  ['14:02', { at: '19:00' }, '', '2026-11-20T18:00:00.000Z'],
  ['17:59', { at: '19:00' }, '', '2026-11-20T18:00:00.000Z'],
  // Near, or inside the hours in which it stops: the first stop waits two hours unless another number was chosen.
  ['18:05', { at: '19:00' }, '2026-11-20T19:15:00.000Z', '2026-11-20T19:15:00.000Z'],
  ['21:00', { at: '19:00' }, '2026-11-20T22:00:00.000Z', '2026-11-20T22:00:00.000Z'],
  ['21:00', { at: '19:00', tonight: '4' }, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
  // Two hours from 05:00 lie behind the last try at 05:45: the next stop is the evening's.
  ['05:00', { at: '19:00' }, '2026-11-20T06:00:00.000Z', '2026-11-20T18:00:00.000Z'],
])('made at %s with an evening stop %j', (clock, evening, notBefore, endsAt) => {
  const { made, parameters } = parameter(clock, evening);
  expect(parameters['EveningNotBefore']).toBe(notBefore);
  expect(made.guards.find(({ strength }) => strength === 'aws')?.endsAt).toBe(endsAt);
  expect(texts(made.warnings, at(clock)).some((warning) => warning.includes('which is close'))).toBe(
    notBefore !== '',
  );
});

test.each([
  ['19:00', 'cron(0/15 19-23,0-5 * * ? *)', ''],
  ['14:00', 'cron(0/15 14-23,0 * * ? *)', ''],
  ['08:00', 'cron(0/15 8-18 * * ? *)', ''],
  ['19:30', 'cron(30/15 19 * * ? *)', 'cron(0/15 20-23,0-5 * * ? *)'],
  ['23:45', 'cron(45/15 23 * * ? *)', 'cron(0/15 0-9 * * ? *)'],
])('an end at %s is the schedule %s', (end, evening, night) => {
  const { parameters, made } = parameter('10:00', { at: end });
  expect([parameters['EveningStop'], parameters['EveningStopNight']]).toEqual([evening, night]);
  const ids = made.changes.flatMap((change) => (change.kind === 'stack' ? change.resources : []));
  expect(ids.some(({ logicalId }) => logicalId === 'NightSchedule')).toBe(night !== '');
});

test('no evening stop needs “keep it running”, and costs the whole month', () => {
  expect(problems('notebook', { ...answers, evening: { on: false } })).toEqual({
    'evening.keepRunning': expect.stringContaining('Without an evening stop') as string,
  });
  const made = plan('notebook', { ...answers, evening: { on: false, keepRunning: true } }, free);
  expect(made.cost.monthIfForgotten).toEqual(made.cost.worstMonth);
  expect(texts(made.warnings)).toContain('No evening stop: it is billed until somebody stops it.');
  const stack = made.changes.at(-1);
  expect(stack?.kind === 'stack' && stack.resources.map((r) => r.type)).not.toContain(
    'AWS::Scheduler::Schedule',
  );
});

test('a subnet means no internet access of SageMaker, and says what then does not work', () => {
  const made = plan('notebook', { ...answers, network: 'subnet-0a1b2c3d' }, free);
  const stack = made.changes.at(-1);
  expect(stack?.kind === 'stack' && stack.parameters).toMatchObject({
    SubnetId: 'subnet-0a1b2c3d',
    DirectInternetAccess: 'Disabled',
  });
  expect(texts(made.warnings).join(' ')).toContain('the idle stop cannot work');
});

test.each([
  ['name', '', 'The notebook has no name yet. Give it a name.'],
  ['name', 'a--b', 'The name of the notebook'],
  ['name', '-a', 'The name of the notebook'],
  ['name', 'ä', 'The name of the notebook'],
  ['name', 'a'.repeat(64), 'The name of the notebook'],
  ['name', 5, 'What shall it be called?'],
  ['size', 'big', 'The size must be'],
  ['bucket.choice', 'Ä', 'Where the files are kept'],
  ['bucket.choice', 7, 'Where the files are kept'],
  ['bucket.newName', 'No', 'The name of the bucket'],
  ['evening.at', '19:05', 'The evening stop needs a time'],
  ['evening.at', '25:00', 'The evening stop needs a time'],
  ['evening.timeZone', 'Mars/Olympus', 'The time zone is not known'],
  ['evening.tonight', '3', 'Until when it may run tonight'],
  ['idle.minutes', 5, 'The time without use'],
  ['idle.minutes', '60', 'The time without use'],
  ['disk.sizeGb', 4, 'The disk must be'],
  ['disk.sizeGb', 16_385, 'The disk must be'],
  ['disk.sizeGb', 20.5, 'The disk must be'],
  ['role', 'admin', 'The role must be'],
  ['network', 'vpc-1', 'The network must be'],
  ['git', 'http://example.com/a.git', 'The Git repository needs'],
  ['git', 'https://user:word@example.com/a.git', 'The Git repository needs'],
  ['dashboard.port', 80, 'The port of the dashboard'],
  ['rootAccess', 'yes', 'Administrator rights inside the notebook'],
])('%s = %j is answered by a sentence that names the field', (path, value, says) => {
  const [first = '', second] = path.split('.');
  const given = second === undefined ? { [first]: value } : { [first]: { [second]: value } };
  const base: Record<string, unknown> = { ...answers };
  if (second !== undefined && first === 'bucket') given[first] = { ...answers.bucket, [second]: value };
  const found = problems('notebook', { ...base, ...given } as Parameters<typeof problems>[1]);
  expect(Object.keys(found)).toEqual([path]);
  expect(found[path]).toContain(says);
});

test('a question that does not exist is named', () => {
  expect(problems('notebook', { ...answers, color: 'blue' })).toEqual({
    color: 'There is no question called color.',
  });
});

test('at most five questions must be answered, and the defaults plan', () => {
  const fields = wizard.description.steps.flatMap((step) => step.fields);
  expect(fields.filter((field) => field.required).length).toBeLessThanOrEqual(5);
  const made = plan('notebook', { name: 'a' }, {});
  expect(made.changes).toHaveLength(2);
});

test('every question has an answer among the defaults, every choice a price or a “?”', () => {
  const facts = { get: () => undefined, value: () => undefined };
  const defaults = wizard.defaults(facts, context());
  for (const field of wizard.description.steps.flatMap((step) => step.fields)) {
    const value = field.path
      .split('.')
      .reduce<unknown>((all, key) => (all as Record<string, unknown>)[key], defaults);
    expect(value, field.path).toBeDefined();
  }
  expect(wizard.options(facts, context())['size']?.map(({ price }) => price)).toEqual([
    { hour: 0.055, day: 1.32, month: 40.15 },
    { hour: null, day: null, month: null },
    { hour: null, day: null, month: null },
    { hour: null, day: null, month: null },
  ]);
});

test('kept answers that are opened near the evening stop ask until when it may run', () => {
  const kept = { ...wizard.example, evening: { on: true, at: '19:00', timeZone: 'Europe/Berlin' } };
  const near = (clock: string) =>
    (wizard.refresh?.(kept, context(at(clock)))['evening'] as { near: boolean } | undefined)?.near;
  expect([near('14:00'), near('18:30'), near('23:00')]).toEqual([false, true, true]);
});
