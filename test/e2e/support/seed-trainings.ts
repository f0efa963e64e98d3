/**
 * Puts trainings into the sandbox account of a program that is not running: one that AWS took the machine from and that is
 * on its second try, one that failed, one of a plan that ended well, and a hundred old ones. The folder of the account is
 * the argument.
 */
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { readFileSync } from 'node:fs';
import { asset } from '../../../main/program.ts';
import { censusCsv } from '../../../main/samples/census.ts';
import { choose, forget, interruptJob, seedJobs } from '../../../main/sandbox/services/batch/index.ts';
import { makeGround, REGION } from '../../sandbox/support/batch.ts';
import { testSandbox } from '../../sandbox/support/sandbox.ts';

const [, , dir = ''] = process.argv;
const hours = 3_600_000;
const sandbox = await testSandbox({ dir, clock: { mode: 'manual', start: Date.now() - 3 * hours } });
const s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: 'lab-of-trainings' }));
const put = (Key: string, Body: string | Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: 'lab-of-trainings', Key, Body }));
await put('code/train.py', readFileSync(asset('samples', 'train-census', 'train.py')));
await put('data/train.csv', censusCsv(2000, 1));
await put('data/test.csv', censusCsv(500, 2));

const ground = await makeGround(sandbox);
const rights = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::lab-of-trainings', 'arn:aws:s3:::lab-of-trainings/*'],
};
await new IAMClient(sandbox.client).send(
  new PutRolePolicyCommand({
    RoleName: 'jobs',
    PolicyName: 'lab',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [rights] }),
  }),
);
await sandbox.advance(300);

const given = {
  SCRIPT_DIR: 's3://lab-of-trainings/code/',
  RUN_SCRIPT: 'train.py --epochs 400',
  TRAINING_DATA: 's3://lab-of-trainings/data/train.csv',
  TEST_DATA: 's3://lab-of-trainings/data/test.csv',
  MODEL_DIR: 's3://lab-of-trainings/out/model',
  EXPORT_PATH: 's3://lab-of-trainings/out/export',
  MILLWRIGHT_CHECKPOINTS: 's3://lab-of-trainings/out/checkpoints',
  MILLWRIGHT_BOOTSTRAP: `s3://lab-of-trainings/millwright/bootstrap/${'0'.repeat(64)}/train.sh`,
};
await ground.definition(
  'census',
  {
    image: 'tensorflow/tensorflow:2.19.0-gpu',
    command: [],
    environment: Object.entries(given).map(([name, value]) => ({ name, value })),
  },
  {
    timeout: { attemptDurationSeconds: 14_400 },
    retryStrategy: {
      attempts: 3,
      evaluateOnExit: [
        { action: 'RETRY', onStatusReason: 'Host EC2*' },
        { action: 'EXIT', onReason: '*' },
      ],
    },
  },
);

choose(sandbox.account, REGION, { outcome: 'script-error' });
const broke = await ground.submit('broken-script');
await ground.until(broke, 'FAILED');
forget(sandbox.account, REGION);
seedJobs(sandbox.account, REGION, { queue: 'q', definition: 'd', counts: { SUCCEEDED: 100 }, name: 'old' });

// One of a plan of ours, with results in a folder of its own.
const planId = '0a1b2c3d4e5f60718293';
await ground.queue('millwright-training', ['e']);
const run = 's3://lab-of-trainings/earlier';
const done = await ground.submit(`plate-defects-${planId}`, {
  jobQueue: 'millwright-training',
  jobDefinition: 'census',
  tags: { 'millwright:plan': planId },
  containerOverrides: {
    environment: [
      { name: 'RUN_SCRIPT', value: 'train.py --epochs 12' },
      { name: 'MODEL_DIR', value: `${run}/model/` },
      { name: 'EXPORT_PATH', value: `${run}/export/` },
      { name: 'MILLWRIGHT_CHECKPOINTS', value: `${run}/checkpoints/` },
    ],
  },
});
await ground.until(done, 'RUNNING');
await sandbox.advance(4 * 60);
interruptJob(sandbox.account, REGION, done);
await ground.until(done, 'RUNNABLE', 'STARTING');
await ground.until(done, 'SUCCEEDED');

// What a training stands on: its name says that it is there and can run again.
await new CloudFormationClient(sandbox.client).send(
  new CreateStackCommand({
    StackName: 'millwright-training-plate-defects',
    TemplateBody: 'Resources: {Topic: {Type: AWS::SNS::Topic}}',
  }),
);
await sandbox.advance(300);

const training = await ground.submit('plate-defects', { jobDefinition: 'census' });
await ground.until(training, 'RUNNING');
await sandbox.advance(24 * 60);
interruptJob(sandbox.account, REGION, training);
await ground.until(training, 'RUNNABLE', 'STARTING');
await ground.until(training, 'RUNNING');
await sandbox.advance(Math.max(60, (Date.now() - sandbox.account.clock.now()) / 1000));
console.log(JSON.stringify({ training, broke, done, planId, accountId: sandbox.account.id }));
await sandbox.close();
process.exit(0);
