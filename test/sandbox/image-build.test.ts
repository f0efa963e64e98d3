/** An image that is built from a folder: the whole plan, the job that runs it, and every way that a build does not end well. */
import { Readable } from 'node:stream';
import { BatchClient, DescribeJobsCommand, ListJobsCommand } from '@aws-sdk/client-batch';
import { BatchGetBuildsCommand, CodeBuildClient, ListBuildsCommand } from '@aws-sdk/client-codebuild';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { RequestServiceQuotaIncreaseCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { readEcrImages } from '../../main/plans/facts/ecr-images.ts';
import { readImageSource } from '../../main/plans/facts/image-source.ts';
import { DropAnswer } from '../../main/sandbox/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { say } from '../../words/index.ts';
import { openSpine, type Spine } from '../support/spine.ts';

const bucket = 'image-lab-4417';
const region = 'us-east-1';
let spine: Spine;
let engine: Engine;
let clients: { batch: BatchClient; codebuild: CodeBuildClient; ecr: ECRClient; s3: S3Client };

beforeAll(async () => {
  spine = await openSpine();
  engine = await spine.engine();
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = spine.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const client = { endpoint, region, credentials };
  clients = {
    batch: new BatchClient(client),
    codebuild: new CodeBuildClient(client),
    ecr: new ECRClient(client),
    s3: new S3Client({ ...client, forcePathStyle: true }),
  };
  const limit = { ServiceCode: 'ec2', QuotaCode: 'L-3819A6DF', DesiredValue: 64 };
  await new ServiceQuotasClient(client).send(new RequestServiceQuotaIncreaseCommand(limit));
  await spine.sandbox.advance(1900);
  const made = await spine.plan(engine, 'storage', { name: bucket });
  expect((await spine.apply(engine, made)).state).toBe('succeeded');
}, 60_000);
afterAll(async () => {
  await engine.close();
  await spine.close();
});

async function staged(files: Record<string, string>): Promise<string> {
  const list = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }));
  const { stageId } = await engine.staging.reserve(list, 'window');
  for (const [index, text] of Object.values(files).entries())
    await engine.staging.receive(stageId, index, Readable.from([Buffer.from(text)]));
  return `stage:${stageId}`;
}

const program = { 'lab/train.py': 'print(1)\n', 'lab/requirements.txt': 'pandas\n' };
async function planOf(name: string, files: Record<string, string>, more: Answers = {}): Promise<Plan> {
  return spine.plan(engine, 'gpu-training', {
    name,
    image: { choice: 'build', base: 'pytorch' },
    code: await staged(files),
    data: { training: await staged({ 'train.csv': 'a,b\n1,2\n' }) },
    bucket: { choice: bucket },
    ...more,
  });
}

async function builds(name: string) {
  // Builds stay to be read when their project is gone.
  const { ids: all = [] } = await clients.codebuild.send(new ListBuildsCommand({}));
  const ids = all.filter((id) => id.startsWith(`millwright-image-${name}:`));
  if (ids.length === 0) return [];
  const { builds: found = [] } = await clients.codebuild.send(new BatchGetBuildsCommand({ ids }));
  return found.map(({ buildStatus }) => buildStatus);
}
const tags = async (name: string) =>
  (
    await clients.ecr.send(new DescribeImagesCommand({ repositoryName: `millwright-image-${name}` }))
  ).imageDetails!.flatMap(({ imageTags = [] }) => imageTags);
const words = (message: Parameters<typeof say>[1]) =>
  say('en', message, { timeZone: 'UTC', now: spine.clock.now() });

describe('a training with an image of its own', () => {
  test('is built with the Dockerfile that was shown, says how far it is, and runs in that image', async () => {
    const plan = await planOf('census', program);
    expect(plan.blockers).toEqual([]);
    const said = new Set<string>();
    const stop = engine.tasks.onChange(({ detail, steps }) => {
      for (const one of [detail, ...steps.map((step) => step.detail)]) if (one) said.add(words(one));
    });
    const task = await spine.apply(engine, plan);
    stop();
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect([...said].filter((one) => /^Building the image\. \S/.test(one)).length).toBeGreaterThan(0);
    expect(await builds('census')).toEqual(['SUCCEEDED']);
    expect(await tags('census')).toEqual([plan.id]);
    await spine.sandbox.advance(3600);
    const { jobSummaryList } = await clients.batch.send(
      new ListJobsCommand({
        jobQueue: 'millwright-training',
        filters: [{ name: 'JOB_NAME', values: [`census-${plan.id}`] }],
      }),
    );
    const { jobs } = await clients.batch.send(
      new DescribeJobsCommand({ jobs: jobSummaryList!.map(({ jobId }) => jobId!) }),
    );
    expect(jobs).toHaveLength(1);
    expect(jobs![0]).toMatchObject({
      status: 'SUCCEEDED',
      container: {
        image: `${spine.sandbox.account.id}.dkr.ecr.${region}.amazonaws.com/millwright-image-census:${plan.id}`,
      },
    });
  });

  test('is offered to the next one from the registry, newest first', async () => {
    const aws = await engine.connections.aws();
    const { images, more } = await readEcrImages(aws, {});
    expect([images.map(({ name }) => name.split(':')[0]), more]).toEqual([
      ['millwright-image-census'],
      false,
    ]);
    const next = await planOf('census-again', program, { image: { choice: images[0]!.address } });
    expect(next.changes.map(({ id }) => id)).not.toContain('build');
    expect(JSON.stringify(next.changes)).toContain(images[0]!.address);
  });

  test('from a folder in S3 is built where it is; what is in the folder is seen', async () => {
    const put = (Key: string, Body: string) =>
      clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    await put('programs/box/train.py', 'print(1)\n');
    await put('programs/box/Dockerfile.old', 'FROM a\n');
    const aws = await engine.connections.aws();
    const look = () => readImageSource(aws, `${bucket}/programs/box/`, {});
    expect(await look()).toEqual({ empty: false, dockerfile: false, requirements: false });
    expect(await readImageSource(aws, `${bucket}/programs/none/`, {})).toMatchObject({ empty: true });
    const plan = await planOf('in-place', program, { code: `s3://${bucket}/programs/box/` });
    expect((await spine.apply(engine, plan)).state).toBe('succeeded');
    expect(await look()).toMatchObject({ dockerfile: true });
    expect(await tags('in-place')).toEqual([plan.id]);
  });
});

describe('a build that fails', () => {
  const typo = { ...program, 'lab/Dockerfile': '# mine\nFORM python:3\n' };

  test('is explained with the line of the Dockerfile; a mended folder uses what is there', async () => {
    const task = await spine.apply(engine, await planOf('typo', typo));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'image.notBuilt' } });
    expect(words(task.error!.says)).toBe(
      'The image was not built. Line 2 of the Dockerfile cannot be read: unknown instruction: FORM',
    );
    expect(words(task.error!.mend)).toBe('Mend line 2, pick the folder again and make a new plan.');
    expect(task.error!.technical?.text).toContain('dockerfile parse error on line 2');
    expect(task.steps.find(({ state }) => state === 'failed')?.id).toBe('build');
    expect(spine.existing(/^cloudformation\/stack$/).join()).not.toContain('millwright-training-typo');

    const mended = await planOf('typo', { ...typo, 'lab/Dockerfile': 'FROM python:3\nCOPY . .\n' });
    expect(mended.changes.map(({ id }) => id)).not.toContain('image');
    expect((await spine.apply(engine, mended)).state).toBe('succeeded');
    expect(await builds('typo')).toEqual(['SUCCEEDED', 'FAILED']);
  });

  test('can be tried again from there: one more build, and no other change twice', async () => {
    const plan = await planOf('again', typo);
    expect((await spine.apply(engine, plan)).error?.code).toBe('image.notBuilt');
    const source = plan.changes.find(({ id }) => id === 'build');
    const location = source?.kind === 'call' ? source.input['sourceLocationOverride'] : undefined;
    if (typeof location !== 'string') throw new Error('The plan builds nothing.');
    const Key = `${location.slice(bucket.length + 1)}Dockerfile`;
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'FROM python:3\n' }));
    const again = await spine.apply(engine, plan);
    expect(again.state, JSON.stringify(again.error)).toBe('succeeded');
    expect(await builds('again')).toEqual(['SUCCEEDED', 'FAILED']);
    expect(await tags('again')).toEqual([plan.id]);
  });

  test('and whose Dockerfile was written for the person is tried again too', async () => {
    const plan = await planOf('gone', program, { code: `s3://${bucket}/programs/gone/` });
    expect(plan.blockers.map(({ key }) => key)).toEqual(['plan.training.image.empty']);
    const put = (Key: string, Body: string) =>
      clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    await put('programs/gone/train.py', 'print(1)\n');
    const whole = await planOf('gone', program, { code: `s3://${bucket}/programs/gone/` });
    const on = spine.sandbox.faults.switchOn({ fault: 'F31', service: 'codebuild', operation: 'StartBuild' });
    const failed = await spine.apply(engine, whole);
    spine.sandbox.faults.switchOff(on.id);
    expect(words(failed.error!.says)).toContain('AWS CodeBuild itself failed.');
    // The Dockerfile is there now: put by this plan, so it is no change that somebody else made.
    const again = await spine.apply(engine, whole);
    expect(again.state, JSON.stringify(again.error)).toBe('succeeded');
    expect(await builds('gone')).toEqual(['SUCCEEDED', 'FAULT']);
  });
});

describe('one build, whatever happens', () => {
  test('an answer that is lost begins no second one', async () => {
    let dropped = 0;
    const stop = spine.sandbox.hook({
      after(call) {
        if (call.operation !== 'StartBuild' || dropped > 0) return;
        dropped += 1;
        throw new DropAnswer();
      },
    });
    const task = await spine.apply(engine, await planOf('lost', program));
    stop();
    expect([task.state, dropped]).toEqual(['succeeded', 1]);
    expect(await builds('lost')).toEqual(['SUCCEEDED']);
  });

  test('taken back while it runs it is stopped, and nothing of it is left', async () => {
    const plan = await planOf('back', program);
    let asked = false;
    const stop = spine.sandbox.observe(({ operation }) => {
      if (operation !== 'BatchGetBuilds' || asked) return;
      asked = true;
      void engine.tasks
        .list()
        .then((tasks) => engine.applying.cancel(tasks.find(({ planId }) => planId === plan.id)?.id ?? ''));
    });
    const task = await spine.apply(engine, plan);
    stop();
    expect([asked, task.state]).toEqual([true, 'cancelled']);
    expect(await builds('back')).toEqual(['STOPPED']);
    expect(spine.existing(/^(?:ecr|codebuild)\/(?:repository|project|running)/).join()).not.toContain(
      '-back',
    );
    const billed = spine.sandbox
      .ledger()
      .filter(({ kind, goneAt }) => kind === 'codebuild/running-build' && goneAt === null);
    expect(billed).toEqual([]);
  });
});
