/** Programs that are timed, each in a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const file = (name: string): string => join(import.meta.dirname, '..', 'clients', name);

export interface Timed {
  /** The first look of a fresh process, and those after it, ms. */
  cold: number;
  warm: number[];
  things: number;
  memoryMb?: number;
}

const env = (of: Record<string, string>): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], ...of });

async function told(command: string, args: string[], of: Record<string, string>): Promise<Timed> {
  const { stdout } = await run(command, args, { env: env(of), maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as Timed;
}

export const clients = {
  ours: (of: Record<string, string>, rounds: number) =>
    told(process.execPath, ['--expose-gc', file('ours.ts'), String(rounds)], of),
  sdk: (of: Record<string, string>, rounds: number) =>
    told(process.execPath, [file('sdk.ts'), String(rounds)], of),
  boto3: (of: Record<string, string>, rounds: number) =>
    told('python3', [file('tuned_boto3.py'), String(rounds)], of),
  /** The whole command, as a person types it. */
  async awsCli(of: Record<string, string>): Promise<Timed> {
    const from = performance.now();
    const args = ['sagemaker', 'list-notebook-instances', '--output', 'json'];
    const { stdout } = await run('aws', args, { env: env(of), maxBuffer: 1 << 26 });
    const { NotebookInstances } = JSON.parse(stdout) as { NotebookInstances: unknown[] };
    return { cold: performance.now() - from, warm: [], things: NotebookInstances.length };
  },
};

/** Whether this computer can run it. */
export async function has(command: string, args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
