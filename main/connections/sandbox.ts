/** The sandbox account as a connection: started in a thread of its own when first needed, reached by its endpoint only. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { AwsAccess } from '../aws/clients.ts';
import { failure } from '../failure.ts';
import { entryFile } from '../program.ts';
import { makeFolder } from '../storage/disk.ts';

export interface SandboxRun {
  /** How fast its clock runs, and how much faster than AWS things change state. */
  speed?: number;
  pace?: number;
}

export interface RunningSandbox {
  access: Required<AwsAccess>;
  /** Proves to the sandbox's control endpoint that the question comes from its owner. */
  controlKey: string;
  close(): Promise<void>;
}

const readyMs = 30_000;

/** Starts the account that lives in `<stateDir>/sandbox`. Throws `internal` with its last words when it does not start. */
export async function startSandbox(stateDir: string, run: SandboxRun): Promise<RunningSandbox> {
  const dir = join(stateDir, 'sandbox');
  await makeFolder(dir);
  const argv = ['--port', '0', '--state', dir];
  if (run.speed !== undefined) argv.push('--speed', String(run.speed));
  if (run.pace !== undefined) argv.push('--pace', String(run.pace));
  const worker = new Worker(entryFile('sandbox'), { argv, stdout: true, stderr: true });
  let lastWords = '';
  worker.stderr.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-2000)));
  const values = new Map<string, string>();
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer')), readyMs);
      const stop = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      worker.once('error', stop);
      worker.once('exit', (code) => stop(new Error(`ended with code ${code}`)));
      createInterface({ input: worker.stdout }).on('line', (line) => {
        const [name = '', value = ''] = line.split(/=(.*)/s, 2);
        values.set(name, value);
        if (line !== 'sandbox ready') return;
        clearTimeout(timer);
        resolve();
      });
    });
  } catch (error) {
    await worker.terminate();
    throw failure(
      'internal',
      {},
      { cause: error, technical: { service: 'sandbox', text: lastWords.trim() } },
    );
  }
  const get = (name: string) => values.get(name) ?? '';
  const secret = get('AWS_SECRET_ACCESS_KEY');
  return {
    access: {
      region: get('AWS_REGION'),
      endpoint: get('AWS_ENDPOINT_URL'),
      credentials: () => Promise.resolve({ accessKeyId: get('AWS_ACCESS_KEY_ID'), secretAccessKey: secret }),
    },
    controlKey: secret,
    close: async () => {
      await worker.terminate();
    },
  };
}
