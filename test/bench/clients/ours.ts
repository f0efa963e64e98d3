/** Our own look at an account, cold and warm, as a program that asks once and again. Answers JSON on standard output. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../main/clock.ts';
import { openReading } from '../../../main/engine.ts';
import { openLive } from '../../../main/inventory/live.ts';

const rounds = Number(process.argv[2] ?? 5);
const stateDir = await mkdtemp(join(tmpdir(), 'millwright-ours-'));
const engine = await openReading({
  stateDir,
  env: process.env,
  onFault: (error) => {
    throw error;
  },
});
const windows = { broadcast: () => undefined, send: () => true };
const live = openLive({
  stateDir,
  clock: systemClock,
  connections: engine.connections,
  price: () => 0.05,
  windows,
});
const times: number[] = [];
for (let round = 0; round <= rounds; round += 1) {
  const from = performance.now();
  const { snapshot, error } = await live.inventory.refresh();
  if (snapshot === null || error !== null) throw new Error(error?.code ?? 'nothing seen');
  times.push(performance.now() - from);
  if (round === rounds) {
    global.gc?.();
    const memoryMb = process.memoryUsage().rss / 1e6;
    process.stdout.write(
      JSON.stringify({ cold: times[0], warm: times.slice(1), things: snapshot.things.length, memoryMb }),
    );
  }
}
live.close();
await engine.close();
await rm(stateDir, { recursive: true, force: true });
process.exit(0);
