/**
 * Names of buckets.
 * Source: Amazon S3 User Guide, "General purpose bucket naming rules".
 */

const PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** Names that someone else has: the namespace is shared by all accounts of AWS. */
const FOREIGN = new Set([
  'backup',
  'backups',
  'bucket',
  'company-data',
  'data',
  'datalake',
  'example',
  'files',
  'images',
  'logs',
  'machine-learning',
  'my-bucket',
  'mybucket',
  'notebooks',
  'sagemaker',
  'test',
  'test-bucket',
]);

export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name) &&
    !PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    !SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}

export const isForeign = (name: string): boolean => FOREIGN.has(name);
