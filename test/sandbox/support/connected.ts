/** The program's own client, connected to a test's sandbox account as its administrator. */
import { connectAws, type OpenAws } from '../../../main/aws/connect.ts';
import { openMeter } from '../../../main/aws/meter.ts';
import type { Clock } from '../../../main/clock.ts';
import { noPoints } from '../../../main/points.ts';
import type { TestSandbox } from './sandbox.ts';

/** Time is the account's: what waits moves it on. */
export const accountClock = (sandbox: TestSandbox): Clock => ({
  now: () => sandbox.account.clock.now(),
  sleep: (ms) => sandbox.advance(ms / 1000),
});

/** Pauses between tries are always the same: no chance. */
export function connected(sandbox: TestSandbox, clock = accountClock(sandbox)): Promise<OpenAws> {
  const { url: endpoint, accessKeyId, secretAccessKey, region } = sandbox.listening;
  return connectAws(
    { region, endpoint, credentials: async () => ({ accessKeyId, secretAccessKey }) },
    { clock, points: noPoints, meter: openMeter(), random: () => 0.5 },
  );
}
