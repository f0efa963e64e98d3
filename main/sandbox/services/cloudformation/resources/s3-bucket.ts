/**
 * AWS::S3::Bucket. Properties and create-only ones: resource schema "AWS::S3::Bucket" of the CloudFormation registry,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html
 */
import { lifecycleRules, readLifecycleRules } from './s3-lifecycle.ts';
import { object, objects, present, text, truth } from './values.ts';
import type { Json, JsonObject } from '../template/types.ts';
import type { Made, ResourceType, Work } from './types.ts';

const GONE = ['NoSuchBucket', 'NotFound'];

/** One part of a bucket's configuration: how it is set, taken away and read. */
interface Part {
  property: string;
  put(work: Work, bucket: string): Promise<unknown>;
  drop?(work: Work, bucket: string): Promise<unknown>;
  get(work: Work, bucket: string): Promise<Json | undefined>;
}

const list = (from: JsonObject | undefined, key: string) => objects(from ?? {}, key) ?? [];

const PARTS: Part[] = [
  {
    property: 'PublicAccessBlockConfiguration',
    put: (w, Bucket) => {
      const given = object(w.properties, 'PublicAccessBlockConfiguration') ?? {};
      const flags = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
      const PublicAccessBlockConfiguration = Object.fromEntries(
        flags.map((flag) => [flag, truth(given, flag) ?? false]),
      );
      return w.call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration });
    },
    drop: (w, Bucket) => w.call('s3', 'DeletePublicAccessBlock', { Bucket }),
    get: (w, Bucket) =>
      member(w, 'GetPublicAccessBlock', Bucket, 'PublicAccessBlockConfiguration', [
        'NoSuchPublicAccessBlockConfiguration',
      ]),
  },
  {
    property: 'OwnershipControls',
    put: (w, Bucket) =>
      w.call('s3', 'PutBucketOwnershipControls', {
        Bucket,
        OwnershipControls: { Rules: list(object(w.properties, 'OwnershipControls'), 'Rules') },
      }),
    drop: (w, Bucket) => w.call('s3', 'DeleteBucketOwnershipControls', { Bucket }),
    get: (w, Bucket) =>
      member(w, 'GetBucketOwnershipControls', Bucket, 'OwnershipControls', [
        'OwnershipControlsNotFoundError',
      ]),
  },
  {
    property: 'BucketEncryption',
    put: (w, Bucket) => {
      const given = object(w.properties, 'BucketEncryption');
      const Rules = list(given, 'ServerSideEncryptionConfiguration').map((rule) =>
        present({
          ApplyServerSideEncryptionByDefault: object(rule, 'ServerSideEncryptionByDefault'),
          BucketKeyEnabled: truth(rule, 'BucketKeyEnabled'),
        }),
      );
      return w.call('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } });
    },
    drop: (w, Bucket) => w.call('s3', 'DeleteBucketEncryption', { Bucket }),
    async get(w, Bucket) {
      const found = await member(w, 'GetBucketEncryption', Bucket, 'ServerSideEncryptionConfiguration', [
        'ServerSideEncryptionConfigurationNotFoundError',
      ]);
      if (found === undefined) return undefined;
      return {
        ServerSideEncryptionConfiguration: list(found as JsonObject, 'Rules').map((rule) =>
          present({
            ServerSideEncryptionByDefault: rule['ApplyServerSideEncryptionByDefault'],
            BucketKeyEnabled: rule['BucketKeyEnabled'],
          }),
        ) as Json,
      };
    },
  },
  {
    property: 'VersioningConfiguration',
    put: (w, Bucket) =>
      versioning(
        w,
        Bucket,
        text(object(w.properties, 'VersioningConfiguration') ?? {}, 'Status') ?? 'Suspended',
      ),
    drop: (w, Bucket) => versioning(w, Bucket, 'Suspended'),
    async get(w, Bucket) {
      const { Status } = await w.call<{ Status?: string }>('s3', 'GetBucketVersioning', { Bucket });
      return Status === undefined ? undefined : { Status };
    },
  },
  {
    property: 'LifecycleConfiguration',
    put: (w, Bucket) =>
      w.call('s3', 'PutBucketLifecycleConfiguration', {
        Bucket,
        LifecycleConfiguration: {
          Rules: lifecycleRules(list(object(w.properties, 'LifecycleConfiguration'), 'Rules')),
        },
      }),
    drop: (w, Bucket) => w.call('s3', 'DeleteBucketLifecycle', { Bucket }),
    async get(w, Bucket) {
      const rules = await member(w, 'GetBucketLifecycleConfiguration', Bucket, 'Rules', [
        'NoSuchLifecycleConfiguration',
      ]);
      return rules === undefined ? undefined : { Rules: readLifecycleRules(rules as JsonObject[]) };
    },
  },
  {
    property: 'CorsConfiguration',
    put: (w, Bucket) =>
      w.call('s3', 'PutBucketCors', {
        Bucket,
        CORSConfiguration: {
          CORSRules: list(object(w.properties, 'CorsConfiguration'), 'CorsRules').map(corsRule),
        },
      }),
    drop: (w, Bucket) => w.call('s3', 'DeleteBucketCors', { Bucket }),
    async get(w, Bucket) {
      const rules = await member(w, 'GetBucketCors', Bucket, 'CORSRules', ['NoSuchCORSConfiguration']);
      return rules === undefined ? undefined : { CorsRules: rules };
    },
  },
];

const versioning = (w: Work, Bucket: string, Status: string) =>
  w.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });

const corsRule = (rule: JsonObject): JsonObject => {
  const { Id, MaxAge, ExposedHeaders, ...rest } = rule;
  return {
    ...rest,
    ...(Id === undefined ? {} : { ID: Id }),
    ...(MaxAge === undefined ? {} : { MaxAgeSeconds: Number(MaxAge) }),
    ...(ExposedHeaders === undefined ? {} : { ExposeHeaders: ExposedHeaders }),
  };
};

async function member(
  w: Work,
  operation: string,
  Bucket: string,
  name: string,
  missing: string[],
): Promise<Json | undefined> {
  const found = await w.find<Record<string, Json>>('s3', operation, { Bucket }, missing);
  return found?.[name];
}

async function setTags(w: Work, Bucket: string): Promise<void> {
  if (w.tags.length === 0) await w.call('s3', 'DeleteBucketTagging', { Bucket });
  else await w.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: w.tags } });
}

const made = (w: Pick<Work, 'account'>, name: string): Made => ({
  physicalId: name,
  attributes: {
    Arn: `arn:${w.account.partition}:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${w.account.region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${w.account.region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${w.account.region}.amazonaws.com`,
  },
});

const NOT_MODELLED = [
  'AbacStatus',
  'AccelerateConfiguration',
  'AccessControl',
  'AnalyticsConfigurations',
  'IntelligentTieringConfigurations',
  'InventoryConfigurations',
  'LoggingConfiguration',
  'MetadataConfiguration',
  'MetadataTableConfiguration',
  'MetricsConfigurations',
  'NotificationConfiguration',
  'ObjectLockConfiguration',
  'ObjectLockEnabled',
  'ReplicationConfiguration',
  'WebsiteConfiguration',
];

export const bucket: ResourceType = {
  type: 'AWS::S3::Bucket',
  service: 'S3',
  properties: {
    BucketName: { createOnly: true },
    BucketNamePrefix: { createOnly: true, notModelled: true },
    BucketNamespace: { createOnly: true, notModelled: true },
    ...Object.fromEntries(PARTS.map((part) => [part.property, {}])),
    ...Object.fromEntries(NOT_MODELLED.map((name) => [name, { notModelled: true as const }])),
    Tags: {},
  },
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  name: { property: 'BucketName', max: 63, end: 'lower' },
  stackTags: 'all',
  seconds: 20,
  async create(w) {
    const { region } = w.account;
    const elsewhere = region !== 'us-east-1';
    await w.call('s3', 'CreateBucket', {
      Bucket: w.name,
      ...(elsewhere ? { CreateBucketConfiguration: { LocationConstraint: region } } : {}),
    });
    return made(w, w.name);
  },
  async ready(w) {
    for (const part of PARTS) if (w.properties[part.property] !== undefined) await part.put(w, w.physicalId);
    if (w.tags.length > 0) await setTags(w, w.physicalId);
    return true;
  },
  async update(w) {
    for (const part of PARTS) {
      if (!w.changed.has(part.property)) continue;
      if (w.properties[part.property] === undefined) await part.drop?.(w, w.physicalId);
      else await part.put(w, w.physicalId);
    }
    if (w.changed.has('Tags')) await setTags(w, w.physicalId);
    return true;
  },
  async remove(w) {
    await w.find('s3', 'DeleteBucket', { Bucket: w.physicalId }, GONE);
    return true;
  },
  async read(w) {
    const Bucket = w.physicalId === '' ? w.name : w.physicalId;
    if (!(await w.find('s3', 'HeadBucket', { Bucket }, GONE))) return undefined;
    const properties: JsonObject = { BucketName: Bucket };
    for (const part of PARTS) {
      if (w.properties[part.property] === undefined) continue;
      const value = await part.get(w, Bucket);
      if (value !== undefined) properties[part.property] = value;
    }
    const tags = await w.find<{ TagSet?: Json }>('s3', 'GetBucketTagging', { Bucket }, ['NoSuchTagSet']);
    if (tags?.TagSet !== undefined) properties['Tags'] = tags.TagSet;
    return { properties, made: made(w, Bucket) };
  },
};
