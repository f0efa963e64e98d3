import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AddTagsCommand,
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  DeleteNotebookInstanceCommand,
  DeleteNotebookInstanceLifecycleConfigCommand,
  DeleteTagsCommand,
  DescribeNotebookInstanceCommand,
  DescribeNotebookInstanceLifecycleConfigCommand,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
  type CreateNotebookInstanceInput,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forceStatus } from '../../main/sandbox/services/sagemaker/index.ts';
import { makeRole, refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let sagemaker: SageMakerClient;
let role: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  sagemaker = new SageMakerClient(sandbox.client);
  role = await makeRole(sandbox, 'notebook', 'sagemaker.amazonaws.com', []);
});
afterAll(() => sandbox.end());

const create = (name: string, more: Partial<CreateNotebookInstanceInput> = {}) =>
  sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: name,
      InstanceType: 'ml.t3.medium',
      RoleArn: role,
      ...more,
    }),
  );
const NotebookInstanceName = 'sales';
const status = async (name = NotebookInstanceName) =>
  (await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name })))
    .NotebookInstanceStatus;
const stop = (name = NotebookInstanceName) =>
  sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }));
const start = (name = NotebookInstanceName) =>
  sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: name }));
const remove = (name = NotebookInstanceName) =>
  sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: name }));

describe('the life of a notebook', () => {
  it('goes from Pending to InService with AWS’s safe and unsafe defaults', async () => {
    const { NotebookInstanceArn } = await create(NotebookInstanceName, {
      Tags: [{ Key: 'team', Value: 'sales' }],
    });
    expect(NotebookInstanceArn).toBe(
      `arn:aws:sagemaker:us-east-1:${sandbox.account.id}:notebook-instance/sales`,
    );
    expect(await status()).toBe('Pending');
    await sandbox.advance(179);
    expect(await status()).toBe('Pending');
    await sandbox.advance(2);
    const seen = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
    expect(seen).toMatchObject({
      NotebookInstanceStatus: 'InService',
      VolumeSizeInGB: 5,
      RootAccess: 'Enabled',
      DirectInternetAccess: 'Enabled',
      PlatformIdentifier: 'notebook-al2023-v1',
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
    });
    expect(seen.LastModifiedTime!.getTime() - seen.CreationTime!.getTime()).toBe(180_000);
  });

  it('refuses in AWS’s words what a running notebook does not allow', async () => {
    const arn = `arn:aws:sagemaker:us-east-1:${sandbox.account.id}:notebook-instance/sales`;
    const cannot = (state: string, from: string, to: string) =>
      `ValidationException: Status (${state}) not in ([${from}]). Unable to transition to (${to}) for Notebook Instance (${arn})`;
    expect(await refusal(start())).toBe(cannot('InService', 'Stopped, Failed', 'Pending'));
    expect(await refusal(remove())).toBe(cannot('InService', 'Stopped, Failed', 'Deleting'));
    const resize = new UpdateNotebookInstanceCommand({ NotebookInstanceName, InstanceType: 'ml.m5.xlarge' });
    expect(await refusal(sagemaker.send(resize))).toBe(cannot('InService', 'Stopped, Failed', 'Updating'));
    await stop();
    expect(await status()).toBe('Stopping');
    expect(await refusal(stop())).toBe(cannot('Stopping', 'InService', 'Stopping'));
    await sandbox.advance(61);
    expect(await status()).toBe('Stopped');
  });

  it('is resized while stopped; its disk only grows', async () => {
    const update = (more: object) =>
      sagemaker.send(new UpdateNotebookInstanceCommand({ NotebookInstanceName, ...more }));
    expect(await refusal(update({ VolumeSizeInGB: 4 }))).toMatch(/^ValidationException: 1 validation error/);
    await update({ InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 30 });
    expect(await status()).toBe('Updating');
    await sandbox.advance(31);
    expect(await status()).toBe('Stopped');
    expect(await refusal(update({ VolumeSizeInGB: 20 }))).toMatch(
      /must not be smaller than the current one \(30 GB\)/,
    );
    const seen = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
    expect(seen).toMatchObject({ InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 30 });
  });

  it('starts again, and refuses the stop while it is Pending', async () => {
    await start();
    expect(await refusal(stop())).toMatch(
      /^ValidationException: Status \(Pending\) not in \(\[InService\]\)/,
    );
    await sandbox.advance(121);
    expect(await status()).toBe('InService');
  });

  it('keeps, adds and removes tags', async () => {
    const { NotebookInstanceArn: ResourceArn } = await sagemaker.send(
      new DescribeNotebookInstanceCommand({ NotebookInstanceName }),
    );
    await sagemaker.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'end', Value: '19:00' }] }));
    await sagemaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['team'] }));
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'end', Value: '19:00' }]);
  });

  it('is deleted after a stop, and then unknown', async () => {
    await stop();
    await sandbox.advance(61);
    await remove();
    expect(await status()).toBe('Deleting');
    await sandbox.advance(21);
    expect(await refusal(status())).toBe('ValidationException: RecordNotFound');
    expect(await refusal(stop())).toBe('ValidationException: RecordNotFound');
  });

  it('was billed by the hour while InService only, and for its disk from beginning to end', () => {
    const entry = sandbox
      .ledger()
      .find((e) => e.kind === 'sagemaker/notebook-instance' && e.key === 'sales')!;
    expect(entry.goneAt).not.toBeNull();
    const hours = entry.billed.filter((b) => b.unit === 'hour');
    expect(hours.map((b) => b.priceKey)).toEqual([
      'sagemaker:notebook:ml.t3.medium',
      'sagemaker:notebook:ml.m5.xlarge',
    ]);
    const disk = entry.billed.filter((b) => b.priceKey === 'sagemaker:notebook-volume');
    expect(disk.map((b) => b.quantity)).toEqual([5, 30]);
    expect(disk[0]!.from).toBe(entry.madeAt);
    expect(disk[1]!.from).toBe(disk[0]!.to);
    expect(disk[1]!.to).toBe(entry.goneAt);
    expect(entry.billed.every((b) => b.to !== null)).toBe(true);
  });
});

describe('what a notebook may be', () => {
  const other = 'arn:aws:iam::999999999999:role/x';
  const bad: [string, string, Partial<CreateNotebookInstanceInput>, RegExp][] = [
    [
      'a name with an underscore',
      'a_b',
      {},
      /^ValidationException: 1 validation error detected: Value 'a_b' at 'notebookInstanceName' failed/,
    ],
    ['a name of 64 letters', 'a'.repeat(64), {}, /notebookInstanceName.*63/],
    ['a name that ends in a hyphen', 'a-', {}, /regular expression pattern/],
    ['a machine that does not exist', 'n', { InstanceType: 'ml.t9.huge' as never }, /enum value set/],
    ['a disk of 4 GB', 'n', { VolumeSizeInGB: 4 }, /volumeSizeInGB.*greater than or equal to 5/],
    ['a disk of 16385 GB', 'n', { VolumeSizeInGB: 16_385 }, /volumeSizeInGB.*less than or equal to 16384/],
    [
      'a retired platform',
      'n',
      { PlatformIdentifier: 'notebook-al2-v1' },
      /^ValidationException: Platform identifier \(notebook-al2-v1\) is not supported for this service\.$/,
    ],
    ['an unknown platform', 'n', { PlatformIdentifier: 'notebook-al9' }, /platformIdentifier/],
    ['no internet without a subnet', 'n', { DirectInternetAccess: 'Disabled' }, /SubnetId/],
    [
      'a subnet that is not there',
      'n',
      { SubnetId: 'subnet-0123' },
      /subnet ID 'subnet-0123' does not exist/,
    ],
    ['Elastic Inference', 'n', { AcceleratorTypes: ['ml.eia1.medium'] }, /no longer available/],
    ['an unknown lifecycle configuration', 'n', { LifecycleConfigName: 'nothing' }, /nothing/],
    [
      'a role that does not exist',
      'n',
      { RoleArn: 'arn:aws:iam::000000000000:role/nobody' },
      /^ValidationException: Could not assume role .*nobody\. Please ensure that the role exists and allows principal 'sagemaker\.amazonaws\.com'/,
    ],
    ['a role of another account', 'n', { RoleArn: other }, /Cross-account pass role is not allowed/],
    [
      'a GPU without quota',
      'n',
      { InstanceType: 'ml.g4dn.xlarge' },
      /^ResourceLimitExceeded: The account-level service limit 'ml\.g4dn\.xlarge for notebook instance usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances\./,
    ],
  ];
  it.each(bad)('refuses %s', async (_what, name, more, text) => {
    expect(await refusal(create(name, more))).toMatch(text);
  });

  it('leaves nothing behind of what was refused', () => {
    expect(sandbox.ledger().filter((e) => e.kind === 'sagemaker/notebook-instance')).toHaveLength(1);
  });

  it('refuses a second one of the same name', async () => {
    await create('twice');
    expect(await refusal(create('twice'))).toMatch(
      /^ValidationException: Cannot create already existing notebook instance/,
    );
    await sandbox.advance(200);
  });

  it('refuses a role in the seconds after it was made', async () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    const { Role } = await new IAMClient(sandbox.client).send(
      new CreateRoleCommand({ RoleName: 'fresh', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    expect(await refusal(create('early', { RoleArn: Role!.Arn! }))).toMatch(/Could not assume role/);
    await sandbox.advance(60);
    await create('early', { RoleArn: Role!.Arn! });
  });

  it('refuses a role that trusts something else', async () => {
    const arn = await makeRole(sandbox, 'guard', 'scheduler.amazonaws.com', []);
    expect(await refusal(create('trust', { RoleArn: arn }))).toMatch(/Could not assume role/);
  });

  it('needs the right to pass the role, and to tag', async () => {
    const iam = new IAMClient(sandbox.client);
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const may = (Action: string | string[], Condition?: object) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: 'ann',
          PolicyName: 'p',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'sagemaker:CreateNotebookInstance', Resource: '*' },
              { Effect: 'Allow', Action, Resource: '*', ...(Condition && { Condition }) },
            ],
          }),
        }),
      );
    const ann = new SageMakerClient({
      ...sandbox.client,
      credentials: { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! },
    });
    const make = (more: object = {}) =>
      ann.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: 'ann',
          InstanceType: 'ml.t3.medium',
          RoleArn: role,
          ...more,
        }),
      );
    await may('s3:ListBucket');
    expect(await refusal(make())).toMatch(
      /^AccessDenied.*user\/ann is not authorized to perform: iam:PassRole on resource: .*role\/notebook/,
    );
    await may('iam:PassRole', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } });
    expect(await refusal(make())).toMatch(/iam:PassRole/);
    await may('iam:PassRole', { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
    expect(await refusal(make({ Tags: [{ Key: 'a', Value: 'b' }] }))).toMatch(/sagemaker:AddTags/);
    await make();
  });

  it('shows maintenance and failure when they are brought about by hand', async () => {
    await sandbox.advance(200);
    forceStatus(sandbox.account, 'us-east-1', 'twice', 'PendingMaintenance');
    expect(await status('twice')).toBe('PendingMaintenance');
    forceStatus(sandbox.account, 'us-east-1', 'twice', 'Failed', 'Insufficient notebook instance capacity.');
    expect(await refusal(stop('twice'))).toMatch(
      /^ValidationException: Status \(Failed\) not in \(\[InService\]\)/,
    );
    await start('twice');
    expect(await status('twice')).toBe('Pending');
  });
});

describe('lifecycle configurations', () => {
  const name = 'on-start';
  const content = Buffer.from('#!/bin/bash\necho hello\n').toString('base64');

  it('are kept as given and cannot go while a notebook uses them', async () => {
    const input = { NotebookInstanceLifecycleConfigName: name, OnStart: [{ Content: content }] };
    await sagemaker.send(new CreateNotebookInstanceLifecycleConfigCommand(input));
    expect(await refusal(sagemaker.send(new CreateNotebookInstanceLifecycleConfigCommand(input)))).toMatch(
      /already existing/,
    );
    const get = new DescribeNotebookInstanceLifecycleConfigCommand({
      NotebookInstanceLifecycleConfigName: name,
    });
    expect((await sagemaker.send(get)).OnStart).toEqual([{ Content: content }]);
    await create('scripted', { LifecycleConfigName: name });
    await sandbox.advance(200);
    const drop = () =>
      sagemaker.send(
        new DeleteNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: name }),
      );
    expect(await refusal(drop())).toMatch(/is used by Notebook Instance/);
    await stop('scripted');
    await sandbox.advance(61);
    await remove('scripted');
    await sandbox.advance(21);
    await drop();
  });
});

describe('a list of twelve', () => {
  it('comes in pages of ten, in the order of names', async () => {
    for (let i = 0; i < 12; i++) await create(`page-${String(i).padStart(2, '0')}`);
    const list = (more: object) =>
      sagemaker.send(new ListNotebookInstancesCommand({ NameContains: 'PAGE', ...more }));
    const first = await list({});
    expect(first.NotebookInstances).toHaveLength(10);
    const second = await list({ NextToken: first.NextToken });
    expect(second.NotebookInstances!.map((n) => n.NotebookInstanceName)).toEqual(['page-10', 'page-11']);
    expect(second.NextToken).toBeUndefined();
    expect(await refusal(list({ NextToken: 'made up' }))).toMatch(/^ValidationException: Invalid/);
    expect(await refusal(list({ MaxResults: 101 }))).toMatch(/maxResults/);
    const all = await list({ MaxResults: 100, SortOrder: 'Descending', SortBy: 'CreationTime' });
    expect(all.NotebookInstances).toHaveLength(12);
  });

  it('is narrowed by state and by time', async () => {
    const list = async (more: object) =>
      (await sagemaker.send(new ListNotebookInstancesCommand({ MaxResults: 100, ...more })))
        .NotebookInstances!;
    expect(await list({ StatusEquals: 'Pending', NameContains: 'page' })).toHaveLength(12);
    const since = new Date(sandbox.account.clock.now());
    expect(await list({ LastModifiedTimeAfter: since })).toHaveLength(0);
    await sandbox.advance(200);
    expect(await list({ LastModifiedTimeAfter: since, StatusEquals: 'InService' })).toHaveLength(12);
  });
});
