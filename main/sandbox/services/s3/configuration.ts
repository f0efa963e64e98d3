/** What a bucket is set to: encryption, public access, versioning, lifecycle, ownership, CORS, tags, ACL. */
import type {
  LifecycleRule,
  PutBucketLifecycleConfigurationRequest,
  PutBucketTaggingRequest,
  PutBucketVersioningRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList, tagsFrom } from '../shared/tags.ts';
import { onBucket } from './access.ts';
import { owner } from './buckets.ts';
import { refusal, type S3Code } from './errors.ts';
import { STORAGE_CLASSES, type ConfigurationName } from './kinds.ts';
import { bucketIn, tables, type BucketInput } from './store.ts';

interface Setting {
  member: ConfigurationName;
  get: string;
  put: string;
  /** Operation that deletes it, and the permission that this asks. */
  remove: string;
  actions: { get: string; put: string };
  missing: S3Code;
  /** Members of the configuration itself are those of the answer, without a wrapper. */
  flat?: true;
  check?(value: never): void;
}

const SETTINGS: Setting[] = [
  {
    member: 'ServerSideEncryptionConfiguration',
    get: 'GetBucketEncryption',
    put: 'PutBucketEncryption',
    remove: 'DeleteBucketEncryption',
    actions: { get: 'GetEncryptionConfiguration', put: 'PutEncryptionConfiguration' },
    missing: 'ServerSideEncryptionConfigurationNotFoundError',
  },
  {
    member: 'PublicAccessBlockConfiguration',
    get: 'GetPublicAccessBlock',
    put: 'PutPublicAccessBlock',
    remove: 'DeletePublicAccessBlock',
    actions: { get: 'GetBucketPublicAccessBlock', put: 'PutBucketPublicAccessBlock' },
    missing: 'NoSuchPublicAccessBlockConfiguration',
  },
  {
    member: 'OwnershipControls',
    get: 'GetBucketOwnershipControls',
    put: 'PutBucketOwnershipControls',
    remove: 'DeleteBucketOwnershipControls',
    actions: { get: 'GetBucketOwnershipControls', put: 'PutBucketOwnershipControls' },
    missing: 'OwnershipControlsNotFoundError',
  },
  {
    member: 'CORSConfiguration',
    get: 'GetBucketCors',
    put: 'PutBucketCors',
    remove: 'DeleteBucketCors',
    actions: { get: 'GetBucketCORS', put: 'PutBucketCORS' },
    missing: 'NoSuchCORSConfiguration',
    flat: true,
  },
  {
    member: 'LifecycleConfiguration',
    get: 'GetBucketLifecycleConfiguration',
    put: 'PutBucketLifecycleConfiguration',
    remove: 'DeleteBucketLifecycle',
    actions: { get: 'GetLifecycleConfiguration', put: 'PutLifecycleConfiguration' },
    missing: 'NoSuchLifecycleConfiguration',
    flat: true,
    check: checkLifecycle,
  },
];

/** Days in which nothing may move to the Infrequent Access classes. Source: S3 User Guide, "Lifecycle transitions". */
const IA_DAYS = 30;

function checkLifecycle(value: PutBucketLifecycleConfigurationRequest['LifecycleConfiguration']): void {
  const rules = value?.Rules ?? [];
  if (rules.length === 0 || rules.length > 1000) throw refusal('MalformedXML');
  const ids = rules.flatMap((rule) => rule.ID ?? []);
  if (new Set(ids).size < ids.length) {
    throw refusal('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule');
  }
  for (const rule of rules) checkRule(rule);
}

function checkRule(rule: LifecycleRule): void {
  const acts = [
    rule.Expiration,
    rule.Transitions?.[0],
    rule.NoncurrentVersionExpiration,
    rule.NoncurrentVersionTransitions?.[0],
    rule.AbortIncompleteMultipartUpload,
  ];
  if (!acts.some(Boolean)) {
    throw refusal('InvalidRequest', 'At least one action needs to be specified in a rule.');
  }
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw refusal('MalformedXML');
  for (const { Days, StorageClass } of rule.Transitions ?? []) {
    if (StorageClass === undefined || !STORAGE_CLASSES.includes(StorageClass)) throw refusal('MalformedXML');
    if (StorageClass.endsWith('_IA') && Days !== undefined && Days < IA_DAYS) {
      throw refusal(
        'InvalidArgument',
        `'Days' in Transition action must be greater than or equal to ${IA_DAYS} for storageClass '${StorageClass}'`,
      );
    }
  }
  const days = rule.Expiration?.Days;
  if (days !== undefined && days <= 0) {
    throw refusal('InvalidArgument', "'Days' for Expiration action must be a positive integer");
  }
  for (const transition of rule.Transitions ?? []) {
    if (days !== undefined && transition.Days !== undefined && days <= transition.Days) {
      throw refusal(
        'InvalidArgument',
        `'Days' in the Expiration action for prefix '${rule.Filter?.Prefix ?? ''}' must be greater than 'Days' in the Transition action`,
      );
    }
  }
}

function settingOperations(setting: Setting): Operations {
  const { member, actions } = setting;
  return {
    [setting.get]: operation<BucketInput, object>({
      access: onBucket(actions.get),
      run(call) {
        const value = bucketIn(call).configuration[member];
        if (!value) throw refusal(setting.missing, undefined, { BucketName: call.input.Bucket ?? '' });
        return setting.flat ? value : { [member]: value };
      },
    }),
    [setting.put]: operation<BucketInput & Partial<Record<ConfigurationName, object>>, object>({
      access: onBucket(actions.put),
      run(call) {
        const bucket = bucketIn(call);
        const value = call.input[member];
        if (!value) throw refusal('MalformedXML');
        setting.check?.(value as never);
        const configuration = { ...bucket.configuration, [member]: plain(value) };
        tables.buckets(call.account).put({ ...bucket, configuration });
        return {};
      },
    }),
    [setting.remove]: operation<BucketInput, object>({
      access: onBucket(actions.put),
      run(call) {
        const bucket = bucketIn(call);
        const { [member]: _, ...configuration } = bucket.configuration;
        tables.buckets(call.account).put({ ...bucket, configuration });
        return {};
      },
    }),
  };
}

/** Dates inside (lifecycle) are kept as ISO text; the SDK's serializer takes either, tables only text. */
function plain(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

function putVersioning(call: Call<PutBucketVersioningRequest>): object {
  const bucket = bucketIn(call);
  const status = call.input.VersioningConfiguration?.Status;
  if (status !== 'Enabled' && status !== 'Suspended') throw refusal('MalformedXML');
  tables.buckets(call.account).put({ ...bucket, versioning: status });
  return {};
}

const MAX_TAGS = 50;

const otherOperations: Operations = {
  PutBucketVersioning: operation({ access: onBucket('PutBucketVersioning'), run: putVersioning }),
  GetBucketVersioning: operation<BucketInput, object>({
    access: onBucket('GetBucketVersioning'),
    run(call) {
      const { versioning } = bucketIn(call);
      return versioning === 'never' ? {} : { Status: versioning };
    },
  }),
  PutBucketTagging: operation<PutBucketTaggingRequest, object>({
    access: onBucket('PutBucketTagging'),
    run(call) {
      const bucket = bucketIn(call);
      const list = call.input.Tagging?.TagSet ?? [];
      const tags = tagsFrom(list);
      if (Object.keys(tags).length < list.length) {
        throw refusal('InvalidTag', 'Cannot provide multiple Tags with the same key');
      }
      if (list.length > MAX_TAGS)
        throw refusal('InvalidTag', `Bucket tag count cannot be greater than ${MAX_TAGS}`);
      tables.buckets(call.account).put({ ...bucket, tags });
      return {};
    },
  }),
  GetBucketTagging: operation<BucketInput, object>({
    access: onBucket('GetBucketTagging'),
    run(call) {
      const { tags, name } = bucketIn(call);
      if (Object.keys(tags).length === 0) throw refusal('NoSuchTagSet', undefined, { BucketName: name });
      return { TagSet: tagList(tags) };
    },
  }),
  DeleteBucketTagging: operation<BucketInput, object>({
    access: onBucket('PutBucketTagging'),
    run(call) {
      tables.buckets(call.account).put({ ...bucketIn(call), tags: {} });
      return {};
    },
  }),
  GetBucketAcl: operation<BucketInput, object>({
    access: onBucket('GetBucketAcl'),
    run(call) {
      bucketIn(call);
      const { ID } = owner(call.account.id);
      return {
        Owner: { ID },
        Grants: [{ Grantee: { Type: 'CanonicalUser', ID }, Permission: 'FULL_CONTROL' }],
      };
    },
  }),
};

export const configurationOperations: Operations = Object.assign(
  otherOperations,
  ...SETTINGS.map(settingOperations),
) as Operations;
