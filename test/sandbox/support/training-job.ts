/** A container's stand-in: the bootstrap of trainings run by bash with nothing in its PATH but what its image must have. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asset } from '../../../main/program.ts';
import { cliEnvironment, type TestSandbox } from './sandbox.ts';

/** All that the bootstrap asks of an image, beside bash and the one way to S3. */
const needed = ['bash', 'cat', 'chmod', 'cp', 'df', 'env', 'mkdir', 'mktemp', 'mv', 'rm'].concat([
  'sha256sum',
  'sleep',
  'sort',
  'stat',
  'tail',
  'touch',
]);

export type Way = 'cli' | 'boto3' | 'none';

const found = (program: string): string | undefined => {
  try {
    return execFileSync('bash', ['-c', 'command -v -- "$0"', program], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

/** The Python that has boto3, and whether the AWS command line is here. */
export function ways(): { cli: boolean; boto3: string | undefined } {
  let boto3: string | undefined;
  try {
    const look = ['-c', 'import boto3, sys; print(sys.executable)'];
    boto3 = execFileSync('python3', look, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    boto3 = undefined;
  }
  return { cli: found('aws') !== undefined, boto3 };
}

function pathOf(folder: string, way: Way, more: readonly string[]): string {
  const bin = join(folder, `bin-${way}-${more.join('-')}`);
  try {
    mkdirSync(bin);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return bin;
    throw error;
  }
  const wrapper = (name: string, line: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  for (const name of [...needed, ...more]) {
    const at = found(name);
    if (at === undefined) throw new Error(`This computer has no ${name}.`);
    symlinkSync(at, join(bin, name));
  }
  if (way === 'cli') wrapper('aws', `PATH='${process.env['PATH'] ?? ''}' exec aws "$@"`);
  if (way === 'boto3') wrapper('python3', `exec '${ways().boto3 ?? ''}' "$@"`);
  return bin;
}

export interface Attempt {
  pid: number;
  /** What was printed so far. */
  log(): string;
  /** Resolves when the log has it; rejects when the attempt ended without. */
  said(pattern: RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; log: string }>;
}

export interface JobOptions {
  way: Way;
  environment: Record<string, string>;
  /** More programs of the image. */
  programs?: readonly string[];
  /** What to run; default: the bootstrap. */
  command?: readonly string[];
}

/** Bash, the program of the training, as the tests run it; `folder` is the disk of the container. */
export function attempt(sandbox: TestSandbox, folder: string, options: JobOptions): Attempt {
  const disk = mkdtempSync(join(folder, 'disk-'));
  const [program = 'bash', ...words] = options.command ?? ['bash', asset('bootstrap', 'train.sh')];
  const child = spawn(program, words, {
    env: {
      ...cliEnvironment(sandbox.listening),
      PATH: pathOf(folder, options.way, options.programs ?? []),
      MILLWRIGHT_FOLDER: disk,
      TMPDIR: disk,
      MILLWRIGHT_LOOK_SECONDS: '1',
      MILLWRIGHT_LINGER_SECONDS: '0',
      MILLWRIGHT_PAUSE_SECONDS: '0',
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      for (const look of watchers) look();
    });
  }
  const ended = new Promise<{ code: number | null; log: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, log }));
  });
  return {
    pid: child.pid ?? 0,
    log: () => log,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`Not said in time: ${pattern.source}:\n${log}`)),
          60_000,
        );
        const look = () => {
          if (!pattern.test(log)) return;
          clearTimeout(late);
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        ended.then(() => reject(new Error(`It ended without saying ${pattern.source}:\n${log}`)), reject);
      }),
    signal: (name) => void child.kill(name),
    ended,
  };
}

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The command of the job definition, and the bootstrap's bytes. */
export const startCommand = (): string => readFileSync(asset('bootstrap', 'start-train.sh'), 'utf8');
export const program = (): Buffer => readFileSync(asset('bootstrap', 'train.sh'));
