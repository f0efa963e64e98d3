/** The training scripts that come with Millwright, known by their SHA-256; the sandbox runs none, these neither. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asset } from '../../program.ts';

export interface KnownScript {
  /** Folder below assets/samples. */
  sample: string;
  /** What the script itself learns with. */
  library: string;
  /** Its usual options. */
  epochs: number;
  batchSize: number;
  learningRate: number;
}

const shipped: readonly KnownScript[] = [
  { sample: 'train-census', library: 'TensorFlow', epochs: 10, batchSize: 256, learningRate: 0.01 },
];

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let known: Map<string, KnownScript> | undefined;

/** What ships under these bytes; undefined for everything else, a changed copy included. */
export function knownScript(bytes: Uint8Array): KnownScript | undefined {
  known ??= new Map(
    shipped.map((script) => [digest(readFileSync(asset('samples', script.sample, 'train.py'))), script]),
  );
  return known.get(digest(bytes));
}
