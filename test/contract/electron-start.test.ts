/** Whether `npm start` opens Electron, and what it remembers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canHaveElectron, whyNoWindow } from '../../scripts/lib/electron.mjs';

test('asks once a day whether Electron can be had, and again when the answer was yes', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'millwright-probe-'));
  const file = join(dir, 'cache', 'electron.json');
  const asked: string[] = [];
  const hour = 3_600_000;
  const at = (now: number, answer: boolean) =>
    canHaveElectron({ now, file, ask: async (address: string) => asked.push(address) > 0 && answer });
  try {
    expect(await at(0, true)).toBe(true);
    expect(await at(0, false)).toBe(false);
    expect(await at(23 * hour, true)).toBe(false);
    expect(asked).toHaveLength(2);
    expect(await at(25 * hour, true)).toBe(true);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toMatch(/\/v\d+\.\d+\.\d+\/SHASUMS256\.txt$/);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('opens no window without a desktop or for root, and says why', () => {
  expect(whyNoWindow({}, 'linux', 1000)).toContain('no desktop');
  expect(whyNoWindow({ DISPLAY: ':0' }, 'linux', 0)).toContain('root');
  expect(whyNoWindow({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000)).toBeUndefined();
  expect(whyNoWindow({}, 'darwin', 0)).toBeUndefined();
});
