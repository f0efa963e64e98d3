/** Our own look at all jobs of an account, cold and warm. Answers JSON on standard output. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aws } from '../../../main/aws/aws.ts';
import { openReading } from '../../../main/engine.ts';
import { openLiveJobs } from '../../../main/jobs/live.ts';

const rounds = Number(process.argv[2] ?? 5);
/** After so long everything is looked at again, and not only what can still change. */
const wholeMs = 16 * 60_000;
const stateDir = await mkdtemp(join(tmpdir(), 'millwright-ours-'));
const engine = await openReading({
  stateDir,
  env: process.env,
  onFault: (error) => {
    throw error;
  },
});
let later = 0;
const live = openLiveJobs({
  async connect(): Promise<Aws> {
    const aws = await engine.connections.aws();
    return { ...aws, now: () => aws.now() + later };
  },
});
const times: number[] = [];
let things = 0;
for (let round = 0; round <= rounds; round += 1) {
  const from = performance.now();
  const { rows, refused } = await live.look();
  times.push(performance.now() - from);
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  things = rows.length;
  later += wholeMs;
}
// What a look after that asks for, without the whole.
later -= wholeMs;
const from = performance.now();
await live.look();
const steady = performance.now() - from;
global.gc?.();
const memoryMb = process.memoryUsage().rss / 1e6;
process.stdout.write(JSON.stringify({ cold: times[0], warm: times.slice(1), things, steady, memoryMb }));
await engine.close();
await rm(stateDir, { recursive: true, force: true });
process.exit(0);
