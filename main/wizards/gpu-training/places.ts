/** Where code and data come from: files that were picked on this computer, or a place in S3. */

export type Place =
  { from: 'none' } | { from: 'computer'; stageId: string } | { from: 's3'; bucket: string; key: string };

/** `stage:<32 hex>`, `s3://bucket/folder/` or empty; undefined for anything else. */
export function placeOf(answer: string): Place | undefined {
  if (answer === '') return { from: 'none' };
  const stageId = /^stage:([0-9a-f]{32})$/.exec(answer)?.[1];
  if (stageId !== undefined) return { from: 'computer', stageId };
  const [, bucket = '', key = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/su.exec(answer) ?? [];
  // A star, a question mark or a dollar sign would mean something else in the rights of the role.
  const plain = key.length <= 900 && !/[*?$"\\\u0000-\u001f\u007f]/u.test(key);
  return bucket !== '' && plain ? { from: 's3', bucket, key } : undefined;
}

/** The folder that all picked files lie in, with a slash at its end; empty where there is no such one. */
export function commonFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  const slash = first.indexOf('/');
  const folder = slash === -1 ? '' : first.slice(0, slash + 1);
  return folder !== '' && paths.every((path) => path.startsWith(folder)) ? folder : '';
}
