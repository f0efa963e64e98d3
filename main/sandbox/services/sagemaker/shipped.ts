/** The start scripts that come with Millwright. The sandbox knows them by digest; it never runs a script, its own neither. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { asset } from '../../../program.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let known: Map<string, string> | undefined;

/** Name of the shipped script whose bytes these are (`notebook-on-start.sh`), or undefined for any other. */
export function shippedScript(base64: string): string | undefined {
  known ??= new Map(
    readdirSync(asset('bootstrap'))
      .filter((name) => name.startsWith('notebook-') && name.endsWith('.sh'))
      .map((name) => [digest(readFileSync(asset('bootstrap', name))), name]),
  );
  return known.get(digest(Buffer.from(base64, 'base64')));
}
