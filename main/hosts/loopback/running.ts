/** How a second start finds the program that already runs with the same state folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { removeIfThere, writeAtomic } from '../../storage/disk.ts';

const Running = z.strictObject({ port: z.number().int().min(1).max(65_535), secret: z.string() });

const fileIn = (stateDir: string): string => join(stateDir, 'running.json');

/** Readable by this computer's user only. */
export async function announce(stateDir: string, port: number, secret: string): Promise<void> {
  await writeAtomic(fileIn(stateDir), JSON.stringify({ port, secret }));
}

export async function withdraw(stateDir: string): Promise<void> {
  await removeIfThere(fileIn(stateDir));
}

/** A fresh link of the running program, or undefined when none answers. */
export async function linkOfRunning(stateDir: string): Promise<string | undefined> {
  try {
    const { port, secret } = Running.parse(JSON.parse(await readFile(fileIn(stateDir), 'utf8')));
    const answer = await fetch(`http://127.0.0.1:${port}/link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      signal: AbortSignal.timeout(3_000),
    });
    return answer.ok ? z.object({ link: z.string() }).parse(await answer.json()).link : undefined;
  } catch {
    // Whatever is wrong with the note or the port: there is no program that can give a link.
    return undefined;
  }
}
