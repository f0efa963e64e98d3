/** The real program on the command line as a process of its own, against a sandbox account that lives in the test. */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { SandboxListening } from '../../main/sandbox/index.ts';
import { sandboxEnv } from './sandbox-env.ts';

export interface CliEnd {
  code: number | null;
  signal: string | null;
  /** All that it wrote; `out` without what it wrote to standard error. */
  text: string;
  out: string;
}

/** Runs `node main/cli.ts`, with JSON for its answers. */
export function startCli(
  listening: SandboxListening,
  stateDir: string,
  args: readonly string[],
): { kill: () => void; ended: Promise<CliEnd> } {
  const child = spawn(process.execPath, ['main/cli.ts', ...args, '--json', '--state', stateDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...sandboxEnv(listening, dirname(stateDir)) },
  });
  let text = '';
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    out += piece;
    text += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = new Promise<CliEnd>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, text, out })),
  );
  return { kill: () => void child.kill('SIGKILL'), ended };
}
