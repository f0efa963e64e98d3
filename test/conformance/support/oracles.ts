/** Judges that nobody here wrote. A test that needs one is skipped under a name that says which one is missing. */
import { execFile, execFileSync } from 'node:child_process';
import { describe } from 'vitest';

const programs = {
  'cfn-lint': ['cfn-lint', '--version'],
  'AWS CLI': ['aws', '--version'],
  botocore: ['python3', '-c', 'import botocore'],
  moto_server: ['moto_server', '--help'],
} as const;
export type Oracle = keyof typeof programs;

export function isHere(oracle: Oracle): boolean {
  const [program, ...args] = programs[oracle];
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch (error) {
    const { status, code } = error as { status?: number; code?: string };
    // 127: the shim of a version manager has no such program behind it.
    if (code === 'ENOENT' || status === 127 || (program === 'python3' && status === 1)) return false;
    throw error;
  }
}

/** `describe` where all of these are here; else one skipped group that names what is missing, and a line on the terminal. */
export function describeWith(oracles: readonly Oracle[], name: string, tests: () => void): void {
  const missing = oracles.filter((oracle) => !isHere(oracle));
  if (missing.length === 0) return void describe(name, tests);
  const title = `not run here: ${missing.join(' and ')} missing: ${name}`;
  console.warn(title);
  describe.skip(title, tests);
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; an exit code other than 0 is an answer. */
export function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number')
        reject(new Error(`${program} did not run`, { cause: error }));
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
