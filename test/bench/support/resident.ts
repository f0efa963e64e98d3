import { readFile } from 'node:fs/promises';

/** MB of memory that a process holds now, and the most that it ever held (man 5 proc: VmRSS, VmHWM). Linux only. */
export async function resident(pid: number): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024) / 1e6;
  return { now: of('VmRSS'), most: of('VmHWM') };
}
