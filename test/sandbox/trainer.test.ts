/** What jobs of the sandbox run in place of a container: it learns for real, and goes on where it was interrupted. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asset } from '../../main/program.ts';
import { censusCsv } from '../../main/samples/census.ts';
import { readRows } from '../../main/sandbox/programs/columns.ts';
import { shippedPrograms } from '../../main/sandbox/programs/index.ts';
import { openLearner, type LearnState } from '../../main/sandbox/programs/learner.ts';
import { library, trainerTimes } from '../../main/sandbox/programs/trainer.ts';
import { numberAfter, splitWords } from '../../main/sandbox/programs/words.ts';
import type { Moment, RunningProgram } from '../../main/sandbox/services/batch/programs.ts';
import { realCensus } from '../support/real-data.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

const train = Buffer.from(censusCsv(2000, 1));
const test = Buffer.from(censusCsv(500, 2));
const options = { batchSize: 256, learningRate: 0.01 };

/** How often the more frequent answer is right. */
const guessing = (bytes: Buffer) => {
  const rows = readRows(bytes);
  const some = rows.filter((row) => row.at(-1) === '1').length / rows.length;
  return Math.max(some, 1 - some);
};

describe('the learner', () => {
  it('learns more than the more frequent answer, from people that it has not seen', () => {
    const learner = openLearner({ train, test }, options);
    const losses = Array.from({ length: 8 }, () => learner.epoch().loss);
    expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.8);
    expect(guessing(test)).toBeLessThan(0.75);
    expect(learner.score().accuracy).toBeGreaterThan(guessing(test) + 0.08);
  });

  it('comes to the same weights with an interruption as without', () => {
    const whole = openLearner({ train }, options);
    for (let epoch = 0; epoch < 3; epoch += 1) whole.epoch();
    let state: LearnState | undefined;
    for (let epoch = 0; epoch < 3; epoch += 1) {
      const part = openLearner({ train }, options, state);
      part.epoch();
      state = JSON.parse(JSON.stringify(part.state())) as LearnState;
    }
    expect(state).toEqual(whole.state());
  });

  it('leaves out a first row of names, and says what cannot be learned', () => {
    expect(readRows(Buffer.from('age,more\n39,1\n20,0\n'))).toEqual([
      ['39', '1'],
      ['20', '0'],
    ]);
    const of = (text: string) => () => openLearner({ train: Buffer.from(text) }, options);
    expect(of('')).toThrow('The training data is empty.');
    expect(of('1,0\n2,0\n')).toThrow('The last column must have two values; it has 1.');
    expect(of('1,0\n2,1\n3,2\n')).toThrow('it has 3.');
    expect(of('0\n1\n')).toThrow('no columns to learn from');
  });

  const real = realCensus();
  if (real === null) console.warn('not run here: the public census data is not on this computer');
  it.skipIf(real === null)(
    'learns the public census data',
    () => {
      const read = (name: string) => readFileSync(join(real ?? '', name));
      const [all, unseen] = [read('train.csv'), read('test.csv')];
      const learner = openLearner({ train: all, test: unseen }, options);
      expect(learner.rows).toEqual({ train: 32_561, test: 16_281 });
      for (let epoch = 0; epoch < 2; epoch += 1) learner.epoch();
      expect(guessing(unseen)).toBeLessThan(0.77);
      expect(learner.score().accuracy).toBeGreaterThan(0.84);
    },
    180_000,
  );
});

it('reads what to run as the program inside trainings does', () => {
  expect(splitWords(`"-train it.py"  --epochs 3 'a  b' "" x"y z"`)).toEqual(
    ['-train it.py', '--epochs', '3', 'a  b', ''].concat('xy z'),
  );
  const limits = { usual: 10, least: 1, most: 1000 };
  expect(numberAfter(['--epochs', '3'], '--epochs', limits)).toBe(3);
  expect(numberAfter(['--epochs=5000'], '--epochs', limits)).toBe(1000);
  expect(numberAfter(['--epochs', 'x'], '--epochs', limits)).toBe(10);
});

describe('a job in the sandbox', () => {
  let sandbox: TestSandbox;
  let s3: S3Client;
  let jobRoleArn: string;
  const put = (Key: string, Body: string | Buffer) =>
    s3.send(new PutObjectCommand({ Bucket: 'lab', Key, Body }));
  const text = async (Key: string) =>
    (await s3.send(new GetObjectCommand({ Bucket: 'lab', Key }))).Body?.transformToString() ?? '';

  beforeAll(async () => {
    sandbox = await testSandbox();
    s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'lab' }));
    const iam = new IAMClient(sandbox.client);
    const allow = (rest: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
    const trust = allow({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });
    const made = await iam.send(new CreateRoleCommand({ RoleName: 'job', AssumeRolePolicyDocument: trust }));
    jobRoleArn = made.Role?.Arn ?? '';
    const rights = allow({
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::lab', 'arn:aws:s3:::lab/*'],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'job', PolicyName: 'lab', PolicyDocument: rights }));
    // IAM's roles become usable after a while, as in AWS.
    await sandbox.advance(300);
    await put('code/train.py', readFileSync(asset('samples', 'train-census', 'train.py')));
    await put('data/train.csv', train);
    await put('data/test.csv', test);
  }, 180_000);
  afterAll(() => sandbox.end());

  const start = (environment: Record<string, string> = {}, attempt = 1, role = true) =>
    shippedPrograms.start({
      account: sandbox.account,
      region: 'us-east-1',
      jobId: 'a1b2',
      jobName: 'census-1',
      attempt,
      image: 'tensorflow/tensorflow:2.19.0-gpu',
      command: [],
      environment: {
        SCRIPT_DIR: 's3://lab/code/',
        RUN_SCRIPT: 'train.py --epochs 4',
        TRAINING_DATA: 's3://lab/data/train.csv',
        TEST_DATA: 's3://lab/data/test.csv',
        MODEL_DIR: 's3://lab/out/model',
        EXPORT_PATH: 's3://lab/out/export',
        MILLWRIGHT_CHECKPOINTS: 's3://lab/out/checkpoints',
        ...environment,
      },
      ...(role && { jobRoleArn }),
    });
  /** Lets it work to its end, or to `until`. */
  const work = async (program: RunningProgram | undefined, until?: RegExp) => {
    const lines: string[] = [];
    let moment: Moment;
    do {
      moment = await program!.next();
      lines.push(...moment.lines);
      if (until && moment.lines.some((line) => until.test(line))) break;
    } while (!('exitCode' in moment));
    return { log: lines.join('\n'), code: 'exitCode' in moment ? moment.exitCode : undefined };
  };

  it('is interrupted twice, goes on from the checkpoint each time and leaves what it made', async () => {
    const first = start();
    const { log } = await work(first, /^epoch=1 /);
    expect(log).toContain(`sandbox trainer: ${library} (logistic regression) in place of TensorFlow`);
    expect(log).toMatch(/No checkpoint yet[\s\S]*epoch=1 of=4 loss=0\.\d{4} accuracy=0\.\d{4}\n/);
    expect((await first!.stop()).join('\n')).toContain('after checkpoint 000001');

    const second = start({}, 2);
    expect((await work(second, /^epoch=/)).log).toMatch(/Going on from checkpoint 000001[\s\S]*epoch=2 of=4/);
    // In the middle of an epoch: what was not kept is done again.
    const under = second!.next();
    await second!.stop();
    expect(await under).toMatchObject({ exitCode: 143, lines: [] });

    const third = await work(start({}, 3));
    expect(third.code).toBe(0);
    expect(third.log).toMatch(/Going on from checkpoint 000002[\s\S]*epoch=3 of=4[\s\S]*epoch=4 of=4/);
    expect(third.log).not.toMatch(/epoch=[12] /);

    const metrics = JSON.parse(await text('out/model/metrics.json')) as Record<string, unknown>;
    expect(metrics).toMatchObject({ epochs: 4, attempt: 3, rows: { train: 2000, test: 500 } });
    expect(metrics['madeBy']).toContain('the sandbox of Millwright');
    const whole = openLearner({ train, test }, options);
    for (let epoch = 0; epoch < 4; epoch += 1) whole.epoch();
    expect(metrics['accuracy']).toBe(whole.score().accuracy);
    const model = JSON.parse(await text('out/export/model.json')) as { weights: number[] };
    expect(model.weights).toEqual(whole.state().weights);
  }, 180_000);

  it('takes its time in the account, a moment for each epoch', async () => {
    const program = start({ MILLWRIGHT_CHECKPOINTS: '', TEST_DATA: '' });
    expect(await program!.next()).toMatchObject({ seconds: trainerTimes.fetch });
    expect(await program!.next()).toMatchObject({ seconds: trainerTimes.epoch });
    await program!.stop();
  });

  it('runs nothing that did not ship with it, a changed copy included', async () => {
    await put('own/train.py', `${await text('code/train.py')}\n`);
    const program = start({ SCRIPT_DIR: 's3://lab/own' });
    expect((await program!.next()).lines.join('\n')).toContain('The sandbox does not run your script');
    expect(start({ SCRIPT_DIR: '/opt/code' })).toBeUndefined();
  });

  it('says why it cannot, with the codes of the program inside trainings', async () => {
    const ends = async (code: number, why: RegExp, environment: Record<string, string>, role = true) => {
      const ended = await work(start(environment, 1, role));
      expect(ended.log).toMatch(why);
      expect(ended.code).toBe(code);
    };
    await ends(91, /code 91: The code is not there/, { SCRIPT_DIR: 's3://lab/none' });
    await ends(91, /code 91: The code folder has no gone\.py/, { RUN_SCRIPT: 'gone.py' });
    await ends(92, /code 92: The training data is not there/, { TRAINING_DATA: 's3://lab/none.csv' });
    await ends(93, /code 93: This job may not read its code/, {}, false);
    await ends(93, /code 93: This job may not/, { SCRIPT_DIR: 's3://data/code' });
    await put('data/odd.csv', '1,a\n2,b\n3,c\n');
    await ends(1, /ValueError: The last column must have two values/, {
      TRAINING_DATA: 's3://lab/data/odd.csv',
      MILLWRIGHT_CHECKPOINTS: '',
    });
  }, 180_000);
});
