/** The sandbox as a program of its own: four settings to copy, `sandbox ready`, and sentences for wrong options. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, expect, test } from 'vitest';
import { raw } from './support/raw.ts';

const dir = mkdtempSync(join(tmpdir(), 'program-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

interface Program {
  settings: Record<string, string>;
  stop(): Promise<number | null>;
}

async function start(...args: string[]): Promise<Program> {
  const child = spawn(process.execPath, ['main/sandbox.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const settings: Record<string, string> = {};
  for await (const line of createInterface(child.stdout)) {
    if (line === 'sandbox ready') break;
    const mark = line.indexOf('=');
    settings[line.slice(0, mark)] = line.slice(mark + 1);
  }
  return {
    settings,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function run(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ['main/sandbox.ts', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr: stderr.trim() };
}

test('prints the settings that AWS clients understand, and keeps its key in its folder', async () => {
  const first = await start('--port', '0', '--state', dir);
  expect(Object.keys(first.settings)).toEqual([
    'AWS_ENDPOINT_URL',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
  ]);
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = first.settings;
  const sts = new STSClient({
    endpoint: AWS_ENDPOINT_URL!,
    region: AWS_REGION!,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! },
  });
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/:user\/administrator$/);
  sts.destroy();
  expect(await first.stop()).toBe(0);

  const second = await start('--state', dir, '--speed', '60', '--pace', '5');
  expect(second.settings).toMatchObject({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  const { body } = await raw(second.settings['AWS_ENDPOINT_URL']!, {
    path: '/_sandbox/clock',
    headers: { authorization: `Bearer ${AWS_SECRET_ACCESS_KEY!}` },
  });
  expect(JSON.parse(body)).toMatchObject({ mode: 'real', speed: 60, pace: 5 });
  const taken = await run('--state', dir);
  expect(taken).toEqual({ code: 1, stderr: 'Another program has this state folder open.' });
  expect(await second.stop()).toBe(0);
});

test.each([
  [['--port', 'x'], '--port takes a number from 0 to 65535, not "x".'],
  [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000".'],
  [['--port', '1.5'], '--port takes a whole number, not "1.5".'],
  [['--speed', '-1'], expect.stringContaining('--speed')],
  [['--pace', '0'], '--pace takes a number from 0.01 to 100000, not "0".'],
  [['--prot', '1'], expect.stringContaining("'--prot'")],
  [['extra'], expect.stringContaining('extra')],
])('refuses %o in a sentence', async (args, sentence) => {
  expect(await run(...args)).toEqual({ code: 2, stderr: sentence as string });
});
