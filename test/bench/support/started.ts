/** The built program, from spawn to the line that says that it is ready. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programFlags, root } from '../../../scripts/lib/tools.mjs';

export interface Started {
  /** From spawn to the line, ms. */
  readyMs: number;
  link: string;
  pid: number;
  stop(): Promise<void>;
}

const entry = join(root, 'out', 'main', 'loopback.js');

export async function startBuilt(
  stateDir: string,
  {
    env = {},
    nodeArgs = [],
    args = [],
  }: { env?: Record<string, string>; nodeArgs?: string[]; args?: string[] } = {},
): Promise<Started> {
  const from = performance.now();
  const child = spawn(process.execPath, [...programFlags, ...nodeArgs, entry, '--state', stateDir, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: stateDir, AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });
  const line = await new Promise<{ link: string; at: number }>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const found = /is ready: (\S+)/.exec(text);
      if (found?.[1] !== undefined) resolve({ link: found[1], at: performance.now() });
    });
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${text}`)));
  });
  return {
    readyMs: line.at - from,
    link: line.link,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Node itself, from spawn to its first line: what no program that runs on it can beat. */
export async function startNode(): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const at = performance.now();
  await once(child, 'exit');
  return at - from;
}
