/** S3 as a program of the sandbox sees it: addresses (`s3://BUCKET/KEY`) and bytes, with the rights of the job's role. */
import { AwsError, type Principal, type SandboxAccount } from '../engine/types.ts';

export interface ProgramStore {
  /** Undefined when nothing is there. */
  get(address: string): Promise<Buffer | undefined>;
  put(address: string, bytes: Uint8Array): Promise<void>;
  remove(address: string): Promise<void>;
  /** Addresses of everything below a folder (its address ends with a slash), in the order of names. */
  list(folder: string): Promise<string[]>;
}

/** The role may not, or the job has none. */
export class NoRights extends Error {}

/** The bucket is not there. */
export class NoPlace extends Error {}

export const folderOf = (address: string): string => `${address.replace(/\/+$/, '')}/`;

function split(address: string): { Bucket: string; key: string } {
  const [bucket = '', ...key] = address.startsWith('s3://') ? address.slice('s3://'.length).split('/') : [];
  if (bucket === '') throw new Error(`Not an address in S3: ${address}`);
  return { Bucket: bucket, key: key.join('/') };
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As `assume` would give them to a container of this job. */
export function rightsOf(account: SandboxAccount, roleArn: string | undefined, session: string): Principal {
  if (roleArn === undefined) throw new NoRights('The job has no role.');
  try {
    return account.assume(roleArn, session, { service: 'ecs-tasks.amazonaws.com' });
  } catch (error) {
    if (error instanceof AwsError) throw new NoRights(error.message);
    throw error;
  }
}

export function storeIn(account: SandboxAccount, region: string, as: Principal): ProgramStore {
  const call = async (operation: string, input: Record<string, unknown>) => {
    try {
      return await account.perform({ service: 's3', operation, input, as, region });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code.startsWith('NoSuch') || error.status === 404) return undefined;
      if (error.code.startsWith('AccessDenied') || error.status === 403)
        throw new NoRights(`${error.code}: ${error.message}`);
      throw error;
    }
  };
  return {
    async get(address) {
      const { Bucket, key } = split(address);
      const found = await call('GetObject', { Bucket, Key: key });
      return found === undefined ? undefined : bytesOf(found['Body']);
    },
    async put(address, bytes) {
      const { Bucket, key } = split(address);
      const input = { Bucket, Key: key, Body: bytes };
      if ((await call('PutObject', input)) === undefined) throw new NoPlace(`There is no bucket ${Bucket}.`);
    },
    async remove(address) {
      const { Bucket, key } = split(address);
      await call('DeleteObject', { Bucket, Key: key });
    },
    async list(folder) {
      const { Bucket, key } = split(folder);
      const found: string[] = [];
      let next: string | undefined;
      do {
        const more = next === undefined ? {} : { ContinuationToken: next };
        const page = await call('ListObjectsV2', { Bucket, Prefix: key, ...more });
        const contents = (page?.['Contents'] ?? []) as { Key: string }[];
        found.push(...contents.map((object) => `s3://${Bucket}/${object.Key}`));
        next = page?.['NextContinuationToken'] as string | undefined;
      } while (next !== undefined);
      return found;
    },
  };
}
