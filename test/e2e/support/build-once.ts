/** Builds the program before the first story, from these sources and never from older ones. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export default function buildOnce(): void {
  const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'lib', 'ensure-built.mjs');
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The program could not be built.');
}
