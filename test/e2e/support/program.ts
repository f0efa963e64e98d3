/** The loopback program as a person starts it, in a state folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSettings } from '../../../main/storage/settings.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Program {
  /** Address with a one-time code, as printed. */
  link: string;
  origin: string;
  stateDir: string;
  /** Everything that the program wrote to the terminal. */
  output(): string;
  /** A fresh link, as Enter in the terminal gives it. */
  newLink(): Promise<string>;
  /** Ctrl-C; waits for the end. */
  stop(): Promise<void>;
  /** kill -9; waits for the end. */
  kill(): Promise<void>;
}

export interface StartOptions {
  stateDir: string;
  /** In a folder that is new: whether the tour of the first start still waits. */
  tour?: boolean;
  /** How much faster than AWS things of the sandbox change state. */
  pace?: number;
  env?: Record<string, string>;
}

/** Only what a program needs: nothing of this computer's AWS settings reaches it. */
function cleanEnv(stateDir: string, more: Record<string, string>): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'LANG',
    'TZ',
    'TMPDIR',
    'SystemRoot',
    'MILLWRIGHT_RECORD',
    'NODE_COMPILE_CACHE',
  ].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    HOME: stateDir,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  };
}

/** A story begins where a person knows the window already. */
async function sawTour(stateDir: string): Promise<void> {
  if (existsSync(join(stateDir, 'settings.json'))) return;
  await mkdir(stateDir, { recursive: true });
  await openSettings(stateDir).change((all) => ({ ...all, person: { ...all.person, tourSeen: true } }));
}

function nextLink(child: ChildProcess, read: () => string, from: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = /Millwright is ready: (http:\/\/127\.0\.0\.1:\d+\/#[\w-]+)/.exec(read().slice(from));
      if (found?.[1] === undefined) return;
      child.stdout?.off('data', look);
      clearTimeout(timer);
      resolve(found[1]);
    };
    const timer = setTimeout(() => reject(new Error(`The program did not become ready:\n${read()}`)), 60_000);
    child.once('exit', () => reject(new Error(`The program ended:\n${read()}`)));
    child.stdout?.on('data', look);
    look();
  });
}

export async function startProgram({
  stateDir,
  tour = false,
  pace = 60,
  env = {},
}: StartOptions): Promise<Program> {
  if (!tour) await sawTour(stateDir);
  const child = spawn(
    process.execPath,
    [join(root, 'out', 'main', 'loopback.js'), '--state', stateDir, '--sandbox-pace', String(pace)],
    { stdio: ['pipe', 'pipe', 'pipe'], env: cleanEnv(stateDir, env) },
  );
  let text = '';
  const note = (chunk: Buffer): void => void (text += chunk.toString('utf8'));
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const read = (): string => text;
  const link = await nextLink(child, read, 0);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    link,
    origin: new URL(link).origin,
    stateDir,
    output: read,
    async newLink() {
      const from = text.length;
      child.stdin.write('\n');
      return nextLink(child, read, from);
    },
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  };
}
