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
 * Runs a program to its end and answers its exit code; 1 when it was ended by a signal.
 * `quiet` keeps its output and answers it as `text`; `timeoutMs` ends it.
 */
export function run(command, args, { env = process.env, quiet = false, timeoutMs, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
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

/** Runs one of the installed tools (`tsc`, `vitest`) on the program's Node. */
export function runTool(script, args, options = {}) {
  return run(programNode(), [join(root, 'node_modules', script), ...args], {
    env: programEnv(options.extraEnv),
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
