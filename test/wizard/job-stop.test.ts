/** Stopping a job: what is said before, what is called, and when it is refused. */
import { expect, test } from 'vitest';
import { account, plan, problems, steps, text, texts } from './support.ts';

const id = '0f0f0f0f-1111-2222-3333-444444444444';
/** Without the line about rights, which nobody looked up here. */
const warned = (made: ReturnType<typeof plan>) =>
  texts(made.warnings).filter((warning) => !warning.startsWith('Not checked'));
const job = (more: object = {}) => ({
  [`job:${id}`]: {
    name: 'mnist-00112233',
    status: 'RUNNING',
    planId: '00112233445566778899',
    parts: null,
    ...more,
  },
});

test('ends it with TerminateJob, which also ends what runs, and waits until it has ended', () => {
  const made = plan('job-stop', { id }, job());
  expect(text(made.title)).toBe('Stop the job mnist-00112233');
  expect(steps(made)).toEqual(['Stop the job mnist-00112233.']);
  expect(made.changes).toMatchObject([
    {
      kind: 'call',
      service: 'batch',
      operation: 'TerminateJob',
      input: { jobId: id, reason: 'Stopped in Millwright' },
      repeat: 'idempotent',
      until: { thing: 'job', name: id, state: 'FAILED' },
    },
  ]);
  expect(warned(made)).toEqual(['What the script did since its last checkpoint is lost.']);
  expect(made.blockers).toEqual([]);
  expect(texts(made.stays)).toEqual(['Checkpoints and results in the bucket stay, and so does the log.']);
  expect(made.cost.lines).toEqual([]);
});

test('a job that waits loses nothing; the parts of an array job end with it', () => {
  expect(warned(plan('job-stop', { id }, job({ status: 'RUNNABLE' })))).toEqual([]);
  expect(warned(plan('job-stop', { id }, job({ status: 'PENDING', parts: 10 })))).toEqual([
    'All parts of the job that are not done yet end with it.',
    'What the script did since its last checkpoint is lost.',
  ]);
});

test('a job of others is named as that, and can be stopped', () => {
  const made = plan('job-stop', { id }, job({ planId: null }));
  expect(texts(made.warnings)[0]).toBe(
    'Millwright did not send mnist-00112233. Whoever did may be waiting for it.',
  );
  expect(made.blockers).toEqual([]);
});

test('what is over or unknown to AWS cannot be stopped', () => {
  for (const status of ['SUCCEEDED', 'FAILED'])
    expect(texts(plan('job-stop', { id }, job({ status })).blockers)).toEqual([
      'The job mnist-00112233 has ended already.',
    ]);
  expect(texts(plan('job-stop', { id }, { [`job:${id}`]: null }).blockers)).toEqual([
    'AWS does not know this job any more. It has ended some days ago.',
  ]);
});

test('without an account it is planned all the same, and asks the right that it needs', () => {
  const made = plan('job-stop', { id }, {}, undefined, { ...account, accountId: null });
  expect(made.blockers).toEqual([]);
  expect(made.permissions.map(({ action, resource }) => [action, resource])).toEqual([
    ['batch:TerminateJob', `arn:aws:batch:eu-west-1:*:job/${id}`],
  ]);
});

test('an id that is none is refused', () => {
  expect(problems('job-stop', { id: 'a b' })).toEqual({ id: 'Choose a job.' });
});
