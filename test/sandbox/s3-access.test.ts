/** Who may do what in S3: a role limited to one bucket, bucket policies, folders of one's own. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setRoleDelay } from '../../main/sandbox/services/iam/index.ts';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let admin: s3.S3Client;
beforeAll(async () => {
  sandbox = await testSandbox({ accountId: '123456789012' });
  setRoleDelay(sandbox.account, 0);
  admin = new s3.S3Client({ ...sandbox.client, forcePathStyle: true });
  for (const Bucket of ['mine', 'yours']) {
    await admin.send(new s3.CreateBucketCommand({ Bucket: `${Bucket}-bucket` }));
    for (const Key of ['in/a.csv', 'out/b.csv']) {
      await admin.send(
        new s3.PutObjectCommand({
          Bucket: `${Bucket}-bucket`,
          Key,
          Body: 'x',
          Tagging: `place=${Key.slice(0, 2)}`,
        }),
      );
    }
  }
});
afterAll(() => sandbox.end());

/** A client that acts as a new role with these permissions. */
async function asRole(RoleName: string, ...Statement: object[]): Promise<s3.S3Client> {
  const iam = new IAMClient(sandbox.client);
  const policy = (statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' },
      ]),
    }),
  );
  if (Statement.length > 0) {
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(Statement) }),
    );
  }
  const { Credentials } = await new STSClient(sandbox.client).send(
    new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'test' }),
  );
  return new s3.S3Client({
    ...sandbox.client,
    forcePathStyle: true,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const on = { Bucket: 'mine-bucket', Key: 'in/a.csv' };
const other = { Bucket: 'yours-bucket', Key: 'in/a.csv' };

describe('a role limited to one bucket', () => {
  let role: s3.S3Client;
  beforeAll(async () => {
    role = await asRole(
      'one-bucket',
      allow('s3:ListBucket', 'arn:aws:s3:::mine-bucket'),
      allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::mine-bucket/*'),
    );
  });
  it('can list, read and write there', async () => {
    expect((await role.send(new s3.ListObjectsV2Command({ Bucket: 'mine-bucket' }))).KeyCount).toBe(2);
    expect(await (await role.send(new s3.GetObjectCommand(on))).Body!.transformToString()).toBe('x');
    await role.send(new s3.PutObjectCommand({ ...on, Body: 'y' }));
    const UploadId = (await role.send(new s3.CreateMultipartUploadCommand(on))).UploadId!;
    await role.send(new s3.UploadPartCommand({ ...on, UploadId, PartNumber: 1, Body: 'z' }));
    expect(await refusal(role.send(new s3.AbortMultipartUploadCommand({ ...on, UploadId })))).toContain(
      's3:AbortMultipartUpload',
    );
  });
  const refused: [string, () => Promise<unknown>, string][] = [
    [
      'read the other',
      () => role.send(new s3.GetObjectCommand(other)),
      's3:GetObject on resource: arn:aws:s3:::yours-bucket/in/a.csv because no identity-based policy allows the s3:GetObject action',
    ],
    [
      'list the other',
      () => role.send(new s3.ListObjectsV2Command({ Bucket: 'yours-bucket' })),
      's3:ListBucket on resource: arn:aws:s3:::yours-bucket because',
    ],
    ['list all buckets', () => role.send(new s3.ListBucketsCommand({})), 's3:ListAllMyBuckets'],
    ['delete', () => role.send(new s3.DeleteObjectCommand(on)), 's3:DeleteObject'],
    [
      'tag',
      () => role.send(new s3.PutObjectTaggingCommand({ ...on, Tagging: { TagSet: [] } })),
      's3:PutObjectTagging',
    ],
    [
      'copy out',
      () => role.send(new s3.CopyObjectCommand({ ...other, CopySource: 'mine-bucket/in/a.csv' })),
      's3:PutObject on resource: arn:aws:s3:::yours-bucket',
    ],
    [
      'copy in',
      () => role.send(new s3.CopyObjectCommand({ ...on, CopySource: 'yours-bucket/in/a.csv' })),
      's3:GetObject on resource: arn:aws:s3:::yours-bucket',
    ],
    [
      'make a bucket',
      () => role.send(new s3.CreateBucketCommand({ Bucket: 'new-bucket' })),
      's3:CreateBucket',
    ],
    [
      'delete the bucket',
      () => role.send(new s3.DeleteBucketCommand({ Bucket: 'mine-bucket' })),
      's3:DeleteBucket',
    ],
    [
      'set its policy',
      () => role.send(new s3.PutBucketPolicyCommand({ Bucket: 'mine-bucket', Policy: '{}' })),
      's3:PutBucketPolicy',
    ],
    [
      'read its encryption',
      () => role.send(new s3.GetBucketEncryptionCommand({ Bucket: 'mine-bucket' })),
      's3:GetEncryptionConfiguration',
    ],
    [
      'see its versions',
      () => role.send(new s3.ListObjectVersionsCommand({ Bucket: 'mine-bucket' })),
      's3:ListBucketVersions',
    ],
  ];
  it.each(refused)('cannot %s', async (_, call, expected) => {
    const said = await refusal(call());
    expect(said).toContain(
      'AccessDenied: User: arn:aws:sts::123456789012:assumed-role/one-bucket/test is not authorized',
    );
    expect(said).toContain(expected);
  });
  it('deletes of many are refused one by one', async () => {
    const { Deleted, Errors } = await role.send(
      new s3.DeleteObjectsCommand({ Bucket: 'mine-bucket', Delete: { Objects: [{ Key: 'in/a.csv' }] } }),
    );
    expect(Deleted ?? []).toEqual([]);
    expect(Errors).toMatchObject([{ Key: 'in/a.csv', Code: 'AccessDenied' }]);
    await admin.send(new s3.HeadObjectCommand(on));
  });
});

it('who may not list is not told what is missing', async () => {
  const blind = await asRole('blind', allow('s3:GetObject', 'arn:aws:s3:::mine-bucket/*'));
  const missing = { Bucket: 'mine-bucket', Key: 'nothing' };
  expect(await refusal(blind.send(new s3.GetObjectCommand(missing)))).toBe('AccessDenied: Access Denied');
  expect(await refusal(admin.send(new s3.GetObjectCommand(missing)))).toContain('NoSuchKey');
});

it('a folder only: by prefix in lists, by path in reads', async () => {
  const role = await asRole(
    'folder',
    allow('s3:ListBucket', 'arn:aws:s3:::mine-bucket', {
      Condition: { StringLike: { 's3:prefix': 'in/*' } },
    }),
    allow('s3:GetObject', 'arn:aws:s3:::mine-bucket/in/*'),
  );
  const list = (Prefix?: string) =>
    role.send(new s3.ListObjectsV2Command({ Bucket: 'mine-bucket', ...(Prefix && { Prefix }) }));
  expect((await list('in/')).KeyCount).toBe(1);
  expect(await refusal(list())).toContain('AccessDenied');
  expect(await refusal(list('out/'))).toContain('AccessDenied');
  await role.send(new s3.GetObjectCommand(on));
  expect(await refusal(role.send(new s3.GetObjectCommand({ ...on, Key: 'out/b.csv' })))).toContain(
    'AccessDenied',
  );
});

it('by the tags that an object has', async () => {
  const role = await asRole(
    'tagged',
    allow('s3:GetObject', '*', { Condition: { StringEquals: { 's3:ExistingObjectTag/place': 'ou' } } }),
  );
  await role.send(new s3.GetObjectCommand({ ...on, Key: 'out/b.csv' }));
  expect(await refusal(role.send(new s3.GetObjectCommand(other)))).toContain('AccessDenied');
});

describe('the bucket’s own policy', () => {
  const Bucket = 'yours-bucket';
  const put = (...Statement: object[]) =>
    admin.send(
      new s3.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
    );
  it('lets in a role that has no permission of its own', async () => {
    const role = await asRole('guest');
    expect(await refusal(role.send(new s3.GetObjectCommand(other)))).toContain('AccessDenied');
    await put({
      ...allow('s3:GetObject', `arn:aws:s3:::${Bucket}/in/*`),
      Principal: { AWS: 'arn:aws:iam::123456789012:role/guest' },
    });
    await role.send(new s3.GetObjectCommand(other));
    expect(await refusal(role.send(new s3.GetObjectCommand({ Bucket, Key: 'out/b.csv' })))).toContain(
      'AccessDenied',
    );
  });
  it('keeps out even the administrator, who can take it away again', async () => {
    await put({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    });
    expect(await refusal(admin.send(new s3.GetObjectCommand(other)))).toContain(
      'with an explicit deny in a resource-based policy',
    );
    await admin.send(new s3.DeleteBucketPolicyCommand({ Bucket }));
    await admin.send(new s3.GetObjectCommand(other));
  });
  it('a deny of insecure transport hurts nobody here: the sandbox stands for AWS behind TLS', async () => {
    await put({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    await admin.send(new s3.GetObjectCommand(other));
    await put({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
    });
    expect(await refusal(admin.send(new s3.PutObjectCommand({ ...other, Body: 'x' })))).toContain(
      'AccessDenied',
    );
    await admin.send(new s3.PutObjectCommand({ ...other, Body: 'x', ServerSideEncryption: 'AES256' }));
  });
});
