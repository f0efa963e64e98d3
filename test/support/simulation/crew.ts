/** Processes that simulate seeds side by side. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Run } from './story.ts';

export interface Asked {
  seed: number;
  /** Name of a mutant. */
  mutant?: string;
}

export type Told = Omit<Run, 'trace'> & { ms: number };

export interface Crew {
  /** Waits for a free process. */
  run(asked: Asked): Promise<Told>;
  close(): void;
}

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

interface Job {
  asked: Asked;
  done: (told: Told) => void;
  failed: (why: Error) => void;
}

export function openCrew(size: number): Crew {
  const waiting: Job[] = [];
  let closed = false;
  const members = Array.from({ length: size }, () => {
    const child = fork(worker, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const member = { child, job: undefined as Job | undefined };
    child.on('message', (told: Told) => {
      const { job } = member;
      member.job = undefined;
      job?.done(told);
      deal();
    });
    child.on('exit', (code) => {
      if (!closed) member.job?.failed(new Error(`A process of the simulation ended with ${String(code)}.`));
    });
    return member;
  });
  const deal = () => {
    for (const member of members) {
      if (member.job !== undefined) continue;
      member.job = waiting.shift();
      if (member.job !== undefined) member.child.send(member.job.asked);
    }
  };
  return {
    run: (asked) =>
      new Promise((done, failed) => {
        waiting.push({ asked, done, failed });
        deal();
      }),
    close() {
      closed = true;
      for (const { child } of members) child.disconnect();
    },
  };
}
