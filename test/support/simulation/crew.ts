/** Processes that simulate seeds side by side. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Run } from './story.ts';

export interface Asked {
  seed: number;
  /** Name of a mutant. */
  mutant?: string;
  /** Without faults of AWS. */
  calm?: boolean;
  /** Name of a mutant whose death this run dies. */
  dies?: string;
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

/** Programs that died leave something behind in their process: after so many runs it is replaced. */
const runsOfOne = 200;

interface Member {
  child: ChildProcess;
  runs: number;
  job: Job | undefined;
}

export function openCrew(size: number): Crew {
  const waiting: Job[] = [];
  let closed = false;
  const begin = (member: Omit<Member, 'child'>): ChildProcess => {
    const child = fork(worker, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (told: Told) => {
      const { job } = member;
      member.job = undefined;
      job?.done(told);
      deal();
    });
    child.on('exit', (code) => {
      if (!closed) member.job?.failed(new Error(`A process of the simulation ended with ${String(code)}.`));
    });
    return child;
  };
  const hire = (): Member => {
    const member = { runs: 0, job: undefined };
    return Object.assign(member, { child: begin(member) });
  };
  const members = Array.from({ length: size }, hire);
  const deal = () => {
    for (const [index, member] of members.entries()) {
      if (member.job !== undefined) continue;
      const job = waiting.shift();
      if (job === undefined) return;
      let free = member;
      if (member.runs === runsOfOne) {
        member.child.disconnect();
        free = members[index] = hire();
      }
      free.job = job;
      free.runs += 1;
      free.child.send(job.asked);
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
