/** Running a training again: one more job of what is there, in a folder of its own. */
import { expect, test } from 'vitest';
import { environmentReady, free, spotKey } from './gpu-training-support.ts';
import { foundationReady, plan, problems, steps, text, texts } from './support.ts';

const parameters = {
  TrainingName: 'census',
  BucketName: 'census-4417',
  Prefix: 'trainings/census',
  Run: '0'.repeat(20),
  Attempts: '2',
  AttemptSeconds: '7200',
};
const training = (more: object = {}) => ({
  'stack:millwright-training-census': {
    ...foundationReady['stack:millwright-foundation'],
    source: 'gpu-training',
    parameters,
    ...more,
  },
});
const ready = {
  ...environmentReady(),
  ...training(),
  'machine-networks': free['machine-networks'],
  [spotKey]: free[spotKey],
};
const again = (values: Record<string, unknown> = {}) =>
  plan('job-again', { name: 'census' }, { ...ready, ...values });

test('sends one job of the same definition, whose results lie in a new folder', () => {
  const made = again();
  expect(text(made.title)).toBe('Run the training census again');
  const folder = `s3://census-4417/trainings/census/${made.id}`;
  expect(steps(made)).toEqual([
    `Send the training census to the queue again. Its results go to the new folder census-4417/trainings/census/${made.id}.`,
  ]);
  expect(made.changes).toMatchObject([
    {
      kind: 'call',
      service: 'batch',
      operation: 'SubmitJob',
      repeat: 'once',
      input: {
        jobName: `census-${made.id}`,
        jobQueue: 'millwright-training',
        jobDefinition: 'millwright-training-census',
        tags: { 'millwright:plan': made.id, 'millwright:source': 'job-again' },
        containerOverrides: {
          environment: [
            { name: 'MODEL_DIR', value: `${folder}/model/` },
            { name: 'EXPORT_PATH', value: `${folder}/export/` },
            { name: 'MILLWRIGHT_CHECKPOINTS', value: `${folder}/checkpoints/` },
          ],
        },
      },
    },
  ]);
  expect(made.blockers).toEqual([]);
});

test('says what it costs and how it ends, by the limits that the training has', () => {
  const made = again();
  // The dearest zone of the machines of the environment.
  expect(made.cost.lines[0]).toMatchObject({ unitPrice: 0.25, unit: 'hour' });
  expect(texts(made.guards.map(({ says }) => says))[0]).toBe(
    'AWS ends each try after 2 hours, and there are at most 2 tries.',
  );
  expect(texts(made.stays)).toEqual(['The results of the runs before stay where they are.']);
});

test.each([
  ['a training that was deleted', { 'stack:millwright-training-census': null }, /is not there any more/],
  ['one that others made', training({ source: 'notebook' }), /was not made by Millwright/],
  ['one that AWS works on', training({ health: 'busy' }), /Wait until it is ready/],
  ['an environment that is gone', { 'stack:millwright-training': null }, /environment is not there/],
])('is refused for %s', (_, values, says) => {
  expect(texts(again(values).blockers)[0]).toMatch(says);
});

test('takes a name of a training and nothing else', () => {
  expect(Object.keys(problems('job-again', { name: '../x' }))).toEqual(['name']);
  expect(Object.keys(problems('job-again', { name: 'x', id: 'y' }))).toEqual(['id']);
});
