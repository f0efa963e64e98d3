/** Buckets from their making to their end, with what S3 refuses. */
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let client: s3.S3Client;
let frankfurt: s3.S3Client;
beforeAll(async () => {
  sandbox = await testSandbox({ accountId: '123456789012' });
  client = new s3.S3Client({ ...sandbox.client, forcePathStyle: true });
  frankfurt = new s3.S3Client({ ...sandbox.client, region: 'eu-central-1', forcePathStyle: true });
});
afterAll(() => sandbox.end());

const create = (Bucket: string, more: object = {}, by = client) =>
  by.send(new s3.CreateBucketCommand({ Bucket, ...more }));

describe('making a bucket', () => {
  it('it is private, encrypted and without ACLs from the first moment', async () => {
    await create('fresh-one');
    const on = { Bucket: 'fresh-one' };
    const encryption = await client.send(new s3.GetBucketEncryptionCommand(on));
    expect(
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
        ?.SSEAlgorithm,
    ).toBe('AES256');
    const block = await client.send(new s3.GetPublicAccessBlockCommand(on));
    expect(Object.values(block.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    const ownership = await client.send(new s3.GetBucketOwnershipControlsCommand(on));
    expect(ownership.OwnershipControls?.Rules?.[0]?.ObjectOwnership).toBe('BucketOwnerEnforced');
    expect((await client.send(new s3.GetBucketVersioningCommand(on))).Status).toBeUndefined();
    expect((await client.send(new s3.HeadBucketCommand(on))).BucketRegion).toBe('us-east-1');
  });

  const names = [
    'ab',
    'Upper',
    'under_score',
    'a..b',
    '-start',
    'end-',
    '192.168.5.4',
    'xn--x',
    'a'.repeat(64),
    'x-s3alias',
    'sthree-x',
  ];
  it.each(names)('refuses the name %s', async (name) => {
    expect(await refusal(create(name))).toBe('InvalidBucketName: The specified bucket is not valid.');
  });
  it.each(['data', 'my-bucket', 'sagemaker'])('someone else has %s', async (name) => {
    expect(await refusal(create(name))).toContain(
      'BucketAlreadyExists: The requested bucket name is not available.',
    );
  });

  it('one’s own bucket again: fine in us-east-1, refused elsewhere', async () => {
    await create('twice-a');
    await create('twice-a');
    const there = { CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' as const } };
    await create('twice-b', there, frankfurt);
    expect(await refusal(create('twice-b', there, frankfurt))).toContain('BucketAlreadyOwnedByYou');
    expect(await refusal(create('twice-a', there, frankfurt))).toContain('BucketAlreadyOwnedByYou');
  });

  it('the region’s rules', async () => {
    const at = (LocationConstraint: string) => ({ CreateBucketConfiguration: { LocationConstraint } });
    expect(await refusal(create('reg-a', at('us-east-1')))).toContain('InvalidLocationConstraint');
    expect(await refusal(create('reg-a', at('eu-west-1'), frankfurt))).toContain(
      'IllegalLocationConstraintException: The eu-west-1 location constraint is incompatible',
    );
    await create('reg-west', at('eu-west-1'));
    const west = await client.send(new s3.GetBucketLocationCommand({ Bucket: 'reg-west' }));
    expect(west.LocationConstraint).toBe('eu-west-1');
    const home = await client.send(new s3.GetBucketLocationCommand({ Bucket: 'fresh-one' }));
    expect(home.LocationConstraint).toBeUndefined();
  });

  it('lists are in the order of names, with region, prefix and pages', async () => {
    const { Buckets, Owner } = await client.send(new s3.ListBucketsCommand({}));
    const all = Buckets!.map((b) => b.Name!);
    expect(all).toEqual([...all].sort());
    expect(Owner?.ID).toHaveLength(64);
    const west = await client.send(new s3.ListBucketsCommand({ BucketRegion: 'eu-west-1', MaxBuckets: 10 }));
    expect(west.Buckets?.map((b) => b.Name)).toEqual(['reg-west']);
    const first = await client.send(new s3.ListBucketsCommand({ MaxBuckets: 2 }));
    expect(first.Buckets).toHaveLength(2);
    const rest = await client.send(
      new s3.ListBucketsCommand({ MaxBuckets: 100, ContinuationToken: first.ContinuationToken }),
    );
    expect([...first.Buckets!, ...rest.Buckets!].map((b) => b.Name)).toEqual(all);
  });
});

describe('what is not there', () => {
  const gone = { Bucket: 'no-such-bucket-here' };
  it('a bucket', async () => {
    expect(await refusal(client.send(new s3.ListObjectsV2Command(gone)))).toBe(
      'NoSuchBucket: The specified bucket does not exist',
    );
    expect(await refusal(client.send(new s3.HeadBucketCommand(gone)))).toContain('NotFound');
    expect(await refusal(client.send(new s3.DeleteBucketCommand(gone)))).toContain('NoSuchBucket');
    expect(await refusal(client.send(new s3.PutObjectCommand({ ...gone, Key: 'k', Body: 'x' })))).toContain(
      'NoSuchBucket',
    );
  });
  it('settings that were never made', async () => {
    const on = { Bucket: 'fresh-one' };
    const calls: [Promise<unknown>, string][] = [
      [
        client.send(new s3.GetBucketPolicyCommand(on)),
        'NoSuchBucketPolicy: The bucket policy does not exist',
      ],
      [client.send(new s3.GetBucketTaggingCommand(on)), 'NoSuchTagSet: The TagSet does not exist'],
      [
        client.send(new s3.GetBucketCorsCommand(on)),
        'NoSuchCORSConfiguration: The CORS configuration does not exist',
      ],
      [
        client.send(new s3.GetBucketLifecycleConfigurationCommand(on)),
        'NoSuchLifecycleConfiguration: The lifecycle configuration does not exist',
      ],
    ];
    for (const [call, expected] of calls) expect(await refusal(call)).toBe(expected);
    await client.send(new s3.DeletePublicAccessBlockCommand(on));
    expect(await refusal(client.send(new s3.GetPublicAccessBlockCommand(on)))).toContain(
      'NoSuchPublicAccessBlockConfiguration',
    );
    await client.send(new s3.DeleteBucketOwnershipControlsCommand(on));
    expect(await refusal(client.send(new s3.GetBucketOwnershipControlsCommand(on)))).toContain(
      'OwnershipControlsNotFoundError',
    );
  });
  it('an owner other than the one expected', async () => {
    const call = client.send(
      new s3.ListObjectsV2Command({ Bucket: 'fresh-one', ExpectedBucketOwner: '999999999999' }),
    );
    expect(await refusal(call)).toBe('AccessDenied: Access Denied');
  });
});

describe('settings', () => {
  const on = { Bucket: 'settings' };
  beforeAll(() =>
    create('settings', { CreateBucketConfiguration: { Tags: [{ Key: 'team', Value: 'ml' }] } }),
  );

  it('tags', async () => {
    const get = async () => (await client.send(new s3.GetBucketTaggingCommand(on))).TagSet;
    expect(await get()).toEqual([{ Key: 'team', Value: 'ml' }]);
    const TagSet = [{ Key: 'a', Value: '1' }];
    await client.send(new s3.PutBucketTaggingCommand({ ...on, Tagging: { TagSet } }));
    expect(await get()).toEqual(TagSet);
    const twice = client.send(
      new s3.PutBucketTaggingCommand({ ...on, Tagging: { TagSet: [...TagSet, ...TagSet] } }),
    );
    expect(await refusal(twice)).toContain('InvalidTag');
    await client.send(new s3.DeleteBucketTaggingCommand(on));
    expect(await refusal(get())).toContain('NoSuchTagSet');
  });

  it('lifecycle rules', async () => {
    const rule = (more: object): s3.LifecycleRule => ({
      ID: 'r',
      Status: 'Enabled',
      Filter: { Prefix: 'in/' },
      ...more,
    });
    const put = (...Rules: s3.LifecycleRule[]) =>
      client.send(
        new s3.PutBucketLifecycleConfigurationCommand({ ...on, LifecycleConfiguration: { Rules } }),
      );
    const good = rule({
      Transitions: [
        { Days: 30, StorageClass: 'STANDARD_IA' },
        { Days: 90, StorageClass: 'GLACIER' },
      ],
      Expiration: { Days: 365 },
    });
    await put(good);
    const { Rules } = await client.send(new s3.GetBucketLifecycleConfigurationCommand(on));
    expect(Rules).toEqual([good]);
    expect(await refusal(put(rule({ Transitions: [{ Days: 10, StorageClass: 'STANDARD_IA' }] })))).toBe(
      "InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    );
    expect(await refusal(put(rule({})))).toContain('At least one action needs to be specified');
    expect(
      await refusal(
        put(rule({ Expiration: { Days: 30 }, Transitions: [{ Days: 90, StorageClass: 'GLACIER' }] })),
      ),
    ).toContain('must be greater than');
    expect(await refusal(put(good, good))).toContain('Rule ID must be unique');
    expect(await refusal(put())).toContain('MalformedXML');
    await client.send(new s3.DeleteBucketLifecycleCommand(on));
    expect(await refusal(client.send(new s3.GetBucketLifecycleConfigurationCommand(on)))).toContain(
      'NoSuchLifecycle',
    );
  });

  it('encryption and CORS', async () => {
    const ServerSideEncryptionConfiguration = {
      Rules: [
        { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const }, BucketKeyEnabled: true },
      ],
    };
    await client.send(new s3.PutBucketEncryptionCommand({ ...on, ServerSideEncryptionConfiguration }));
    const put = await client.send(new s3.PutObjectCommand({ ...on, Key: 'k', Body: 'x' }));
    expect(put.ServerSideEncryption).toBe('aws:kms');
    const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
    await client.send(new s3.PutBucketCorsCommand({ ...on, CORSConfiguration: { CORSRules } }));
    expect((await client.send(new s3.GetBucketCorsCommand(on))).CORSRules).toEqual(CORSRules);
  });

  const statement = (more: object): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::settings', 'arn:aws:s3:::settings/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          ...more,
        },
      ],
    });
  it('a policy is kept word by word, and taken away', async () => {
    await client.send(new s3.PutBucketPolicyCommand({ ...on, Policy: statement({}) }));
    expect((await client.send(new s3.GetBucketPolicyCommand(on))).Policy).toBe(statement({}));
    const { PolicyStatus } = await client.send(new s3.GetBucketPolicyStatusCommand(on));
    expect(PolicyStatus?.IsPublic).toBe(false);
    await client.send(new s3.DeleteBucketPolicyCommand(on));
    expect(await refusal(client.send(new s3.GetBucketPolicyCommand(on)))).toContain('NoSuchBucketPolicy');
  });
  const bad: [string, string, string][] = [
    ['no JSON', 'x', 'MalformedPolicy: Policies must be valid JSON'],
    [
      'another bucket',
      statement({ Resource: 'arn:aws:s3:::other/*' }),
      'MalformedPolicy: Policy has invalid resource',
    ],
    ['another service', statement({ Action: 'ec2:*' }), 'MalformedPolicy: Policy has invalid action'],
    [
      'no principal',
      statement({ Principal: undefined }),
      'MalformedPolicy: Missing required field Principal',
    ],
    ['the whole world', statement({ Effect: 'Allow', Condition: undefined }), 'AccessDenied: User: '],
  ];
  it.each(bad)('refuses a policy with %s', async (_, Policy, expected) => {
    expect(await refusal(client.send(new s3.PutBucketPolicyCommand({ ...on, Policy })))).toContain(expected);
  });
});

it('is deleted only when empty, and the ledger knows what it held', async () => {
  const on = { Bucket: 'ends-here' };
  await create('ends-here');
  const Body = Buffer.alloc(3 * 2 ** 20);
  await client.send(new s3.PutObjectCommand({ ...on, Key: 'k', Body }));
  await client.send(new s3.PutObjectCommand({ ...on, Key: 'ia', Body, StorageClass: 'STANDARD_IA' }));
  const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ ...on, Key: 'part' }));
  await client.send(
    new s3.UploadPartCommand({ ...on, Key: 'part', UploadId: UploadId!, PartNumber: 1, Body }),
  );
  const entry = () => sandbox.ledger().find((e) => e.kind === 's3/bucket' && e.key === 'ends-here')!;
  const running = () =>
    entry()
      .billed.filter((span) => span.to === null)
      .map((s) => [s.priceKey, s.quantity * 1024])
      .sort();
  expect(running()).toEqual([
    ['s3:standard', 6],
    ['s3:standard-ia', 3],
  ]);
  expect(await refusal(client.send(new s3.DeleteBucketCommand(on)))).toBe(
    'BucketNotEmpty: The bucket you tried to delete is not empty',
  );
  await client.send(new s3.AbortMultipartUploadCommand({ ...on, Key: 'part', UploadId: UploadId! }));
  expect(running()).toContainEqual(['s3:standard', 3]);
  await client.send(
    new s3.DeleteObjectsCommand({ ...on, Delete: { Objects: [{ Key: 'k' }, { Key: 'ia' }] } }),
  );
  expect(running()).toEqual([]);
  await client.send(new s3.DeleteBucketCommand(on));
  expect(entry().goneAt).not.toBeNull();
  expect(await refusal(client.send(new s3.HeadBucketCommand(on)))).toContain('NotFound');
});
