/** What all scripts share. Runs on the system's Node >= 20.19, before anything is installed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A failure that is said in one sentence, without a stack. */
export class Said extends Error {}

const platforms = { linux: 'linux', win32: 'win' };

/** The Node that runs the program and its tests: the installed one, else this one if it is new enough. */
export function programNode() {
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  const name = `node-${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const installed = join(root, 'node_modules', name, 'bin', exe);
  if (existsSync(installed)) return installed;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath;
  throw new Said(
    `Millwright needs Node 22.13 or newer on this computer; this is ${process.versions.node}. Install it from https://nodejs.org and try again.`,
  );
}

/** PATH on which `node` is the program's own. */
export function programEnv(extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [dirname(programNode()), join(root, 'node_modules', '.bin'), process.env.PATH].join(separator);
  return { ...process.env, PATH: path, ...extra };
}

/**
 * Room for what a start makes: with less of it V8 clears up in the middle of every start, a sixth of its time. And no more
 * than that: left alone it grows fourfold while thousands of files are sent, and gives nothing back.
 */
export const programFlags = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Hands the signals that end us to the child as well: an install or a build must not go on alone. */
function endWith(child) {
  const pass = (signal) => {
    child.kill(signal);
    for (const other of signals) process.off(other, pass);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, pass);
  child.once('exit', () => {
    for (const signal of signals) process.off(signal, pass);
  });
}

/**
 * Runs a program to its end and answers its exit code; 1 when it was ended by a signal.
 * Its output goes to our standard error, since standard output may be somebody's data; `quiet` keeps it and answers it as
 * `text`. `timeoutMs` ends it.
 */
export function run(command, args, { env = process.env, quiet = false, timeoutMs, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    });
    endWith(child);
    let text = '';
    const note = (chunk) => (text += chunk);
    child.stdout?.setEncoding('utf8').on('data', note);
    child.stderr?.setEncoding('utf8').on('data', note);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            text += `\nended after ${timeoutMs / 1000} s\n`;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, text });
    });
  });
}

/** npm runs us in a shell, which does not hand on the signal that ends it. */
function endWithParent(child) {
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  };
  setInterval(look, 1_000).unref();
}

/**
 * Runs an entry of the built program in the person's folder and terminal, where relative names mean what they say.
 * Answers its exit code, which decides how a signal ends it. `program`: what runs it instead of Node.
 */
export function runProgram(entry, args, { program = programNode() } = {}) {
  const flags = program === programNode() ? programFlags : [];
  const child = spawn(program, [...flags, join(root, 'out', 'main', `${entry}.js`), ...args], {
    stdio: 'inherit',
    env: programEnv(),
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs one of the installed tools (`tsc`, `vitest`) on the program's Node. What Node compiled for it, and for the programs
 * that it starts, is kept for the next: with it a command of the program starts in a third of the time.
 */
export function runTool(script, args, options = {}) {
  const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };
  return run(programNode(), [join(root, 'node_modules', script), ...args], {
    env: programEnv({ ...compiled, ...options.extraEnv }),
    ...options,
  });
}

export async function seconds(work) {
  const start = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - start) / 1000 };
}

/** Runs a script's main function: a `Said` is printed and ends with 1, anything else shows its stack. */
export function main(work) {
  work().then(
    (code) => (process.exitCode = code ?? 0),
    (error) => {
      console.error(error instanceof Said ? error.message : error);
      process.exitCode = 1;
    },
  );
}
