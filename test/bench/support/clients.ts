/** Programs that are timed, each in a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programFlags } from '../../../scripts/lib/tools.mjs';

const run = promisify(execFile);
const file = (name: string): string => join(import.meta.dirname, '..', 'clients', name);

export interface Timed {
  /** The first look of a fresh process, and those after it, ms. */
  cold: number;
  warm: number[];
  things: number;
  memoryMb?: number;
  /** A look after the others that asks only for what can have changed, ms. */
  steady?: number;
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

const statuses = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'];

/** The same for the jobs of the queue `q`. */
export const jobClients = {
  ours: (of: Record<string, string>, rounds: number) =>
    told(process.execPath, [...programFlags, '--expose-gc', file('ours-jobs.ts'), String(rounds)], of),
  sdk: (of: Record<string, string>, rounds: number) =>
    told(process.execPath, [file('sdk-jobs.ts'), String(rounds)], of),
  boto3: (of: Record<string, string>, rounds: number) =>
    told('python3', [file('tuned_boto3_jobs.py'), String(rounds)], of),
  /** One command for each status, as a person types them: a command knows one. */
  async awsCli(of: Record<string, string>): Promise<Timed> {
    const from = performance.now();
    let things = 0;
    for (const status of statuses) {
      const args = ['batch', 'list-jobs', '--job-queue', 'q', '--job-status', status, '--output', 'json'];
      const { stdout } = await run('aws', args, { env: env(of), maxBuffer: 1 << 26 });
      things += (JSON.parse(stdout) as { jobSummaryList: unknown[] }).jobSummaryList.length;
    }
    return { cold: performance.now() - from, warm: [], things };
  },
};

/** Whether this computer can run it. */
export async function has(command: string, args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
