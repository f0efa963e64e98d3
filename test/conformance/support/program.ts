/** Programs that serve until they are told to stop, as processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { SandboxListening } from '../../../main/sandbox/index.ts';
import { freePort } from '../../support/free-port.ts';

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await ended;
}

/** `node main/sandbox.ts`; states that AWS passes through in minutes take no time. */
export async function startSandboxProgram(dir: string, record: string): Promise<SandboxListening> {
  const args = ['main/sandbox.ts', '--port', '0', '--pace', '100000', '--state', dir];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MILLWRIGHT_RECORD: record },
  });
  const settings = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    if (line === 'sandbox ready') break;
    const mark = line.indexOf('=');
    settings.set(line.slice(0, mark), line.slice(mark + 1));
  }
  const setting = (name: string) => settings.get(name) ?? '';
  const url = setting('AWS_ENDPOINT_URL');
  return {
    url,
    port: Number(new URL(url).port),
    accessKeyId: setting('AWS_ACCESS_KEY_ID'),
    secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    region: setting('AWS_REGION'),
    close: () => stop(child),
  };
}

/** moto_server on a port of its own. It takes no port 0. */
export async function startMoto(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const answer = await fetch(`${url}/moto-api/`);
      if (answer.ok) {
        // Jobs go through their states without a container.
        const config = JSON.stringify({ batch: { use_docker: false } });
        await fetch(`${url}/moto-api/config`, { method: 'POST', body: config });
        return { url, stop: () => stop(child) };
      }
    } catch (error) {
      // Not listening yet.
      if (!(error instanceof TypeError)) throw error;
    }
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop(child);
      throw new Error('moto_server did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
