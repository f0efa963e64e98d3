/** The search for secrets finds them: a program that tells one is caught in each form, wherever it tells it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encode, encodings, filesBelow, leaksIn, type Piece } from '../support/leaks.ts';
import { fakeHandlers } from './support/fake-handlers.ts';
import { openHost } from './support/open-host.ts';

describe('a program that tells a secret', () => {
  const secret = { name: 'planted', value: 'Planted/Secret+of44Characters/MillwrightTest' };

  test.each(encodings)('in an answer is caught: %s', async (encoding) => {
    // JSON carries text: what is not is sent as one character per byte.
    const told = encode[encoding](secret.value).toString('latin1');
    const info = { version: told, host: 'loopback', timeZone: 'UTC', now: '2026-11-20T10:00:00Z' };
    await using host = await openHost(fakeHandlers({ 'app.info': () => info }).handlers);
    const line = await host.openWindow();
    const frames: Piece[] = [];
    line.socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as { result?: { value?: { version?: string } } };
      const text = frame.result?.value?.version ?? '';
      frames.push({ where: 'page', bytes: data }, { where: 'page', bytes: Buffer.from(text, 'latin1') });
    });
    line.send({ type: 'call', id: 'c1', channel: 'app.info', input: {} });
    await line.next('result');
    expect(leaksIn(frames, [secret])).toContainEqual({ secret: 'planted', encoding, where: 'page' });
  });

  test.each(encodings)('in a file or an export is caught: %s', async (encoding) => {
    const dir = await mkdtemp(join(tmpdir(), 'millwright-mutant-'));
    const told = Buffer.concat([
      Buffer.from('before '),
      encode[encoding](secret.value),
      Buffer.from(' after'),
    ]);
    await writeFile(join(dir, 'plan.json'), told);
    const found = leaksIn(await filesBelow(dir), [secret]);
    await rm(dir, { recursive: true, force: true });
    expect(found).toEqual([{ secret: 'planted', encoding, where: 'file: plan.json' }]);
  });

  test('is not caught where nothing was told', async () => {
    const innocent = encodings.map((encoding) => ({
      where: 'page',
      bytes: encode[encoding](secret.value.replace('44', '45')),
    }));
    expect(leaksIn(innocent, [secret])).toEqual([]);
  });
});
