/** AWS::S3::BucketPolicy; its physical id is the bucket's name (registry schema: primary identifier `Bucket`). */
import { document, parsedDocument, text } from './values.ts';
import type { ResourceType } from './types.ts';

const GONE = ['NoSuchBucketPolicy', 'NoSuchBucket'];

export const bucketPolicy: ResourceType = {
  type: 'AWS::S3::BucketPolicy',
  service: 'S3',
  properties: {
    Bucket: { required: true, createOnly: true },
    PolicyDocument: { required: true },
  },
  attributes: [],
  seconds: 3,
  async create(w) {
    const Bucket = text(w.properties, 'Bucket') ?? '';
    await w.call('s3', 'PutBucketPolicy', { Bucket, Policy: document(w.properties, 'PolicyDocument') });
    return { physicalId: Bucket, attributes: {} };
  },
  async update(w) {
    const Policy = document(w.properties, 'PolicyDocument');
    await w.call('s3', 'PutBucketPolicy', { Bucket: w.physicalId, Policy });
    return true;
  },
  async remove(w) {
    await w.find('s3', 'DeleteBucketPolicy', { Bucket: w.physicalId }, GONE);
    return true;
  },
  async read(w) {
    const Bucket = text(w.properties, 'Bucket') ?? w.physicalId;
    const found = await w.find<{ Policy?: unknown }>('s3', 'GetBucketPolicy', { Bucket }, GONE);
    if (!found) return undefined;
    return {
      properties: { Bucket, PolicyDocument: parsedDocument(found.Policy) },
      made: { physicalId: Bucket, attributes: {} },
    };
  },
};
