/**
 * What runs in a job's container in the sandbox. No code of an image, folder or command: only programs that ship with the
 * sandbox, which say so in their log; for everything else the log says that it was not run.
 */
import type { SandboxAccount } from '../../engine/types.ts';

export interface JobStart {
  account: SandboxAccount;
  region: string;
  jobId: string;
  jobName: string;
  /** 1, 2, …: `AWS_BATCH_JOB_ATTEMPT`. */
  attempt: number;
  image: string;
  /** With the parameters filled in. */
  command: readonly string[];
  /** As the container would see it, those of Batch included. */
  environment: Readonly<Record<string, string>>;
  /** That it runs on; absent: it is gone. */
  machine?: { type: string; zone: string };
  /** Whose rights the program has in the account; absent: none. */
  jobRoleArn?: string;
}

/** What a program did until its next pause. Without an exit code it goes on after `seconds` of the account's time. */
export type Moment =
  | { lines: readonly string[]; seconds: number }
  | { lines: readonly string[]; exitCode: number; reason?: string };

/** One attempt at work. Lives in memory: after a restart of the sandbox the same attempt is started anew. */
export interface RunningProgram {
  next(): Promise<Moment> | Moment;
  /** SIGTERM: it may save what it has. Answers its last lines; `next` is not called again. */
  stop(): Promise<readonly string[]> | readonly string[];
}

export interface JobPrograms {
  /** Undefined: not a program that ships with the sandbox. */
  start(what: JobStart): RunningProgram | undefined;
}

/** `, on g4dn.xlarge in us-east-1a`: as the program inside trainings says it, where the machine can be asked. */
export const onMachine = ({ machine }: Pick<JobStart, 'machine'>): string =>
  machine === undefined ? '' : `, on ${machine.type} in ${machine.zone}`;

/** The first line of a job of a training of ours; other jobs have none. */
const firstLine = (what: JobStart): string[] =>
  what.environment['MILLWRIGHT_BOOTSTRAP'] === undefined
    ? []
    : [`millwright: Attempt ${what.attempt} of job ${what.jobId}, in the sandbox${onMachine(what)}`];

/** How long a job lasts that the sandbox does not run; seconds of the account's time. */
export const unknownLasts = 300;

/** Stands in for what is not run: says so, takes its time, ends well. */
export function notRun(what: JobStart): RunningProgram {
  let said = false;
  return {
    next() {
      if (said)
        return { lines: ['The sandbox ends this job as if your script had ended well.'], exitCode: 0 };
      said = true;
      return {
        lines: [
          ...firstLine(what),
          `The sandbox does not run your script. Image: ${what.image}`,
          `Command: ${what.command.join(' ') || "(the image's own)"}`,
          `Attempt ${what.attempt} of ${what.jobName} takes ${unknownLasts} seconds here.`,
        ],
        seconds: unknownLasts,
      };
    },
    stop: () => ['The sandbox was told to stop this job.'],
  };
}

let shipped: readonly JobPrograms[] = [];
const own = new WeakMap<SandboxAccount, readonly JobPrograms[]>();

/** The programs that ship with the sandbox, asked in this order: jobs run from the moment that an account opens. */
export function shipPrograms(programs: readonly JobPrograms[]): void {
  shipped = programs;
}

/** What jobs of this account run in place of the programs that ship. */
export function usePrograms(account: SandboxAccount, programs: readonly JobPrograms[]): void {
  own.set(account, programs);
}

export function startProgram(what: JobStart): RunningProgram {
  for (const programs of own.get(what.account) ?? shipped) {
    const running = programs.start(what);
    if (running) return running;
  }
  return notRun(what);
}
