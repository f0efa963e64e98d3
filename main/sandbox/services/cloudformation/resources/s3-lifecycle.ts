/**
 * Lifecycle rules in the template's terms and in the API's.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-rule.html and S3's
 * PutBucketLifecycleConfiguration.
 */
import type { Json, JsonObject } from '../template/types.ts';
import { integer, object, objects, present, text } from './values.ts';

type Members = Record<string, unknown>;

export const lifecycleRules = (rules: JsonObject[]): Members[] => rules.map(toApi);

function toApi(rule: JsonObject): Members {
  const expiration = present({
    Days: integer(rule, 'ExpirationInDays'),
    Date: date(text(rule, 'ExpirationDate')),
    ExpiredObjectDeleteMarker: rule['ExpiredObjectDeleteMarker'],
  });
  const noncurrent = object(rule, 'NoncurrentVersionExpiration');
  const abort = object(rule, 'AbortIncompleteMultipartUpload');
  return present({
    ID: text(rule, 'Id'),
    Status: text(rule, 'Status') ?? 'Enabled',
    Filter: filter(rule),
    Transitions: objects(rule, 'Transitions')?.map((t) =>
      present({
        StorageClass: text(t, 'StorageClass'),
        Days: integer(t, 'TransitionInDays'),
        Date: date(text(t, 'TransitionDate')),
      }),
    ),
    Expiration: Object.keys(expiration).length > 0 ? expiration : undefined,
    NoncurrentVersionTransitions: objects(rule, 'NoncurrentVersionTransitions')?.map((t) =>
      present({
        StorageClass: text(t, 'StorageClass'),
        NoncurrentDays: integer(t, 'TransitionInDays'),
        NewerNoncurrentVersions: integer(t, 'NewerNoncurrentVersions'),
      }),
    ),
    NoncurrentVersionExpiration:
      noncurrent &&
      present({
        NoncurrentDays: integer(noncurrent, 'NoncurrentDays'),
        NewerNoncurrentVersions: integer(noncurrent, 'NewerNoncurrentVersions'),
      }),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: integer(abort, 'DaysAfterInitiation') },
  });
}

const date = (value: string | undefined) => (value === undefined ? undefined : new Date(value));

/** One condition stands alone, several stand in `And`. */
function filter(rule: JsonObject): Members {
  const tags = objects(rule, 'TagFilters') ?? [];
  const conditions = present({
    Prefix: text(rule, 'Prefix'),
    ObjectSizeGreaterThan: integer(rule, 'ObjectSizeGreaterThan'),
    ObjectSizeLessThan: integer(rule, 'ObjectSizeLessThan'),
  });
  const count = Object.keys(conditions).length + tags.length;
  if (count === 0) return { Prefix: '' };
  if (count > 1) return { And: { ...conditions, ...(tags.length > 0 ? { Tags: tags } : {}) } };
  return tags.length === 1 ? { Tag: tags[0] } : conditions;
}

/** The API's rules in the template's terms, for drift. */
export const readLifecycleRules = (rules: JsonObject[]): Json => rules.map(fromApi);

function fromApi(rule: JsonObject): JsonObject {
  const filtered = object(rule, 'Filter') ?? {};
  const conditions = object(filtered, 'And') ?? filtered;
  const tag = object(filtered, 'Tag');
  const tags = objects(conditions, 'Tags') ?? (tag ? [tag] : undefined);
  const expiration = object(rule, 'Expiration') ?? {};
  const prefix = text(conditions, 'Prefix') ?? text(rule, 'Prefix');
  return present({
    Id: text(rule, 'ID'),
    Status: text(rule, 'Status'),
    Prefix: prefix === '' ? undefined : prefix,
    TagFilters: tags,
    ObjectSizeGreaterThan: text(conditions, 'ObjectSizeGreaterThan'),
    ObjectSizeLessThan: text(conditions, 'ObjectSizeLessThan'),
    Transitions: objects(rule, 'Transitions')?.map((t) =>
      present({ StorageClass: t['StorageClass'], TransitionInDays: t['Days'] }),
    ),
    ExpirationInDays: expiration['Days'],
    NoncurrentVersionTransitions: objects(rule, 'NoncurrentVersionTransitions')?.map((t) =>
      present({ StorageClass: t['StorageClass'], TransitionInDays: t['NoncurrentDays'] }),
    ),
    NoncurrentVersionExpiration: rule['NoncurrentVersionExpiration'],
    AbortIncompleteMultipartUpload: rule['AbortIncompleteMultipartUpload'],
  });
}
