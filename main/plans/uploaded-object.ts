/** How an object says which plan put it, and how that is read back. */
import { failedWith } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';

export interface PlannedFile {
  index: number;
  key: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  /** The bytes themselves, in place of a file. */
  text?: string | undefined;
}

export interface UploadFile extends PlannedFile {
  /** Where its bytes lie on this computer. */
  file: string;
}

export const metadataOf = (context: ChangeContext, file: { sha256: string }) => ({
  'millwright-plan': context.planId,
  'millwright-sha256': file.sha256,
});

/** True when exactly these bytes lie there, put by this plan. */
export async function isThere(context: ChangeContext, bucket: string, file: PlannedFile): Promise<boolean> {
  const head = await headOf(context, bucket, file.key);
  return (
    head?.Metadata?.['millwright-sha256'] === file.sha256 &&
    head.Metadata['millwright-plan'] === context.planId &&
    head.ContentLength === file.bytes
  );
}

export async function headOf(context: ChangeContext, bucket: string, key: string) {
  try {
    return await context.aws.call('s3', 'HeadObject', { Bucket: bucket, Key: key }, lookOptions(context));
  } catch (error) {
    if (failedWith(error, 'resource.notFound')) return undefined;
    throw error;
  }
}
