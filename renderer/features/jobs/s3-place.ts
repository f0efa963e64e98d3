import { to } from '../../app/router.ts';

const scheme = 's3://';
/** By the rules of S3. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The page of Data that shows `s3://bucket/some/prefix`; null for what is no such address. */
export function dataPage(place: string): string | null {
  const folder = folderAt(place);
  return folder === null ? null : to.folder(folder.bucket, folder.prefix);
}

/** `s3://bucket/some/prefix` as a folder: its prefix is empty or ends with a slash. Null for what is no such address. */
export function folderAt(place: string): { bucket: string; prefix: string } | null {
  if (!place.startsWith(scheme)) return null;
  const [bucket = '', ...rest] = place.slice(scheme.length).split('/');
  const prefix = rest.join('/').replace(/\/*$/, '/');
  return bucketName.test(bucket) ? { bucket, prefix: prefix === '/' ? '' : prefix } : null;
}
