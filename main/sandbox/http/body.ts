/** Bodies that are held in memory: everything but S3's objects. */
import { AwsError } from '../engine/types.ts';

/** No modelled operation takes more; CloudFormation's and SageMaker's largest documents are below 1 MiB. */
const LIMIT = 16 * 1024 * 1024;

export async function readBody(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > LIMIT)
      throw new AwsError('RequestEntityTooLarge', `The body is larger than ${LIMIT} bytes.`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
