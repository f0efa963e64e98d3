/**
 * An account whose every text is a stranger's: names, tags, reasons, log lines, keys of files and cells of a table. Run as a
 * program of its own; prints the environment for a client, then `ready`.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { setTimeout } from 'node:timers/promises';
import { openSandbox } from '../../../main/sandbox/index.ts';
import { hostileTexts } from '../../support/hostile.ts';

/** XML holds no control characters, and AWS lists no empty names. */
const texts = hostileTexts(600)
  .map((text) =>
    text
      .replace(/[\u0000-\u001f\ufffe\uffff]/g, '')
      .toWellFormed()
      .slice(0, 900),
  )
  .filter((text) => text !== '')
  .slice(0, 500);
const some = (from: number, count: number): string[] => texts.slice(from, from + count);

const sandbox = await openSandbox({
  dir: await mkdtemp(join(tmpdir(), 'millwright-hostile-account-')),
  seed: 'hostile',
});
const listening = await sandbox.listen();
const at = new Date('2026-11-20T10:00:00Z');
const arn = (name: string): string => `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`;
const table = texts
  .map((text) => `"${text.replaceAll('"', '""')}","${text.replaceAll('"', '""')}"`)
  .join('\n');

const outputs: Record<string, (input: Record<string, unknown>) => Record<string, unknown>> = {
  ListNotebookInstances: () => ({
    NotebookInstances: some(0, 500).map((text, n) => ({
      NotebookInstanceName: n === 0 ? 'hostile' : text,
      NotebookInstanceArn: arn(text),
      NotebookInstanceStatus: n % 3 === 0 ? 'Failed' : 'InService',
      InstanceType: n % 2 === 0 ? 'ml.t3.medium' : text,
      CreationTime: at,
      LastModifiedTime: at,
      Url: `javascript:fired(${n})`,
    })),
  }),
  DescribeNotebookInstance: () => ({
    NotebookInstanceName: 'hostile',
    NotebookInstanceArn: arn('hostile'),
    NotebookInstanceStatus: 'Failed',
    FailureReason: some(0, 40).join(' '),
    InstanceType: texts[3],
    RoleArn: texts[4],
    DefaultCodeRepository: texts[5],
    PlatformIdentifier: texts[6],
    VolumeSizeInGB: 5,
    CreationTime: at,
    LastModifiedTime: at,
  }),
  ListTags: () => ({ Tags: some(0, 50).map((text) => ({ Key: text, Value: text })) }),
  DescribeLogStreams: () => ({
    logStreams: some(0, 5).map((text) => ({
      logStreamName: `hostile/${text}`,
      lastEventTimestamp: at.getTime(),
    })),
  }),
  FilterLogEvents: () => ({
    events: texts.map((message) => ({ message, timestamp: at.getTime(), logStreamName: message })),
  }),
  GetLogEvents: () => ({ events: texts.map((message) => ({ message, timestamp: at.getTime() })) }),
  ListBuckets: () => ({
    Buckets: [
      { Name: 'hostile-bucket-4417', CreationDate: at, BucketRegion: 'us-east-1' },
      ...some(0, 100).map((Name) => ({ Name, CreationDate: at })),
    ],
  }),
  ListObjectsV2: ({ Prefix }) => ({
    Contents:
      Prefix === 'table/'
        ? [{ Key: 'table/hostile.csv', Size: table.length, LastModified: at }]
        : texts.map((Key) => ({ Key, Size: 1, LastModified: at })),
    CommonPrefixes: Prefix === 'table/' ? [] : some(0, 60).map((text) => ({ Prefix: `${text}/` })),
    KeyCount: 561,
    MaxKeys: 1000,
    IsTruncated: false,
  }),
  DescribeStacks: () => ({
    Stacks: some(0, 100).map((text) => ({
      StackName: text,
      StackId: `arn:aws:cloudformation:us-east-1:111122223333:stack/${text}/a`,
      StackStatus: 'ROLLBACK_COMPLETE',
      StackStatusReason: text,
      CreationTime: at,
      Tags: [
        { Key: 'millwright:plan', Value: text },
        { Key: 'millwright:source', Value: 'notebook' },
        { Key: text, Value: text },
      ],
      Parameters: [{ ParameterKey: 'NotebookName', ParameterValue: text }],
      Outputs: [{ OutputKey: text, OutputValue: `javascript:fired(9)` }],
    })),
  }),
};

/** What a look needs to find something at all; its texts are then the stranger's. */
async function furnish(): Promise<void> {
  const client = {
    endpoint: listening.url,
    region: listening.region,
    credentials: { accessKeyId: listening.accessKeyId, secretAccessKey: listening.secretAccessKey },
  };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'hostile-bucket-4417' }));
  await s3.send(
    new PutObjectCommand({
      Bucket: 'hostile-bucket-4417',
      Key: 'table/hostile.csv',
      Body: table,
      ContentType: 'text/html',
    }),
  );
  const logs = new CloudWatchLogsClient(client);
  const logGroupName = '/aws/sagemaker/NotebookInstances';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'hostile/jupyter.log' }));
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'sagemaker.amazonaws.com' },
  };
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Role } = await new IAMClient(client).send(
    new CreateRoleCommand({ RoleName: 'notes', AssumeRolePolicyDocument: trust }),
  );
  const sagemaker = new SageMakerClient(client);
  for (let tries = 1; ; tries += 1)
    try {
      await sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: 'hostile',
          InstanceType: 'ml.t3.medium',
          RoleArn: Role?.Arn,
        }),
      );
      return;
    } catch (error) {
      // A role can be used some seconds after it was made.
      if (tries === 60) throw error;
      await setTimeout(300);
    }
}
await furnish();

sandbox.hook({
  after({ via, operation, input }, outcome) {
    const bend = outputs[operation];
    if (via !== 'wire' || bend === undefined) return;
    if ('output' in outcome) {
      for (const key of Object.keys(outcome.output)) Reflect.deleteProperty(outcome.output, key);
      Object.assign(outcome.output, bend(input));
    }
  },
});
console.log(`AWS_ENDPOINT_URL=${listening.url}`);
console.log(`AWS_ACCESS_KEY_ID=${listening.accessKeyId}`);
console.log(`AWS_SECRET_ACCESS_KEY=${listening.secretAccessKey}`);
console.log(`AWS_REGION=${listening.region}`);
console.log('ready');
