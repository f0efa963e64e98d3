/**
 * The same plans twice: applied by Millwright in one account, exported and run with the AWS CLI alone in another, which
 * is a program of its own. After each plan both accounts hold the same.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { BatchClient, ListJobsCommand } from '@aws-sdk/client-batch';
import { DeleteBucketLifecycleCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetServiceQuotaCommand,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { exportPlan, type ExportKind } from '../../main/plans/export/index.ts';
import { planSources } from '../../main/plans/sources.ts';
import type { SandboxListening } from '../../main/sandbox/index.ts';
import { wizards } from '../../main/wizards/index.ts';
import { template } from '../../main/wizards/template/index.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { cliEnvironment } from '../sandbox/support/sandbox.ts';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { pictureOf } from './support/account-picture.ts';
import { describeWith, run } from './support/oracles.ts';
import { startSandboxProgram } from './support/program.ts';

const bucket = 'exported-4417';
const notebook = 'exported';
const uploads = { 'one.csv': 'a,b\n1,2\n', 'in/two.csv': 'c\n' };
/** Half a day from now: it does not come while the test runs. */
const inHours = (hours: number) =>
  `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 13)}:00`;
const evening = { at: inHours(12), timeZone: 'UTC' };

/** An account and the way to let time pass in it. */
interface Side {
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  wait: () => Promise<unknown>;
}

interface Row {
  source: string;
  /** Files of this computer that the plan sends, by the path that they have in it. */
  files?: Record<string, string>;
  /** What both accounts hold besides, made by somebody else. */
  prepare?: (side: Side) => Promise<void>;
  answers: Answers | ((engine: Engine, side: Side) => Promise<Answers>);
  /** What only one account knows and the other knows by another name, of both. */
  ofSide?: (side: Side) => Promise<string>;
}

const topics = (shown: string, protocol: string) => `Resources:
  Other: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${shown}}}
  Mail:
    Type: AWS::SNS::Subscription
    DependsOn: Other
    Properties: {TopicArn: !Ref Other, Protocol: ${protocol}, Endpoint: a@example.com}
`;
const filled =
  'Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: kept-4417}}, Topic: {Type: AWS::SNS::Topic}}';
const Tags = [{ Key: 'millwright:plan', Value: '0'.repeat(20) }];

async function rest({ client, wait }: Side, StackName: string): Promise<void> {
  const cloud = new CloudFormationClient(client);
  for (let tries = 0; tries < 100; tries += 1) {
    const { Stacks } = await cloud.send(new DescribeStacksCommand({ StackName }));
    if (Stacks?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false) return;
    await wait();
  }
  throw new Error(`${StackName} does not come to rest`);
}

/** An update that fails half way and is not rolled back. */
async function failedUpdate(side: Side): Promise<void> {
  const cloud = new CloudFormationClient(side.client);
  const StackName = 'millwright-own-stuck';
  await cloud.send(new CreateStackCommand({ StackName, TemplateBody: topics('One', 'email'), Tags }));
  await rest(side, StackName);
  const TemplateBody = topics('Two', 'pigeon');
  await cloud.send(new UpdateStackCommand({ StackName, TemplateBody, Tags, DisableRollback: true }));
  await rest(side, StackName);
}

/** A bucket that is not empty keeps its stack from being deleted. */
async function failedDelete(side: Side): Promise<void> {
  const cloud = new CloudFormationClient(side.client);
  const StackName = 'millwright-own-kept';
  await cloud.send(new CreateStackCommand({ StackName, TemplateBody: filled, Tags }));
  await rest(side, StackName);
  await new S3Client({ ...side.client, forcePathStyle: true }).send(
    new PutObjectCommand({ Bucket: 'kept-4417', Key: 'a', Body: 'a' }),
  );
  await cloud.send(new DeleteStackCommand({ StackName }));
  await rest(side, StackName);
}

/** Somebody takes the moves of a bucket's old files away elsewhere, and AWS is asked what differs. */
async function movedByHand(side: Side): Promise<void> {
  const s3 = new S3Client({ ...side.client, forcePathStyle: true });
  await s3.send(new DeleteBucketLifecycleCommand({ Bucket: 'alone-4417' }));
  const StackName = 'millwright-storage-alone-4417';
  const cloud = new CloudFormationClient(side.client);
  const { StackDriftDetectionId } = await cloud.send(new DetectStackDriftCommand({ StackName }));
  for (let tries = 0; tries < 100; tries += 1) {
    const look = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
    if ((await cloud.send(look)).DetectionStatus === 'DETECTION_COMPLETE') return;
    await side.wait();
  }
  throw new Error('The look for drift does not end.');
}

async function stageOf(engine: Engine, given: Record<string, string>): Promise<string> {
  const files = Object.entries(given).map(([path, text]) => ({ path, bytes: text.length }));
  const { stageId } = await engine.staging.reserve(files, 'window');
  for (const [index, text] of Object.values(given).entries())
    await engine.staging.receive(stageId, index, Readable.from([Buffer.from(text)]));
  return stageId;
}

const staged = async (engine: Engine): Promise<Answers> => ({
  stageId: await stageOf(engine, uploads),
  bucket,
  prefix: 'put/',
});

const code = { 'program/train.py': 'print(1)\n' };
const table = { 'train.csv': 'a,b\n1,2\n' };
async function training(engine: Engine, side: Side): Promise<Answers> {
  await allowGpus(side);
  return {
    name: 'exported',
    code: `stage:${await stageOf(engine, code)}`,
    data: { training: `stage:${await stageOf(engine, table)}` },
    bucket: { choice: 'new', newName: 'trained-4417' },
  };
}

/** There are no machines now: a job that is sent waits. */
async function noMachines({ client }: Side): Promise<void> {
  await fetch(`${client.endpoint}/_sandbox/batch/choose`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.credentials.secretAccessKey}` },
    body: JSON.stringify({ outcome: 'no-capacity' }),
  });
}

/** Without it Millwright sends no job. */
async function allowGpus({ client, wait }: Side): Promise<void> {
  const quotas = new ServiceQuotasClient(client);
  const gpus = { ServiceCode: 'ec2', QuotaCode: 'L-3819A6DF' };
  await quotas.send(new RequestServiceQuotaIncreaseCommand({ ...gpus, DesiredValue: 16 }));
  for (let tries = 0; tries < 500; tries += 1) {
    const { Quota } = await quotas.send(new GetServiceQuotaCommand(gpus));
    if (Quota?.Value === 16) return;
    await wait();
  }
  throw new Error('The limit is not raised.');
}

/** The one that waits for a machine, once Batch has looked at it. */
async function theJob({ client, wait }: Side): Promise<string> {
  const input = { jobQueue: 'millwright-training', jobStatus: 'RUNNABLE' as const };
  for (let tries = 0; tries < 100; tries += 1) {
    const { jobSummaryList = [] } = await new BatchClient(client).send(new ListJobsCommand(input));
    if (jobSummaryList.length > 1) throw new Error('More than one job waits.');
    const [job] = jobSummaryList;
    if (job?.jobId !== undefined) return job.jobId;
    await wait();
  }
  throw new Error('No job waits.');
}

/** In the order of a life; each plan finds what the ones before it left. */
const rows: readonly Row[] = [
  { source: 'foundation', answers: {} },
  { source: 'storage', answers: { name: 'alone-4417' } },
  { source: 'storage-change', answers: { name: 'alone-4417', old: { glacier: true, glacierDays: 90 } } },
  {
    source: 'drift-put-back',
    prepare: movedByHand,
    answers: { kind: 'storage', name: 'alone-4417' },
  },
  { source: 'foundation-change', answers: { email: 'alerts@example.com' } },
  {
    source: 'notebook',
    answers: { name: notebook, size: 'ml.t3.medium', bucket: { choice: 'new', newName: bucket }, evening },
  },
  { source: 'notebook-extend', answers: { name: notebook } },
  { source: 'notebook-stop', answers: { name: notebook } },
  { source: 'notebook-change', answers: { name: notebook, evening: { at: inHours(13) } } },
  { source: 'notebook-start', answers: { name: notebook } },
  { source: 'data-upload', files: uploads, answers: staged },
  { source: 'data-delete', answers: { bucket, keys: ['put/in/', 'put/one.csv'] } },
  { source: 'notebook-delete', answers: { name: notebook } },
  { source: 'storage-delete', answers: { name: bucket } },
  { source: 'gpu-training', prepare: noMachines, files: { ...code, ...table }, answers: training },
  {
    source: 'job-stop',
    answers: async (_, side) => ({ id: await theJob(side) }),
    ofSide: theJob,
  },
  { source: 'job-again', answers: { name: 'exported' } },
  {
    source: 'quota-request',
    answers: { service: 'ec2', code: 'L-DB2E81BA', name: 'Running On-Demand G and VT instances', wanted: 8 },
  },
  { source: 'template', answers: template.example },
  { source: 'template-delete', answers: { stackName: 'millwright-template-news' } },
  { source: 'stack-roll-back', prepare: failedUpdate, answers: { stackName: 'millwright-own-stuck' } },
  { source: 'stack-remove', prepare: failedDelete, answers: { stackName: 'millwright-own-kept' } },
];

const isStack = ({ kind }: { kind: string }) => kind === 'stack';

describeWith(['AWS CLI'], 'Exports with the AWS CLI alone', () => {
  let spine: Spine;
  let engine: Engine;
  let program: SandboxListening;
  let dir: string;
  let sides: [Side, Side];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'exported-'));
    spine = await openSpine(undefined, Date.now());
    engine = await spine.engine();
    program = await startSandboxProgram(join(dir, 'account'), join(dir, 'record.jsonl'));
    // The command line looks again after 30 s: by then nothing may still be under way.
    await fetch(`${program.url}/_sandbox/clock`, {
      method: 'POST',
      headers: { authorization: `Bearer ${program.secretAccessKey}` },
      body: JSON.stringify({ speed: 20 }),
    });
    const { accessKeyId, secretAccessKey } = spine.sandbox.account.administrator;
    const side = (
      endpoint: string,
      credentials: { accessKeyId: string; secretAccessKey: string },
      wait: () => Promise<unknown>,
    ): Side => ({
      client: { endpoint, region: program.region, credentials },
      wait,
    });
    sides = [
      side(spine.env['AWS_ENDPOINT_URL'] ?? '', { accessKeyId, secretAccessKey }, () =>
        spine.sandbox.advance(10),
      ),
      side(program.url, program, () => new Promise((resolve) => setTimeout(resolve, 50))),
    ];
  }, 60_000);
  afterAll(async () => {
    await program.close();
    await spine.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** Runs an export as whoever received it: the files in a folder, the script with bash, nothing else. */
  async function runExport(
    plan: Parameters<typeof exportPlan>[0],
    own: Record<string, string>,
    here: (text: string) => string,
  ): Promise<void> {
    // Stacks alone are CloudFormation's; files and calls are for the command line.
    const stacks = wizards.some(({ id }) => id === plan.source) && plan.changes.every(isStack);
    const to: ExportKind = stacks ? 'cloudformation' : 'cli';
    const folder = join(dir, `${plan.source} ${to}`);
    const beside = Object.entries(own).map(([name, text]) => ({ name, text }));
    const files = exportPlan(plan, to, { language: 'en', timeZone: 'UTC' });
    for (const { name, text } of [...files, ...beside]) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), here(text));
    }
    const ended = await run('bash', [join(folder, files[0]?.name ?? '')], cliEnvironment(program));
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  }

  test.each(rows)(
    '$source: the same by its export as by Millwright' + shows('done-when:3.3/deployed'),
    async ({ source, prepare, answers, files = {}, ofSide }) => {
      for (const side of sides) await prepare?.(side);
      const [mine = '', theirs = ''] = ofSide ? await Promise.all(sides.map(ofSide)) : [];
      const plan = await spine.plan(
        engine,
        source,
        typeof answers === 'function' ? await answers(engine, sides[0]) : answers,
      );
      expect(plan.blockers).toEqual([]);
      const before = await pictureOf(join(spine.root, 'account'));
      const task = await spine.apply(engine, plan);
      expect(task.error).toBeUndefined();
      await runExport(plan, files, (text) => (mine === '' ? text : text.replaceAll(mine, theirs)));
      const applied = await pictureOf(join(spine.root, 'account'));
      expect(applied).not.toEqual(before);
      expect(await pictureOf(join(dir, 'account'))).toEqual(applied);
    },
    60_000,
  );

  test('every wizard and every operation was exported' + shows('done-when:3.3/deployed'), () => {
    expect(rows.map(({ source }) => source).sort()).toEqual(planSources.map(({ id }) => id).sort());
  });
});
