/** The sandbox account as a program of its own: `npm run sandbox -- --port N`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SandboxOptions } from './sandbox/index.ts';

interface Wishes {
  port: number;
  state: string | undefined;
  speed: number;
  pace: number | undefined;
  faults: string[];
}

class WrongOption extends Error {}

function numberFrom(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new WrongOption(`--${name} takes a number from ${least} to ${most}, not "${text}".`);
  return value;
}

function readWishes(args: string[]): Wishes {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        state: { type: 'string' },
        speed: { type: 'string' },
        pace: { type: 'string' },
        fault: { type: 'string', multiple: true },
      },
    }));
  } catch (error) {
    throw new WrongOption((error as Error).message);
  }
  const port = numberFrom('port', values.port ?? '0', 0, 65_535);
  if (!Number.isInteger(port))
    throw new WrongOption(`--port takes a whole number, not "${values.port ?? ''}".`);
  return {
    port,
    state: values.state,
    speed: values.speed === undefined ? 1 : numberFrom('speed', values.speed, 0, 100_000),
    pace: values.pace === undefined ? undefined : numberFrom('pace', values.pace, 0.01, 100_000),
    faults: values.fault ?? [],
  };
}

async function main(): Promise<void> {
  const wishes = readWishes(process.argv.slice(2));
  const { openSandbox, parseFault, WrongFault } = await import('./sandbox/index.ts'); // a wrong option is answered at once
  const dir = wishes.state ?? mkdtempSync(join(tmpdir(), 'millwright-sandbox-'));
  const options: SandboxOptions = { dir, clock: { mode: 'real', speed: wishes.speed } };
  if (wishes.pace !== undefined) options.pace = wishes.pace;
  const sandbox = await openSandbox(options);
  try {
    for (const line of wishes.faults) sandbox.faults.switchOn(parseFault(line));
  } catch (error) {
    await sandbox.close();
    if (wishes.state === undefined) rmSync(dir, { recursive: true, force: true });
    throw error instanceof WrongFault ? new WrongOption(error.message) : error;
  }
  const listening = await sandbox.listen(wishes.port);
  const end = (): void => {
    void sandbox.close().then(() => {
      if (wishes.state === undefined) rmSync(dir, { recursive: true, force: true });
      process.exit(0);
    });
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  console.log(`AWS_ENDPOINT_URL=${listening.url}`);
  console.log(`AWS_ACCESS_KEY_ID=${listening.accessKeyId}`);
  console.log(`AWS_SECRET_ACCESS_KEY=${listening.secretAccessKey}`);
  console.log(`AWS_REGION=${listening.region}`);
  console.log('sandbox ready');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof WrongOption ? error.message : reasonOf(error));
  process.exit(error instanceof WrongOption ? 2 : 1);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'This port is taken. Choose another, or 0 for a free one.';
  if (message.includes('database is locked')) return 'Another program has this state folder open.';
  return message;
}
