/** Uploads in parts that are not completed yet, and their parts. */
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { refusal } from './errors.ts';
import { parts as partKind, type Part, type Upload } from './kinds.ts';
import { bucketIn, discard, tables, weigh } from './store.ts';

export const MAX_PARTS = 10_000;

/** The upload of a call, or NoSuchUpload. */
export function uploadIn(
  call: Call<{ Bucket?: string | undefined; Key?: string | undefined; UploadId?: string | undefined }>,
): Readonly<Upload> {
  bucketIn(call);
  const { account, input } = call;
  const upload = tables.uploads(account).get(input.UploadId ?? '');
  if (upload?.bucket !== input.Bucket || upload?.key !== input.Key) {
    throw refusal('NoSuchUpload', undefined, { UploadId: input.UploadId ?? '' });
  }
  return upload as Readonly<Upload>;
}

/** In the order of their numbers. */
export const partsOf = (account: SandboxAccount, id: string): Readonly<Part>[] =>
  tables.parts(account).range({ prefix: `${id}/`, limit: MAX_PARTS });

/** Ends an upload: its parts go, those that became an object keep their bytes. */
export function forget(account: SandboxAccount, upload: Readonly<Upload>, kept: ReadonlySet<string>): void {
  const all = partsOf(account, upload.id);
  for (const part of all) {
    tables.parts(account).delete(partKind.key(part));
    weigh(account, upload.bucket, upload.storageClass, -part.size);
  }
  discard(
    account,
    all.filter((part) => !kept.has(part.blob)),
  );
  tables.uploads(account).delete(upload.id);
}
