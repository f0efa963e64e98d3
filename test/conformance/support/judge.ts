import { run } from './oracles.ts';

export interface Verdict {
  /** One line each; empty: none. */
  findings: string[];
  counts: Record<string, number>;
}

/** botocore's opinion on a recording of the sandbox (`MILLWRIGHT_RECORD`). */
export async function judge(file: string): Promise<Verdict> {
  const { code, stdout, stderr } = await run('python3', ['test/conformance/check_botocore.py', file]);
  if (code > 1 || stdout === '') throw new Error(stderr);
  const lines = stdout.trim().split('\n');
  return { counts: JSON.parse(lines.pop() ?? '') as Record<string, number>, findings: lines };
}
