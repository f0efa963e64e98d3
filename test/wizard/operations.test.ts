import { expect, test } from 'vitest';
import { at, notebook, notebookStack, plan, problems, steps, texts } from './support.ts';

const facts = (instance: unknown, stack: unknown) => ({
  'notebook:sales': instance,
  'stack:millwright-notebook-sales': stack,
});
const running = facts(notebook(), notebookStack());
const stopped = facts(notebook({ status: 'Stopped' }), notebookStack());
const foreign = (status: string) => facts(notebook({ status, planId: null, bucket: null }), null);

test('stopping ends the price of the hour and leaves that of the disk', () => {
  const made = plan('notebook-stop', { name: 'sales' }, running);
  expect(steps(made)).toEqual(['Stop the notebook sales.']);
  expect(made.cost.perHour.usd).toBe(0);
  expect(made.cost.worstMonth.usd).toBeCloseTo(20 * 0.154);
  expect(made.blockers).toEqual([]);
});

test.each([
  ['notebook-stop', 'Pending', 'is still being prepared'],
  ['notebook-stop', 'Stopped', 'is already stopped'],
  ['notebook-start', 'InService', 'is already running'],
  ['notebook-start', 'Stopping', 'is just being stopped'],
  ['notebook-delete', 'Updating', 'is just being changed'],
  ['notebook-delete', 'InMaintenance', 'AWS is working on the notebook'],
])('%s of a notebook that is %s is refused in words', (operation, status, says) => {
  const made = plan(operation, { name: 'sales' }, facts(notebook({ status }), notebookStack()));
  expect(texts(made.blockers)[0]).toContain(says);
});

test.each(['notebook-start', 'notebook-stop', 'notebook-extend', 'notebook-delete'])(
  '%s of a notebook that does not exist is refused',
  (operation) => {
    const made = plan(operation, { name: 'sales' }, facts(null, null));
    expect(texts(made.blockers)[0]).toContain('sales');
  },
);

test('a start in the day keeps the evening stop', () => {
  const made = plan('notebook-start', { name: 'sales' }, stopped, at('10:00'));
  expect(made.changes.map(({ kind }) => kind)).toEqual(['call']);
  expect(made.guards[0]?.endsAt).toBe('2026-11-20T18:00:00.000Z');
  expect(made.cost.today?.usd).toBeCloseTo(9 * 0.055);
});

test('a start in the evening moves the stop first, and says so', () => {
  const made = plan('notebook-start', { name: 'sales' }, stopped, at('20:10'));
  expect(made.changes.map(({ id }) => id)).toEqual(['evening', 'StartNotebookInstance']);
  const [move] = made.changes;
  if (move?.kind !== 'stack') throw new Error('no stack');
  expect(move.parameters).toEqual({ EveningNotBefore: '2026-11-20T21:15:00.000Z' });
  expect(move.template).toBeUndefined();
  expect(move.tags).toEqual({ 'millwright:plan': 'aa', 'millwright:source': 'notebook' });
  expect(texts(made.warnings, at('20:10'))[0]).toBe(
    'The evening stop is at 19:00, which is close. This first time it waits until today 22:15.',
  );
});

test('a stop that was put off already is not moved again', () => {
  const later = notebookStack({ EveningNotBefore: '2026-11-20T23:00:00.000Z' });
  const made = plan(
    'notebook-start',
    { name: 'sales' },
    facts(notebook({ status: 'Stopped' }), later),
    at('20:10'),
  );
  expect(made.changes.map(({ id }) => id)).toEqual(['StartNotebookInstance']);
  expect(made.guards[0]?.endsAt).toBe('2026-11-20T23:00:00.000Z');
});

test('extending moves the schedule and nothing else', () => {
  const made = plan('notebook-extend', { name: 'sales', until: '2026-11-20T21:00:00+01:00' }, running);
  expect(made.changes).toHaveLength(1);
  const [move] = made.changes;
  if (move?.kind !== 'stack') throw new Error('no stack');
  expect(move.resources).toEqual([
    {
      logicalId: 'EveningSchedule',
      type: 'AWS::Scheduler::Schedule',
      effect: 'update',
      fields: [{ path: 'StartDate', effect: 'update', before: '', after: '2026-11-20T20:00:00.000Z' }],
    },
  ]);
  expect(move.roleArn).toBe(notebookStack().roleArn);
  expect(made.guards[0]?.endsAt).toBe('2026-11-20T20:00:00.000Z');
});

test('extending both schedules of an end inside an hour', () => {
  const stack = notebookStack({
    EveningStop: 'cron(30/15 19 * * ? *)',
    EveningStopNight: 'cron(0/15 20-23,0-5 * * ? *)',
  });
  const made = plan('notebook-extend', { name: 'sales', hours: 3 }, facts(notebook(), stack));
  const [move] = made.changes;
  expect(move?.kind === 'stack' && move.resources.map(({ logicalId }) => logicalId)).toEqual([
    'EveningSchedule',
    'NightSchedule',
  ]);
  expect(made.guards[0]?.endsAt).toBe('2026-11-20T21:30:00.000Z');
});

test('extending past the night says when the next stop comes', () => {
  const made = plan('notebook-extend', { name: 'sales', until: '2026-11-21T07:00:00+01:00' }, running);
  expect(made.guards[0]?.endsAt).toBe('2026-11-21T18:00:00.000Z');
  expect(texts(made.warnings)[0]).toContain('The next one comes tomorrow 19:00');
});

test.each([
  ['2026-11-20T10:00:00+01:00', 'is over already'],
  ['2026-11-23T10:00:00+01:00', 'more than a day away'],
])('extending until %s is refused', (until, says) => {
  const made = plan('notebook-extend', { name: 'sales', until }, running);
  expect(texts(made.blockers)[0]).toContain(says);
});

test('a notebook without an evening stop, or of others, has nothing to extend', () => {
  const none = facts(notebook(), notebookStack({ EveningStop: '' }));
  expect(texts(plan('notebook-extend', { name: 'sales' }, none).blockers)[0]).toContain('no evening stop');
  const others = plan('notebook-extend', { name: 'sales' }, foreign('InService'));
  expect(texts(others.blockers)[0]).toContain('Millwright did not make sales');
});

test('deleting stops first, then removes the stack, and says what stays', () => {
  const made = plan('notebook-delete', { name: 'sales' }, running);
  expect(steps(made)).toEqual([
    'Stop the notebook sales.',
    'Delete the notebook sales, its disk, its role and its evening stop.',
  ]);
  expect(texts(made.stays)[0]).toContain('The bucket sales-data stays');
  const remove = made.changes[1];
  if (remove?.kind !== 'stack') throw new Error('no stack');
  expect(remove.resources.every(({ effect }) => effect === 'delete')).toBe(true);
  expect(remove.resources.map(({ logicalId }) => logicalId)).toContain('NotebookRole');
});

test('a stack whose notebook somebody else deleted can still be removed', () => {
  const made = plan('notebook-delete', { name: 'sales' }, facts(null, notebookStack()));
  expect(made.blockers).toEqual([]);
  expect(made.changes.map(({ kind }) => kind)).toEqual(['stack']);
});

test('what others made is operated by single calls and named as theirs', () => {
  for (const [operation, status] of [
    ['notebook-stop', 'InService'],
    ['notebook-start', 'Stopped'],
    ['notebook-delete', 'Stopped'],
  ] as const) {
    const made = plan(operation, { name: 'sales' }, foreign(status));
    expect(made.changes.every(({ kind }) => kind === 'call')).toBe(true);
    expect(texts(made.warnings)[0]).toContain('Millwright did not make sales');
    expect(made.blockers).toEqual([]);
  }
});

test('a bucket is deleted only when it is empty', () => {
  const bucket = { 'bucket:sales-data': { exists: 'here', region: 'eu-west-1' } };
  const full = plan(
    'storage-delete',
    { name: 'sales-data' },
    { ...bucket, 'empty:sales-data': { empty: false } },
  );
  expect(texts(full.blockers)).toEqual(['The bucket sales-data is not empty. Delete its files first.']);
  const empty = plan(
    'storage-delete',
    { name: 'sales-data' },
    { ...bucket, 'empty:sales-data': { empty: true } },
  );
  expect(empty.blockers).toEqual([]);
  expect(empty.changes[0]).toMatchObject({ kind: 'call', operation: 'DeleteBucket' });
});

test('an upload names files and size, and waits for files that are still being read', () => {
  const stageId = 'a'.repeat(32);
  const file = { path: 'census/train.csv', bytes: 2_000_000, sha256: 'b'.repeat(64) };
  const values = (files: object[]) => ({
    [`stage:${stageId}`]: { files },
    'bucket:sales-data': { exists: 'here', region: 'eu-west-1' },
  });
  const answers = { stageId, bucket: 'sales-data', prefix: 'in/' };
  const made = plan('data-upload', answers, values([file]));
  expect(steps(made)).toEqual(['Upload 1 file, 2 MB, to sales-data/in/.']);
  expect(made.changes[0]).toMatchObject({ kind: 'upload', prefix: 'in/', files: [file] });
  const waiting = plan('data-upload', answers, values([file, { ...file, sha256: null }]));
  expect(texts(waiting.blockers)[0]).toContain('1 picked file has not been read yet');
  const gone = plan('data-upload', answers, { ...values([]), [`stage:${stageId}`]: null });
  expect(texts(gone.blockers)[0]).toContain('no longer on this computer');
});

test('deleting a folder deletes the files in it, a thousand at a time', () => {
  const keys = Array.from({ length: 1500 }, (_, i) => `in/${String(i).padStart(5, '0')}.csv`);
  const made = plan(
    'data-delete',
    { bucket: 'sales-data', keys: ['in/', 'readme.txt'] },
    { 'objects:sales-data/in/': { keys, more: false } },
  );
  expect(made.changes).toHaveLength(2);
  const sent = made.changes.flatMap((change) =>
    change.kind === 'call'
      ? (change.input['Delete'] as { Objects: { Key: string }[] }).Objects.map(({ Key }) => Key)
      : [],
  );
  expect(new Set(sent)).toEqual(new Set([...keys, 'readme.txt']));
  const more = plan(
    'data-delete',
    { bucket: 'sales-data', keys: ['in/'] },
    { 'objects:sales-data/in/': { keys, more: true } },
  );
  expect(texts(more.blockers)[0]).toContain('more than 5,000 files');
});

test('what is left of a failed stack can be removed, if it is ours', () => {
  const { planId, roleArn } = notebookStack();
  const parameters = { InstanceType: 'ml.t3.medium', VolumeSizeInGB: '20' };
  const thing = { logicalId: 'Notebook', type: 'AWS::SageMaker::NotebookInstance', name: 'sales' };
  const things = [{ ...thing, status: 'DELETE_FAILED' }];
  const stack = { status: 'ROLLBACK_FAILED', planId, roleArn, role: 'there', parameters, things };
  const answers = { stackName: 'millwright-notebook-sales' };
  const key = 'repair:millwright-notebook-sales';
  const ours = plan('stack-remove', answers, { [key]: stack });
  expect(ours.blockers).toEqual([]);
  // What AWS refuses once more stays, and is named with what it costs.
  expect(ours.changes[0]?.kind === 'stack' && ours.changes[0].keep).toEqual(['Notebook']);
  expect(texts(ours.stays)[0]).toMatch(/Notebook sales\. It costs \$0\.055 an hour .* \$3\.08 a month/);
  expect(ours.cost.perHour.usd).toBeCloseTo(0.055);
  const others = plan('stack-remove', answers, { [key]: { ...stack, planId: null } });
  expect(others.blockers).toHaveLength(1);
});

test('the environment of trainings can be removed while it is whole, and its log with it', () => {
  const { planId, roleArn } = notebookStack();
  const things = [
    {
      logicalId: 'Log',
      type: 'AWS::Logs::LogGroup',
      name: '/millwright/training',
      status: 'CREATE_COMPLETE',
    },
    {
      logicalId: 'Queue',
      type: 'AWS::Batch::JobQueue',
      name: 'millwright-training',
      status: 'CREATE_COMPLETE',
    },
  ];
  const stack = { status: 'CREATE_COMPLETE', planId, roleArn, role: 'there', parameters: {}, things };
  const made = plan(
    'stack-remove',
    { stackName: 'millwright-training' },
    { 'repair:millwright-training': stack },
  );
  expect(made.blockers).toEqual([]);
  expect(texts(made.warnings)).toContain('The log that belongs to it is deleted with all its lines.');
  expect(made.changes[0]).toMatchObject({ action: 'delete', stackName: 'millwright-training' });
});

test.each([
  ['notebook-stop', { name: 'a b' }, 'name'],
  ['notebook-stop', {}, 'name'],
  ['notebook-extend', { name: 'a', until: 'tomorrow' }, 'until'],
  ['notebook-extend', { name: 'a', hours: 48 }, 'hours'],
  ['data-upload', { stageId: '../../etc', bucket: 'sales-data' }, 'stageId'],
  ['data-upload', { stageId: 'a'.repeat(32), bucket: 'sales-data', prefix: 'in' }, 'prefix'],
  ['data-delete', { bucket: 'sales-data', keys: [] }, 'keys'],
  ['stack-remove', { stackName: 'production' }, 'stackName'],
])('%s refuses %j by field', (operation, answers, path) => {
  expect(Object.keys(problems(operation, answers as Parameters<typeof problems>[1]))).toEqual([path]);
});
