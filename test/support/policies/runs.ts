/**
 * Everything that people do with notebooks and trainings, cut into runs: all wizards and operations, the reads of
 * the screens, taking back, going on after a crash, and mending of stacks that are stuck.
 */
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketLifecycleConfigurationCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { vi } from 'vitest';
import { AwsError, type ObservedCall } from '../../../main/sandbox/index.ts';
import { choose } from '../../../main/sandbox/services/batch/index.ts';
import type { AppError, Result } from '../../../preload/contract/errors.ts';
import type { Message } from '../../../preload/contract/message.ts';
import type { Task } from '../../../preload/contract/task.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { ask } from '../../contract/support/open-host.ts';
import { allowGpus, call, prepareAsBefore, theJob } from '../crash/preparing.ts';
import type { Spine } from '../spine.ts';
import { clientOf, type AtWork, type PolicyName } from './person.ts';

export const bucket = 'policy-files-4417';
export const notebook = 'policy-notebook';
const training = 'policy-training';
const ofOwnImage = 'policy-image';
const planTag = [{ Key: 'millwright:plan', Value: '00112233445566778899' }];
const mebibyte = 1024 ** 2;

/** Somebody lets files of the bucket go, elsewhere. */
async function movedByHand(spine: Spine): Promise<void> {
  const Rules = [{ ID: 'all', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 30 } }];
  await new S3Client({ ...clientOf(spine), forcePathStyle: true }).send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules } }),
  );
}

/** What a person was told in a run. */
export interface Told {
  says: Message[];
  errors: AppError[];
}

/** The run cannot go on; the person was told why. */
export class Stopped extends Error {}

export interface Run {
  id: string;
  who: Exclude<PolicyName, 'job-runner'>;
  /** What happens in the account beforehand, by others. */
  given?: (spine: Spine) => Promise<void>;
  run: (work: AtWork, told: Told) => Promise<void>;
}

function valueOf<T>(result: Result<T>, told: Told): T {
  if (result.ok) return result.value;
  told.errors.push(result.error);
  throw new Stopped(`${result.error.code} ${JSON.stringify(result.error.technical ?? {})}`);
}

/** A look whose refusal is shown in its place on the screen. */
function looked<T>(result: Result<T>, told: Told): T | undefined {
  if (result.ok) return result.value;
  told.errors.push(result.error);
  return undefined;
}

/** Plan and consent as a person gives it; answers the task's id. */
async function begin(work: AtWork, told: Told, source: string, answers: Answers): Promise<string> {
  const { page, program } = work;
  const plan = valueOf(await page.api.plans.make({ source, answers }), told);
  told.says.push(...plan.blockers, ...plan.warnings);
  const { id, digest } = plan;
  const asked = valueOf(await page.api.plans.askConsent({ id, digest }), told);
  const ticket = await program.press(page, asked);
  return valueOf(await page.api.plans.apply({ id, digest, ticket }), told).taskId;
}

async function ended({ page }: AtWork, told: Told, id: string): Promise<Task> {
  const task = await vi.waitUntil(
    async () => {
      const now = valueOf(await page.api.tasks.get({ id }), told);
      // What is out of sight waits for the person, who is told why.
      return now.endedAt === undefined && now.state !== 'lost' ? undefined : now;
    },
    { timeout: 30_000, interval: 5 },
  );
  if (task.error) told.errors.push(task.error);
  if (task.receiptId !== undefined)
    told.says.push(...valueOf(await page.api.plans.receipt({ id: task.receiptId }), told).stays);
  return task;
}

async function perform(work: AtWork, told: Told, source: string, answers: Answers): Promise<void> {
  const task = await ended(work, told, await begin(work, told, source, answers));
  if (task.state !== 'succeeded')
    throw new Stopped(`${source} ${task.state} ${JSON.stringify(task.error ?? {})}`);
}

/**
 * Begins, and cancels while this call is on its way (`before`) or done and not answered yet (`after`); waits until all is
 * taken back.
 */
async function cancelAt(
  work: AtWork,
  told: Told,
  [operation, when]: [operation: string, when: 'before' | 'after'],
  source: string,
  answers: Answers,
): Promise<void> {
  const { page, program, spine } = work;
  const id = { of: '' };
  let met = false;
  let ticket = '';
  const matches = (call: ObservedCall) => !met && call.via === 'wire' && call.operation === operation;
  const consent = async () => {
    await vi.waitUntil(() => id.of !== '', { interval: 2 });
    ticket = await program.press(page, valueOf(await page.api.tasks.askConsent({ id: id.of }), told));
  };
  const cancel = async () => {
    met = true;
    valueOf(await page.api.tasks.cancel({ id: id.of, ticket }), told);
  };
  const stop = spine.sandbox.hook({
    async before(call) {
      if (!matches(call)) return;
      await consent();
      if (when === 'before') await cancel();
    },
    async after(call) {
      if (matches(call) && ticket !== '') await cancel();
    },
  });
  try {
    id.of = await begin(work, told, source, answers);
    const task = await ended(work, told, id.of);
    if (task.state !== 'cancelled') throw new Stopped(`${source} ${task.state}`);
  } finally {
    stop();
  }
}

async function picked({ program, page }: AtWork, told: Told, files: Record<string, Buffer>) {
  const names = Object.entries(files).map(([path, { length }]) => ({ path, bytes: length }));
  const { stageId } = valueOf(await page.api.data.stage({ files: names }), told);
  const own = `127.0.0.1:${program.host.port}`;
  for (const [index, body] of Object.values(files).entries())
    await ask({
      port: program.host.port,
      path: `/staging/${stageId}/${index}`,
      method: 'PUT',
      headers: { host: own, origin: `http://${own}`, authorization: `Bearer ${page.token}` },
      body: body.toString('latin1'),
    });
  return { stageId, bucket, prefix: 'data/' };
}

/** What every window asks when it opens, and what its pages ask. */
async function lookAround({ page: { api } }: AtWork, told: Told): Promise<void> {
  looked(await api.connections.use({ id: 'environment' }), told);
  looked(await api.connections.list({}), told);
  const home = looked(await api.home.summary({ refresh: true }), told);
  told.says.push(...(home?.needs ?? []).map(({ says }) => says));
  looked(await api.notebooks.list({ refresh: true }), told);
  looked(await api.tasks.list({}), told);
  looked(await api.plans.list({}), told);
}

async function lookAtNotebook({ page: { api } }: AtWork, told: Told): Promise<void> {
  looked(await api.notebooks.get({ name: notebook }), told);
}

/** The list of jobs, and of each its page, log and numbers. */
async function lookAtJobs({ page: { api } }: AtWork, told: Told): Promise<void> {
  const { rows = [], refused = [] } =
    looked(await api.jobs.list({ refresh: true, first: false }), told) ?? {};
  told.errors.push(...refused.map(({ error }) => error));
  for (const { id } of rows) {
    looked(await api.jobs.get({ id }), told);
    const log = { from: null, direction: 'newer', search: '', everywhere: false, limit: 500 } as const;
    looked(await api.jobs.log({ id, ...log }), told);
    looked(await api.jobs.numbers({ id }), told);
    looked(await api.jobs.parts({ id }), told);
  }
}

/** Two jobs of the account's owner in the queue of trainings: one that is over and one that waits for a machine. */
async function jobsOfOthers(spine: Spine): Promise<void> {
  const send = () =>
    call(
      spine,
      'SubmitJob',
      {
        jobName: 'of-others',
        jobQueue: 'millwright-training',
        jobDefinition: `millwright-training-${training}`,
      },
      'batch',
    );
  await send();
  await spine.clock.sleep(1_800_000);
  choose(spine.sandbox.account, 'us-east-1', { outcome: 'no-capacity' });
  await send();
  await spine.clock.sleep(300_000);
}

async function lookAtFiles({ page: { api } }: AtWork, told: Told): Promise<void> {
  looked(await api.data.buckets({}), told);
  looked(await api.data.list({ bucket, prefix: '', continueFrom: null }), told);
  looked(await api.data.preview({ bucket, key: 'data/rows.csv' }), told);
  looked(await api.data.download({ bucket, key: 'data/rows.csv' }), told);
}

async function openWizards({ page: { api } }: AtWork, told: Told, ...ids: string[]): Promise<void> {
  for (const id of ids) looked(await api.wizards.open({ id }), told);
}

const topics = (shown: string, protocol: string) => `
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${shown}}}
  Other: {Type: AWS::SNS::Topic, DependsOn: Topic, Properties: {DisplayName: ${shown}}}
  Mail: {Type: AWS::SNS::Subscription, DependsOn: Other, Properties: {TopicArn: !Ref Topic, Protocol: ${protocol}, Endpoint: a@example.com}}
`;

/** A role of the account's owner that CloudFormation works with on stacks of topics. */
async function maker(spine: Spine): Promise<string> {
  const iam = new IAMClient(clientOf(spine));
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const Service = 'cloudformation.amazonaws.com';
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'maker',
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { Service },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'maker',
      PolicyName: 'all',
      PolicyDocument: document({ Effect: 'Allow', Action: ['sns:*', 's3:*'], Resource: '*' }),
    }),
  );
  await spine.sandbox.advance(120);
  return Role?.Arn ?? '';
}

async function rest(spine: Spine, StackName: string): Promise<void> {
  const cloud = new CloudFormationClient(clientOf(spine));
  for (let i = 0; i < 60; i += 1) {
    const { Stacks } = await cloud.send(new DescribeStacksCommand({ StackName }));
    if (Stacks?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') !== true) return;
    await spine.sandbox.advance(30);
  }
  throw new Error(`${StackName} does not come to rest`);
}

const rolled = 'millwright-notebook-half';
const undeleted = 'millwright-notebook-undeleted';

/** One stack whose update failed, with a thing in it that somebody deleted. */
async function halfChanged(spine: Spine): Promise<void> {
  const cloud = new CloudFormationClient(clientOf(spine));
  const RoleARN = await maker(spine);
  const given = { StackName: rolled, RoleARN, Tags: planTag };
  await cloud.send(new CreateStackCommand({ ...given, TemplateBody: topics('One', 'email') }));
  await rest(spine, rolled);
  const TemplateBody = topics('Two', 'pigeon');
  await cloud.send(new UpdateStackCommand({ ...given, TemplateBody, DisableRollback: true }));
  await rest(spine, rolled);
  const other = spine.existing(/^sns\/topic/).find((one) => one.includes('Other'));
  await new SNSClient(clientOf(spine)).send(new DeleteTopicCommand({ TopicArn: other?.split(' ')[1] }));
}

/** One stack that could not be deleted, because somebody's file is in its bucket. */
async function halfDeleted(spine: Spine): Promise<void> {
  const cloud = new CloudFormationClient(clientOf(spine));
  const Bucket = 'policy-half-4417';
  const TemplateBody = `Resources: {Files: {Type: AWS::S3::Bucket, Properties: {BucketName: ${Bucket}}}}`;
  const RoleARN = `arn:aws:iam::000000000000:role/maker`;
  await cloud.send(new CreateStackCommand({ StackName: undeleted, RoleARN, Tags: planTag, TemplateBody }));
  await rest(spine, undeleted);
  const s3 = new S3Client({ ...clientOf(spine), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a.csv', Body: 'a' }));
  await cloud.send(new DeleteStackCommand({ StackName: undeleted }));
  await rest(spine, undeleted);
}

const shell = 'millwright-notebook-shell';

/** A stack that somebody's Millwright prepared and never began. */
async function prepared(spine: Spine): Promise<void> {
  const cloud = new CloudFormationClient(clientOf(spine));
  const ChangeSetName = `millwright-${planTag[0]?.Value ?? ''}-notebook-change-set-on`;
  const TemplateBody = topics('One', 'email');
  await cloud.send(
    new CreateChangeSetCommand({ StackName: shell, ChangeSetName, ChangeSetType: 'CREATE', TemplateBody }),
  );
  await spine.sandbox.advance(1200);
}

const evening = { at: '19:00', timeZone: 'UTC' };
const named = { name: notebook };
const newNotebook = { ...named, size: 'ml.t3.medium', bucket: { choice: bucket }, evening };
/** A program and a table that lie in the bucket. */
const newTraining = {
  name: training,
  code: `s3://${bucket}/data/`,
  data: { training: `s3://${bucket}/data/rows.csv` },
  bucket: { choice: bucket },
};
const plain =
  (source: string, answers: Answers): Run['run'] =>
  (work, told) =>
    perform(work, told, source, answers);

/** In this order on one account; each leaves what the next begins with. */
export const runs: readonly Run[] = [
  {
    id: 'foundation cancelled',
    who: 'administrator',
    run: (work, told) =>
      cancelAt(work, told, ['ExecuteChangeSet', 'after'], 'foundation', { email: 'a@example.com' }),
  },
  {
    id: 'foundation that AWS would make otherwise',
    who: 'administrator',
    async run(work, told) {
      const stop = work.spine.sandbox.hook({
        after({ operation }, outcome) {
          if (operation !== 'DescribeChangeSet' || !('output' in outcome)) return;
          const { Changes } = outcome.output;
          if (Array.isArray(Changes)) Object.assign(outcome.output, { Changes: Changes.slice(1) });
        },
      });
      const task = await ended(work, told, await begin(work, told, 'foundation', { email: '' }));
      stop();
      if (task.state !== 'failed') throw new Stopped(task.state);
      // AWS removes the empty stack.
      await work.spine.sandbox.advance(60);
    },
  },
  {
    id: 'account of an older Millwright brought up to date',
    who: 'administrator',
    async given(spine) {
      await allowGpus(spine);
      await prepareAsBefore(spine);
    },
    async run(work, told) {
      await perform(work, told, 'gpu-training', {
        ...newTraining,
        name: 'policy-first-training',
        bucket: { choice: 'new', newName: 'policy-first-4417' },
      });
      const stacks = ['millwright-training-policy-first-training', 'millwright-training'];
      for (const stackName of [...stacks, 'millwright-foundation'])
        await perform(work, told, 'stack-remove', { stackName });
    },
  },
  {
    id: 'foundation',
    who: 'administrator',
    async run(work, told) {
      await lookAround(work, told);
      await openWizards(work, told, 'foundation');
      await perform(work, told, 'foundation', { email: 'a@example.com' });
    },
  },
  {
    id: 'foundation removed',
    who: 'administrator',
    run: plain('stack-remove', { stackName: 'millwright-foundation' }),
  },
  { id: 'foundation again', who: 'administrator', run: plain('foundation', { email: '' }) },
  {
    id: 'alerts changed',
    who: 'administrator',
    async run(work, told) {
      for (const email of ['a@example.com', 'b@example.com', ''])
        await perform(work, told, 'foundation-change', { email });
      looked(await work.page.api.stacks.checkDrift({ kind: 'foundation', name: '' }), told);
    },
  },
  {
    id: 'questions',
    who: 'operator',
    async run(work, told) {
      await lookAround(work, told);
      await openWizards(work, told, 'notebook', 'storage', 'foundation');
      looked(await work.page.api.wizards.lookUpPrices({ id: 'notebook' }), told);
    },
  },
  { id: 'storage', who: 'operator', run: plain('storage', { name: bucket }) },
  {
    id: 'upload',
    who: 'operator',
    async run(work, told) {
      const files = { 'rows.csv': Buffer.from('a,b\n1,2\n'), 'big.bin': Buffer.alloc(17 * mebibyte, 1) };
      await perform(work, told, 'data-upload', await picked(work, told, files));
    },
  },
  {
    id: 'upload that a closed lid cut',
    who: 'operator',
    async run(work, told) {
      const stage = await picked(work, told, { 'cut.bin': Buffer.alloc(17 * mebibyte, 2) });
      const { spine } = work;
      let parts = 0;
      const stop = spine.sandbox.hook({
        before({ operation }) {
          if (operation === 'UploadPart' && (parts += 1) > 1)
            throw new AwsError('InternalError', 'Wait.', 500);
        },
      });
      const id = await begin(work, told, 'data-upload', stage);
      const over = async () => {
        const now = await work.page.api.tasks.get({ id });
        return now.ok && now.value.endedAt !== undefined;
      };
      await vi.waitUntil(async () => parts > 1 || (await over()), { timeout: 20_000, interval: 5 });
      await work.again();
      stop();
      await work.program.app.recover();
      const task = await ended(work, told, id);
      if (task.state !== 'succeeded') throw new Stopped(`cut ${task.state} ${JSON.stringify(task.error)}`);
    },
  },
  {
    id: 'upload taken back',
    who: 'operator',
    async run(work, told) {
      const files = { 'back.csv': Buffer.from('x'), 'back.bin': Buffer.alloc(17 * mebibyte, 3) };
      await cancelAt(work, told, ['UploadPart', 'before'], 'data-upload', await picked(work, told, files));
    },
  },
  { id: 'notebook', who: 'operator', run: plain('notebook', newNotebook) },
  {
    id: 'notebook taken back',
    who: 'operator',
    run: (work, told) =>
      cancelAt(work, told, ['DescribeChangeSet', 'after'], 'notebook', {
        ...newNotebook,
        name: 'policy-other',
      }),
  },
  { id: 'pages', who: 'operator', run: (work, told) => lookAtNotebook(work, told) },
  { id: 'files', who: 'operator', run: lookAtFiles },
  {
    id: 'JupyterLab',
    who: 'operator',
    async run({ page: { api } }, told) {
      looked(await api.notebooks.open({ name: notebook, page: 'lab' }), told);
    },
  },
  { id: 'extend', who: 'operator', run: plain('notebook-extend', { ...named, hours: 3 }) },
  {
    id: 'change',
    who: 'operator',
    run: plain('notebook-change', { ...named, size: 'ml.m5.xlarge', evening: { at: '20:30' } }),
  },
  {
    id: 'storage changed',
    who: 'operator',
    run: plain('storage-change', { name: bucket, old: { glacier: true } }),
  },
  {
    id: 'checked against AWS',
    who: 'operator',
    given: movedByHand,
    async run(work, told) {
      const { stacks } = work.page.api;
      looked(await stacks.checkDrift({ kind: 'notebook', name: notebook }), told);
      const of = { kind: 'storage' as const, name: bucket };
      const { putBack } = valueOf(await stacks.checkDrift(of), told);
      if (putBack === null) throw new Stopped('what was moved by hand was not seen');
      await perform(work, told, putBack.source, putBack.answers);
    },
  },
  {
    id: 'extend taken back before it began',
    who: 'operator',
    run: (work, told) =>
      cancelAt(work, told, ['DescribeChangeSet', 'after'], 'notebook-extend', { ...named, hours: 4 }),
  },
  {
    id: 'extend taken back on its way',
    who: 'operator',
    run: (work, told) =>
      cancelAt(work, told, ['ExecuteChangeSet', 'after'], 'notebook-extend', { ...named, hours: 4 }),
  },
  { id: 'stop', who: 'operator', run: plain('notebook-stop', named) },
  { id: 'start', who: 'operator', run: plain('notebook-start', { ...named, hours: 3 }) },
  {
    id: 'higher limit asked for',
    who: 'operator',
    run: plain('quota-request', {
      service: 'ec2',
      code: 'L-DB2E81BA',
      name: 'On-Demand G and VT',
      wanted: 4,
    }),
  },
  {
    id: 'training',
    who: 'operator',
    async run(work, told) {
      await openWizards(work, told, 'gpu-training');
      await perform(work, told, 'gpu-training', newTraining);
    },
  },
  {
    id: 'training taken back',
    who: 'operator',
    run: (work, told) =>
      cancelAt(work, told, ['SubmitJob', 'after'], 'gpu-training', {
        ...newTraining,
        name: 'policy-other-training',
      }),
  },
  {
    id: 'image built',
    who: 'operator',
    async run(work, told) {
      await perform(work, told, 'gpu-training', {
        ...newTraining,
        name: ofOwnImage,
        image: { choice: 'build' },
      });
      // What was built is offered to the next one.
      await openWizards(work, told, 'gpu-training');
    },
  },
  {
    id: 'image taken back',
    who: 'operator',
    run: (work, told) =>
      cancelAt(work, told, ['StartBuild', 'after'], 'gpu-training', {
        ...newTraining,
        name: 'policy-image-back',
        image: { choice: 'build' },
      }),
  },
  {
    id: 'training with its image removed',
    who: 'operator',
    async run(work, told) {
      for (const stack of [`training-${ofOwnImage}`, `image-${ofOwnImage}`])
        await perform(work, told, 'stack-remove', { stackName: `millwright-${stack}` });
    },
  },
  { id: 'jobs', who: 'operator', given: jobsOfOthers, run: lookAtJobs },
  {
    id: 'look only',
    who: 'viewer',
    given: prepared,
    async run(work, told) {
      await lookAround(work, told);
      await lookAtNotebook(work, told);
      await lookAtJobs(work, told);
      looked(await work.page.api.data.buckets({}), told);
    },
  },
  {
    id: 'job stopped',
    who: 'operator',
    run: async (work, told) => perform(work, told, 'job-stop', { id: await theJob(work.spine) }),
  },
  {
    id: 'training removed',
    who: 'operator',
    run: plain('stack-remove', { stackName: `millwright-training-${training}` }),
  },
  {
    id: 'machines for trainings removed',
    who: 'operator',
    run: plain('stack-remove', { stackName: 'millwright-training' }),
  },
  { id: 'shell removed', who: 'operator', run: plain('stack-remove', { stackName: shell }) },
  {
    id: 'files deleted',
    who: 'operator',
    run: plain('data-delete', {
      bucket,
      keys: ['data/rows.csv', 'data/big.bin', 'data/cut.bin', 'data/Dockerfile', 'millwright/'],
    }),
  },
  { id: 'notebook deleted', who: 'operator', run: plain('notebook-delete', named) },
  { id: 'storage deleted', who: 'operator', run: plain('storage-delete', { name: bucket }) },
  {
    id: 'half changed',
    who: 'operator',
    given: halfChanged,
    async run(work, told) {
      // AWS cannot put back what is gone; the second time it is passed over.
      const first = await begin(work, told, 'stack-roll-back', { stackName: rolled });
      const { error } = await ended(work, told, first);
      if (error?.code !== 'aws.stackStuck') throw new Stopped(error?.code);
      await perform(work, told, 'stack-roll-back', { stackName: rolled });
    },
  },
  {
    id: 'half deleted',
    who: 'operator',
    given: halfDeleted,
    run: plain('stack-remove', { stackName: undeleted }),
  },
];
