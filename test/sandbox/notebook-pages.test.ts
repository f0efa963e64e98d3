/** What a person sees who opens a notebook of the sandbox, and what the shipped start script does there. */
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AddTagsCommand,
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asset } from '../../main/program.ts';
import { makeRole } from './support/notebooks.ts';
import { raw } from './support/raw.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { shows } from '../status/shows.ts';

let sandbox: TestSandbox;
let sagemaker: SageMakerClient;
let role: string;
const bucket = 'census-income';
const hostile = '<img src=x onerror=alert(1)>.csv';

beforeAll(async () => {
  sandbox = await testSandbox();
  sagemaker = new SageMakerClient(sandbox.client);
  const s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  await put('adult/adult.csv', 'age, work\n39, "State-gov, old"\n50, <b>Self</b>\n');
  await put('adult/plain.csv', '39, State-gov\n'.repeat(150));
  await put(hostile, 'a,b\n1,2\n');
  await put('secret/key.txt', 'hidden');
  role = await makeRole(sandbox, 'notebook', 'sagemaker.amazonaws.com', [
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/secret/*` },
    {
      Effect: 'Allow',
      Action: ['logs:*', 'cloudwatch:PutMetricData', 'sagemaker:StopNotebookInstance'],
      Resource: '*',
    },
  ]);
  await script('shipped', readFileSync(asset('bootstrap', 'notebook-on-start.sh')));
  await script('own', Buffer.from('#!/bin/bash\nshutdown -h now\n'));
});
afterAll(() => sandbox.end());

const script = (name: string, content: Buffer) =>
  sagemaker.send(
    new CreateNotebookInstanceLifecycleConfigCommand({
      NotebookInstanceLifecycleConfigName: name,
      OnStart: [{ Content: content.toString('base64') }],
    }),
  );

async function running(name: string, tags: Record<string, string>, config?: string): Promise<void> {
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: name,
      InstanceType: 'ml.t3.medium',
      RoleArn: role,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      ...(config === undefined ? {} : { LifecycleConfigName: config }),
    }),
  );
  await sandbox.advance(181);
}

const presign = async (name: string, more: object = {}) =>
  (
    await sagemaker.send(
      new CreatePresignedNotebookInstanceUrlCommand({ NotebookInstanceName: name, ...more }),
    )
  ).AuthorizedUrl!;

/** Follows the redirect of a fresh link; answers the page and the session's address. */
async function open(address: string, language = 'en') {
  const url = new URL(address);
  const first = await raw(url.origin, { path: url.pathname + url.search });
  expect(first.status).toBe(302);
  const path = first.headers.location!;
  return { path, page: await raw(url.origin, { path, headers: { 'accept-language': language } }) };
}
const get = (path: string) => raw(sandbox.listening.url, { path });
const base = (path: string) => path.replace(/\/[^/]+$/, '');
const status = async (name: string) =>
  (await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name })))
    .NotebookInstanceStatus;

describe('the page of a notebook', () => {
  beforeAll(() => running('sales', { 'millwright:bucket': bucket }));

  it('shows the bucket’s folders and files, says that it runs no code, and carries no script', async () => {
    const { page } = await open(await presign('sales'));
    expect(page.status).toBe(200);
    expect(page.body).toContain('It shows files and runs no code.');
    expect(page.body).toContain('adult/');
    expect(page.body).toContain('&lt;img src=x onerror=alert(1)&gt;.csv');
    expect(page.body).not.toMatch(/<img|<script/);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['set-cookie']).toBeUndefined();
  });

  it('speaks the browser’s language', async () => {
    const { page } = await open(await presign('sales'), 'zh-CN,zh;q=0.9');
    expect(page.body).toContain('只显示文件，不运行代码。');
    expect(page.body).toContain('<html lang="zh-CN">');
  });

  it('leads by its links from the folder to the table of a CSV file', async () => {
    const { page } = await open(await presign('sales'));
    const link = (body: string, text: RegExp) =>
      [...body.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)<\/a>/g)]
        .find((m) => text.test(m[2]!))![1]!
        .replaceAll('&amp;', '&');
    const folder = await get(link(page.body, /adult/));
    const table = await get(link(folder.body, /adult\.csv/));
    expect(table.status).toBe(200);
    expect(table.body).toContain('2 rows');
    expect(table.body).toMatch(/<th scope="col">age<\/th>/);
    expect(table.body).toContain('<td>State-gov, old</td>');
    expect(table.body).toContain('<td>&lt;b&gt;Self&lt;/b&gt;</td>');
  });

  it('keeps the files of the folder at the left of an opened file, which is marked there', async () => {
    const { path } = await open(await presign('sales'));
    const { body } = await get(`${base(path)}/file?key=adult%2Fplain.csv`);
    const left = body.slice(body.indexOf('class="side"'), body.indexOf('<main>'));
    expect(left).toMatch(/adult\.csv<\/a>/);
    expect(left).toMatch(/<li class="picked">\s*<a href="[^"]*plain\.csv"/);
  });

  it('numbers the columns of a table without a header, and says that there are more rows', async () => {
    const { path } = await open(await presign('sales'));
    const table = await get(`${base(path)}/file?key=adult%2Fplain.csv`);
    expect(table.body).toContain('The first 100 rows');
    expect(table.body).toMatch(/<th scope="col">1<\/th>\s*<th scope="col">2<\/th>/);
    expect(table.body.match(/<td>State-gov<\/td>/g)).toHaveLength(100);
  });

  it('shows only what the notebook’s role may read', async () => {
    const { path } = await open(await presign('sales'));
    const refused = await get(`${base(path)}/file?key=secret%2Fkey.txt`);
    expect(refused.body).toContain('The role of the notebook sales may not read this.');
    expect(refused.body).not.toContain('hidden');
  });

  it('has a style sheet of its own origin and no dashboard that was not asked for', async () => {
    const { path } = await open(await presign('sales'));
    expect((await get(`${base(path)}/style.css`)).headers['content-type']).toMatch(/^text\/css/);
    expect((await get(`${base(path)}/proxy/8501/`)).status).toBe(502);
    expect((await get(`${base(path)}/terminal`)).status).toBe(404);
  });

  it('opens for five minutes, and its session for as long as was asked', async () => {
    const address = await presign('sales', { SessionExpirationDurationInSeconds: 1800 });
    await sandbox.advance(299);
    const { path } = await open(address);
    await sandbox.advance(2);
    const late = await get(address.slice(sandbox.listening.url.length));
    expect([late.status, late.body.includes('This link no longer works')]).toEqual([403, true]);
    await sandbox.advance(1700);
    expect((await get(path)).status).toBe(200);
    await sandbox.advance(100);
    expect((await get(path)).status).toBe(403);
  });

  it('is closed to altered, foreign and missing tokens', async () => {
    await running('other', {});
    const address = await presign('sales');
    const token = new URL(address).searchParams.get('authToken')!;
    const flipped = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
    const { path } = await open(address);
    for (const bad of [
      `/notebook/sales?authToken=${flipped}`,
      `/notebook/other?authToken=${token}`,
      '/notebook/sales?authToken=x.y',
      '/notebook/sales?authToken=',
      '/notebook/sales',
      '/notebook/sales/lab',
      `/notebook/sales/session/${token}/lab`,
      path.replace('/notebook/sales/', '/notebook/other/'),
    ])
      expect([bad, (await get(bad)).status]).toEqual([bad, 403]);
  });

  it('is gone while the notebook is stopped', async () => {
    const { path } = await open(await presign('sales'));
    await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'sales' }));
    const stopped = await get(path);
    expect([stopped.status, stopped.body.includes('is not running')]).toEqual([404, true]);
    await sandbox.advance(61);
    await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: 'sales' }));
    await sandbox.advance(121);
    expect((await get(path)).status).toBe(200);
  });
});

describe('the shipped start script', () => {
  const heartbeat = async (name: string) => {
    const answer = await new CloudWatchClient(sandbox.client).send(
      new GetMetricStatisticsCommand({
        Namespace: 'Millwright',
        MetricName: 'NotebookIdleMinutes',
        Dimensions: [{ Name: 'NotebookInstanceName', Value: name }],
        StartTime: new Date(sandbox.account.clock.now() - 3 * 3_600_000),
        EndTime: new Date(sandbox.account.clock.now() + 60_000),
        Period: 300,
        Statistics: ['Maximum'],
      }),
    );
    return answer.Datapoints!.map((d) => d.Maximum!);
  };
  const log = async (stream: string) => {
    const logs = new CloudWatchLogsClient(sandbox.client);
    const answer = await logs.send(
      new GetLogEventsCommand({
        logGroupName: '/aws/sagemaker/NotebookInstances',
        logStreamName: stream,
        startFromHead: true,
      }),
    );
    return answer.events!.map((e) => e.message!);
  };

  it(
    'sends its heartbeat every 5 minutes and stops the notebook after the minutes of its tag' +
      shows('system:3/idle'),
    async () => {
      await running('idle', { 'millwright:bucket': bucket, 'millwright:idle-minutes': '30' }, 'shipped');
      await sandbox.advance(20 * 60);
      const beats = await heartbeat('idle');
      expect(beats.length).toBe(4);
      expect(beats.every((minutes, i) => i === 0 || minutes - beats[i - 1]! === 5)).toBe(true);
      expect(await status('idle')).toBe('InService');
      await sandbox.advance(15 * 60 + 1);
      expect(await status('idle')).toMatch(/Stopping|Stopped/);
      await sandbox.advance(120);
      expect(await status('idle')).toBe('Stopped');
      expect((await log('idle/LifecycleConfigOnStart')).at(-1)).toMatch(/^Idle for 3\d of 30 minutes/);
    },
  );

  it('does not stop a notebook that somebody looks at', async () => {
    await running('busy', { 'millwright:bucket': bucket, 'millwright:idle-minutes': '30' }, 'shipped');
    const { path } = await open(await presign('busy'));
    for (let i = 0; i < 4; i++) {
      await sandbox.advance(20 * 60);
      expect((await get(path)).status).toBe(200);
    }
    expect(await status('busy')).toBe('InService');
  });

  it('leaves the notebook alone while its tag says 0, and goes by the tag when that changes', async () => {
    await running('patient', { 'millwright:bucket': bucket, 'millwright:idle-minutes': '0' }, 'shipped');
    await sandbox.advance(5 * 3600);
    expect(await heartbeat('patient')).toEqual([]);
    expect(await status('patient')).toBe('InService');
    const { NotebookInstanceArn: ResourceArn } = await sagemaker.send(
      new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'patient' }),
    );
    await sagemaker.send(
      new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'millwright:idle-minutes', Value: '60' }] }),
    );
    await sandbox.advance(3600 + 301);
    expect(await status('patient')).toMatch(/Stopping|Stopped/);
  });

  it('puts the dashboard behind /proxy/ on the port of the tag' + shows('system:3/dashboard'), async () => {
    await running('board', { 'millwright:bucket': bucket, 'millwright:dashboard-port': '8501' }, 'shipped');
    const address = new URL(await presign('board'));
    address.pathname += '/proxy/8501/';
    const { path, page } = await open(address.href);
    expect(path).toMatch(/\/session\/[^/]+\/proxy\/8501\/$/);
    expect([page.status, page.body.includes('Dashboard on port 8501')]).toEqual([200, true]);
    expect((await get(path.replace('8501', '8502'))).status).toBe(502);
  });

  it('is the only one that has an effect: another’s log says that it was not run', async () => {
    await running('own-script', { 'millwright:bucket': bucket, 'millwright:idle-minutes': '30' }, 'own');
    expect(await log('own-script/LifecycleConfigOnStart')).toEqual(['The sandbox does not run your script.']);
    await sandbox.advance(2 * 3600);
    expect(await status('own-script')).toBe('InService');
  });
});
