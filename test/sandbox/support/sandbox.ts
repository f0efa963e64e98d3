/** A fresh sandbox account for a test file, listening, closed and removed afterwards. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  openSandbox,
  type Sandbox,
  type SandboxListening,
  type SandboxOptions,
} from '../../../main/sandbox/index.ts';

/** Monday, 5 January 2026, 08:00 UTC. */
export const START = Date.UTC(2026, 0, 5, 8);

export interface TestSandbox extends Sandbox {
  dir: string;
  listening: SandboxListening;
  /** Configuration of an SDK client that talks to it as the administrator. */
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  /** Closes it and removes its folder. */
  end(): Promise<void>;
}

/** Manual clock at `START` and the seed `test`, unless told otherwise. */
export async function testSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  const sandbox = await openSandbox({
    clock: { mode: 'manual', start: START },
    seed: 'test',
    ...options,
    dir,
  });
  const listening = await sandbox.listen();
  const { accessKeyId, secretAccessKey, region, url } = listening;
  return {
    ...sandbox,
    dir,
    listening,
    client: { endpoint: url, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 },
    end: async () => {
      await sandbox.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Whether AWS's own command line is on this machine; tests that need it say so when they are skipped. */
export async function hasAwsCli(): Promise<boolean> {
  try {
    await promisify(execFile)('aws', ['--version']);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** What AWS's command line needs to reach the sandbox, away from any configuration of this computer. */
export function cliEnvironment(listening: SandboxListening): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_ACCESS_KEY_ID: listening.accessKeyId,
    AWS_SECRET_ACCESS_KEY: listening.secretAccessKey,
    AWS_DEFAULT_REGION: listening.region,
    AWS_ENDPOINT_URL: listening.url,
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

export async function awsCli(listening: SandboxListening, ...args: string[]): Promise<CliResult> {
  const env = cliEnvironment(listening);
  return new Promise((resolve) => {
    execFile('aws', args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}
