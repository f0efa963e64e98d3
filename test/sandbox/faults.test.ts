/** Every named fault as AWS's own clients meet it, and the three ways to switch one on. */
import { spawn } from 'node:child_process';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  DescribeNotebookInstanceCommand,
  ListNotebookInstanceLifecycleConfigsCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultKinds, type FaultId, type FaultSpec, WrongFault } from '../../main/sandbox/index.ts';
import { shows } from '../status/shows.ts';
import { raw } from './support/raw.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let s3: S3Client;
let sagemaker: SageMakerClient;
let cloudformation: CloudFormationClient;
let ec2: EC2Client;
let made = 0;

beforeAll(async () => {
  sandbox = await testSandbox();
  s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
  sagemaker = new SageMakerClient(sandbox.client);
  cloudformation = new CloudFormationClient(sandbox.client);
  ec2 = new EC2Client(sandbox.client);
});
afterEach(() => sandbox.faults.switchOff());
afterAll(() => sandbox.end());

interface Refusal {
  name: string;
  code?: string;
  message: string;
  $metadata?: { httpStatusCode?: number };
}

async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('The call was answered.');
}

const calls = {
  s3: () => s3.send(new ListBucketsCommand({})),
  sagemaker: () => sagemaker.send(new ListNotebookInstanceLifecycleConfigsCommand({})),
  cloudformation: () => cloudformation.send(new DescribeStacksCommand({})),
  ec2: () => ec2.send(new DescribeVpcsCommand({})),
};
const make = () => {
  const name = `config-${(made += 1)}`;
  const call = sagemaker.send(
    new CreateNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: name }),
  );
  const exists = () => sandbox.ledger().some((entry) => entry.key === name);
  return { call, exists };
};

describe('answers in each service’s own words', () => {
  const rows: [FaultId, keyof typeof calls, string, number][] = [
    ['F1', 'sagemaker', 'ThrottlingException', 400],
    ['F1', 'cloudformation', 'Throttling', 400],
    ['F1', 's3', 'SlowDown', 503],
    ['F1', 'ec2', 'RequestLimitExceeded', 503],
    ['F2', 'sagemaker', 'TooManyRequestsException', 429],
    ['F3', 'cloudformation', 'RequestLimitExceeded', 503],
    ['F4', 's3', 'InternalError', 500],
    ['F6', 'cloudformation', 'ServiceUnavailable', 503],
    ['F18', 'sagemaker', 'ExpiredTokenException', 400],
    ['F18', 's3', 'ExpiredToken', 400],
    ['F18', 'ec2', 'RequestExpired', 400],
    ['F19', 'cloudformation', 'ExpiredTokenException', 400],
    ['F20', 'sagemaker', 'UnrecognizedClientException', 400],
    ['F20', 'cloudformation', 'InvalidClientTokenId', 403],
    ['F20', 's3', 'InvalidAccessKeyId', 403],
    ['F21', 'sagemaker', 'AccessDeniedException', 400],
    ['F21', 'cloudformation', 'AccessDenied', 403],
    ['F22', 's3', 'RequestTimeTooSkewed', 403],
    ['F22', 'cloudformation', 'SignatureDoesNotMatch', 403],
    ['F23', 'sagemaker', 'ResourceLimitExceeded', 400],
    ['F24', 'cloudformation', 'LimitExceededException', 400],
    ['F25', 's3', 'OperationAborted', 409],
  ];
  test.each(rows)('%s at %s: %s, %i', async (fault, service, code, status) => {
    sandbox.faults.switchOn({ fault, service, times: 1 });
    const refused = await refusalOf(calls[service]());
    expect(refused.name).toBe(code);
    expect(refused.$metadata?.httpStatusCode).toBe(status);
    await calls[service]();
    expect(sandbox.faults.list()).toMatchObject([{ fault, met: 1 }]);
  });

  test('F14 is a 200 that holds an error', async () => {
    sandbox.faults.switchOn({ fault: 'F14', service: 's3', times: 1 });
    const answer = await raw(sandbox.listening.url, { path: '/', headers: {} });
    expect(answer.status).toBe(403); // nobody signed, so no call was met
    await refusalOf(calls.s3());
    expect(sandbox.faults.list()).toMatchObject([{ met: 1 }]);
  });
});

describe('faults of the way', () => {
  test.each(['F5', 'F7', 'F13', 'F17'] as const)('%s answers a page in place of AWS', async (fault) => {
    sandbox.faults.switchOn({ fault, service: 'sagemaker', times: 1 });
    const refused = await refusalOf(calls.sagemaker());
    const status = { F5: 502, F7: 504, F13: 200, F17: 407 }[fault];
    expect(refused.$metadata?.httpStatusCode).toBe(status);
    await calls.sagemaker();
  });
  test('F9 resets and has done nothing; F10 resets and has done it', async () => {
    sandbox.faults.switchOn({ fault: 'F9', times: 1 });
    const first = make();
    expect((await refusalOf(first.call)).code).toBe('ECONNRESET');
    expect(first.exists()).toBe(false);
    sandbox.faults.switchOn({ fault: 'F10', times: 1 });
    const second = make();
    expect((await refusalOf(second.call)).code).toBe('ECONNRESET');
    expect(second.exists()).toBe(true);
  });
  test('F8 refuses connections until the account’s time has passed', async () => {
    sandbox.faults.switchOn({ fault: 'F8', times: 1, seconds: 60 });
    const first = make();
    await refusalOf(first.call);
    expect(first.exists()).toBe(false);
    expect((await refusalOf(calls.sagemaker())).code).toBe('ECONNREFUSED');
    await sandbox.advance(59);
    expect((await refusalOf(calls.sagemaker())).code).toBe('ECONNREFUSED');
    await sandbox.advance(1);
    await calls.sagemaker();
  });
  test.each(['before', 'after'] as const)('F11 never answers, %s it is done', async (when) => {
    sandbox.faults.switchOn({ fault: 'F11', when, times: 1 });
    const impatient = new SageMakerClient({
      ...sandbox.client,
      requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
    });
    const name = `config-${(made += 1)}`;
    const call = impatient.send(
      new CreateNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: name }),
    );
    expect((await refusalOf(call)).name).toBe('TimeoutError');
    expect(sandbox.ledger().some((entry) => entry.key === name)).toBe(when === 'after');
  });
  test('F12 ends in the middle of the answer, and it is done', async () => {
    sandbox.faults.switchOn({ fault: 'F12', times: 1 });
    const { call, exists } = make();
    await refusalOf(call);
    expect(exists()).toBe(true);
  });
  test('F15 sends a byte a second of the account’s time', async () => {
    sandbox.faults.switchOn({ fault: 'F15', times: 1 });
    let ended = false;
    const call = calls.sagemaker().then(() => (ended = true));
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(ended).toBe(false);
    await sandbox.advance(5_000);
    await call;
  });
});

describe('a switch', () => {
  test('lets calls through first, is met so often, and no other call meets it', async () => {
    sandbox.faults.switchOn({ fault: 'F6', service: 's3', operation: 'ListBuckets', skip: 1, times: 2 });
    await calls.s3();
    await refusalOf(calls.s3());
    await calls.sagemaker();
    await s3.send(new CreateBucketCommand({ Bucket: 'not-met-4417' }));
    await refusalOf(calls.s3());
    await calls.s3();
    expect(sandbox.faults.list()).toMatchObject([{ met: 2, times: 2 }]);
  });
  test('is refused in a sentence when it makes no sense', () => {
    const rows: [object, RegExp][] = [
      [{ fault: 'F35' }, /no fault "F35"/],
      [{ fault: 'F16' }, /before the port is reached/],
      [{ fault: 'F1', when: 'after' }, /F1 is met before/],
      [{ fault: 'F1', service: 'blimp' }, /no service "blimp"/],
      [{ fault: 'F1', service: 's3', operation: 'Fly' }, /no operation "Fly"/],
      [{ fault: 'F1', operation: 'ListBuckets' }, /needs its service/],
      [{ fault: 'F1', times: 0 }, /times is a whole number/],
      [{ fault: 'F1', via: 'air' }, /via is/],
      [{ fault: 'F1', often: 3 }, /no "often"/],
    ];
    for (const [spec, sentence] of rows) {
      expect(() => sandbox.faults.switchOn(spec as FaultSpec)).toThrow(sentence);
      expect(() => sandbox.faults.switchOn(spec as FaultSpec)).toThrow(WrongFault);
    }
    expect(sandbox.faults.list()).toEqual([]);
  });
  test('the table names all 34 once', () => {
    expect(faultKinds.map(({ id }) => id)).toEqual(Array.from({ length: 34 }, (_, at) => `F${at + 1}`));
    expect(new Set(faultKinds.map(({ key }) => key)).size).toBe(34);
  });
});

describe('over the control endpoint', () => {
  const ask = async (method: string, path: string, body = '') => {
    const headers = { authorization: `Bearer ${sandbox.listening.secretAccessKey}` };
    const answer = await raw(sandbox.listening.url, { path, headers, method, body });
    return { status: answer.status, value: JSON.parse(answer.body) as Record<string, unknown> };
  };
  test('switches are made, listed and taken away', async () => {
    const spec = { fault: 'F1', service: 'sagemaker', times: 3 };
    const { value } = await ask('POST', '/_sandbox/faults', JSON.stringify(spec));
    const { id } = value['switch'] as { id: string };
    await refusalOf(calls.sagemaker());
    const listed = await ask('GET', '/_sandbox/faults');
    expect(listed.value['switches']).toMatchObject([{ id, fault: 'F1', met: 1, times: 3 }]);
    expect(listed.value['kinds']).toHaveLength(34);
    expect((await ask('DELETE', `/_sandbox/faults/${id}`)).status).toBe(200);
    expect((await ask('DELETE', `/_sandbox/faults/${id}`)).status).toBe(404);
    await calls.sagemaker();
  });
  test('a wrong wish is refused in a sentence', async () => {
    const { status, value } = await ask('POST', '/_sandbox/faults', '{"fault":"F99"}');
    expect(status).toBe(400);
    expect(value['message']).toMatch(/no fault "F99"/);
  });
});

describe('on the command line', () => {
  const run = async (line: string): Promise<{ code: number | null; said: string }> => {
    const child = spawn(process.execPath, ['main/sandbox.ts', '--port', '0', '--fault', line]);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString('utf8').includes('sandbox ready')) child.kill('SIGTERM');
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said: said.trim() };
  };
  test('is taken' + shows('done-when:2.2/switches'), async () => {
    expect(await run('F1@cloudformation:CreateChangeSet:before:3')).toEqual({ code: 0, said: '' });
  });
  test.each([
    ['F77', 'There is no fault "F77"; they are F1 to F34.'],
    ['F1@cloudformation:CreateChangeSet:after', 'F1 is met before the call is done, not "after".'],
    ['F1@s3:*:before:often', 'times is a whole number from 1 to 1000000, not "often".'],
  ])('%s is refused in a sentence', async (line, sentence) => {
    expect(await run(line)).toEqual({ code: 2, said: sentence });
  });
});

describe('faults that take time', () => {
  const role = () => `arn:aws:iam::${sandbox.account.id}:role/notebooks`;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  });
  const start = (name: string) =>
    sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: name,
        InstanceType: 'ml.t3.medium',
        RoleArn: role(),
      }),
    );
  const notebook = (name: string) =>
    sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name }));
  const listed = async () =>
    (await sagemaker.send(new ListNotebookInstancesCommand({}))).NotebookInstances?.map(
      (one) => one.NotebookInstanceName,
    );
  const other = () => `arn:aws:iam::${sandbox.account.id}:user/somebody-else`;

  test('F28: a young role cannot be assumed, and later it can', async () => {
    const iam = new IAMClient(sandbox.client);
    await iam.send(new CreateRoleCommand({ RoleName: 'notebooks', AssumeRolePolicyDocument: trust }));
    sandbox.faults.switchOn({ fault: 'F28', seconds: 100 });
    await sandbox.advance(90);
    expect((await refusalOf(start('young'))).message).toMatch(/Could not assume role/);
    await sandbox.advance(10);
    await start('young');
  });
  test('F29: a list leaves out what is new, flaps, and then shows it', async () => {
    sandbox.faults.switchOn({ fault: 'F29', service: 'sagemaker', seconds: 100 });
    await start('unlisted');
    const seen: boolean[] = [];
    for (let look = 0; look < 30; look += 1) {
      seen.push((await listed())?.includes('unlisted') ?? false);
      await sandbox.advance(5);
    }
    expect(seen[0]).toBe(false);
    expect(seen.slice(11, 19)).toContain(true);
    expect(seen.slice(11, 19)).toContain(false);
    expect(seen.slice(21)).not.toContain(false);
    expect((await notebook('unlisted')).NotebookInstanceStatus).toBeDefined();
  });
  test('F30: a look at what is new finds nothing although the list shows it', async () => {
    sandbox.faults.switchOn({ fault: 'F30', service: 'sagemaker', seconds: 60 });
    await start('unseen');
    expect(await listed()).toContain('unseen');
    expect((await refusalOf(notebook('unseen'))).message).toMatch(/RecordNotFound/);
    await sandbox.advance(60);
    await notebook('unseen');
  });
  test('F31: it is accepted and then fails with a reason; a stack rolls back', async () => {
    sandbox.faults.switchOn({
      fault: 'F31',
      service: 'sagemaker',
      operation: 'CreateNotebookInstance',
      times: 1,
    });
    await start('doomed');
    await sandbox.advance(300);
    const failed = await notebook('doomed');
    expect(failed.NotebookInstanceStatus).toBe('Failed');
    expect(failed.FailureReason).toMatch(/internal error/);
    sandbox.faults.switchOn({ fault: 'F31', service: 'cloudformation', operation: 'CreateStack', times: 1 });
    await stack('doomed');
    await sandbox.advance(600);
    expect(await stackStatus('doomed')).toBe('ROLLBACK_COMPLETE');
  });
  test('F32: it stays where it is until the switch goes off', async () => {
    sandbox.faults.switchOn({ fault: 'F32', service: 'sagemaker', times: 1 });
    await start('stuck');
    await sandbox.advance(86_400);
    expect((await notebook('stuck')).NotebookInstanceStatus).toBe('Pending');
    sandbox.faults.switchOff();
    await sandbox.advance(60);
    expect((await notebook('stuck')).NotebookInstanceStatus).toBe('InService');
  });
  test('F33: somebody else deletes it, and the ledger says who', async () => {
    await start('stolen');
    sandbox.faults.switchOn({ fault: 'F33', service: 'sagemaker', times: 1 });
    await refusalOf(notebook('stolen'));
    const entry = sandbox.ledger().find(({ key }) => key === 'stolen');
    expect(entry).toMatchObject({ goneBy: other() });
    expect(entry?.madeBy).not.toBe(other());
  });
  test('F27: somebody else takes the name first', async () => {
    sandbox.faults.switchOn({ fault: 'F27', service: 'sagemaker', times: 1 });
    await refusalOf(start('taken'));
    expect(sandbox.ledger().filter(({ key }) => key === 'taken')).toMatchObject([{ madeBy: other() }]);
  });
  test('F26: it is done, and the answer says that it exists', async () => {
    sandbox.faults.switchOn({ fault: 'F26', service: 'sagemaker', times: 1 });
    expect((await refusalOf(start('twice'))).message).toMatch(/already existing/);
    expect((await notebook('twice')).NotebookInstanceName).toBe('twice');
  });
  test('F34: one object of those to be deleted stays', async () => {
    const Bucket = 'partly-4417';
    await s3.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ['a', 'b']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    sandbox.faults.switchOn({ fault: 'F34', service: 's3', times: 1 });
    const Delete = { Objects: [{ Key: 'a' }, { Key: 'b' }] };
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Errors).toMatchObject([{ Key: 'a', Code: 'InternalError' }]);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['a']);
  });
  test('a call that CloudFormation makes can meet a fault too', async () => {
    sandbox.faults.switchOn({
      fault: 'F23',
      service: 'sns',
      operation: 'CreateTopic',
      via: 'inside',
      times: 1,
    });
    await stack('inside');
    await sandbox.advance(600);
    expect(await stackStatus('inside')).toBe('ROLLBACK_COMPLETE');
  });

  const stack = (name: string) =>
    cloudformation.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
      }),
    );
  const stackStatus = async (name: string) =>
    (await cloudformation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]?.StackStatus;
});
