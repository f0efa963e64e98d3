/** What a training is told where, and bringing it in as the program inside trainings does. */
import { folderOf, NoPlace, NoRights, type ProgramStore } from './store.ts';

/** Ends an attempt as the program inside trainings ends it: a sentence and a code of docs/training.md. */
export class Ended extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const say = (text: string): string => `millwright: ${text}`;

/** Runs what needs rights; a refusal ends the attempt with code 93, a bucket that is not there with 94. */
export async function withRights<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoRights) throw new Ended(93, `This job may not ${what}. S3 says: ${error.message}`);
    if (error instanceof NoPlace) throw new Ended(94, `Nothing can be put there: ${error.message}`);
    throw error;
  }
}

export const isInS3 = (address: string | undefined): address is string =>
  address?.startsWith('s3://') === true;

/** One file, or all files of a folder put together; code 92 when there is none. */
export async function fetchData(store: ProgramStore, what: string, address: string): Promise<Buffer> {
  return withRights(`read the ${what}`, async () => {
    let refused: NoRights | undefined;
    try {
      const one = address.endsWith('/') ? undefined : await store.get(address);
      if (one) return one;
    } catch (error) {
      // Where a role may list this folder alone, S3 says "forbidden" of a file that is not there.
      if (!(error instanceof NoRights)) throw error;
      refused = error;
    }
    const parts: Buffer[] = [];
    for (const file of await store.list(folderOf(address))) {
      const bytes = file.endsWith('/') ? undefined : await store.get(file);
      if (bytes) parts.push(bytes, Buffer.from('\n'));
    }
    if (parts.length === 0 && refused) throw refused;
    if (parts.length === 0) throw new Ended(92, `The ${what} is not there: nothing lies at ${address}`);
    return Buffer.concat(parts);
  });
}
