/** Identifiers that are the same for the same seed and order of calls; the counter is kept in the account's file. */
import { createHash } from 'node:crypto';
import type { Database } from './database.ts';

const HEX = '0123456789abcdef';

export function createIds(database: Database, seed: string): (length: number, alphabet?: string) => string {
  let counter = Number(database.getMeta('ids') ?? '0');
  return (length, alphabet = HEX) => {
    counter += 1;
    database.setMeta('ids', String(counter));
    let out = '';
    for (let block = 0; out.length < length; block++) {
      const bytes = createHash('sha256').update(`${seed}\n${counter}\n${block}`).digest();
      for (const byte of bytes) if (out.length < length) out += alphabet.charAt(byte % alphabet.length);
    }
    return out;
  };
}
