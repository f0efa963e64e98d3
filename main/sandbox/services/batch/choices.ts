/**
 * What shall happen to jobs instead of the usual: no capacity, a failed pull, a script that fails. Chosen through the
 * sandbox's control port (`POST /_sandbox/batch/choose`) or in process; kept with the account until met or forgotten.
 */
import type { Kind, SandboxAccount } from '../../engine/types.ts';

export interface Fate {
  /** Before the container runs, or this many seconds after it began. */
  after: 'start' | number;
  exitCode?: number;
  reason?: (image: string) => string;
  statusReason: string;
  /** Last lines of its log. */
  lines?: readonly string[];
}

const exited = 'Essential container in task exited';
const notStarted = 'Task failed to start';

/**
 * Words of ECS and Batch as reported: pull failures spotify/luigi#2808, nextflow-io/nextflow#5099; out of memory
 * aws/amazon-ecs-agent#1187; Docker Hub's limit docs.docker.com/docker-hub/usage/pulls; a GPU that is
 * not there NVIDIA/nvidia-docker#1034; `Essential container in task exited` getmoto/moto#2829; logging driver seqeralabs/nf-tower#305.
 */
export const fates: Readonly<Record<string, Fate>> = {
  'image-missing': {
    after: 'start',
    reason: (image) =>
      `CannotPullContainerError: Error response from daemon: manifest for ${image} not found: manifest unknown: manifest unknown`,
    statusReason: notStarted,
  },
  'image-denied': {
    after: 'start',
    reason: (image) =>
      `CannotPullContainerError: Error response from daemon: pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    statusReason: notStarted,
  },
  'image-timeout': {
    after: 'start',
    reason: () =>
      'CannotPullContainerError: Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    statusReason: notStarted,
  },
  'image-too-often': {
    after: 'start',
    reason: () =>
      'CannotPullContainerError: Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
    statusReason: notStarted,
  },
  'image-broken': {
    after: 'start',
    reason: () =>
      'CannotPullContainerError: failed to register layer: Error processing tar file(exit status 1): archive/tar: invalid tar header',
    statusReason: notStarted,
  },
  'no-gpu': {
    after: 'start',
    reason: () =>
      'CannotStartContainerError: Error response from daemon: could not select device driver "" with capabilities: [[gpu]]',
    statusReason: notStarted,
  },
  'docker-timeout': {
    after: 'start',
    reason: () => 'DockerTimeoutError: Could not transition to started; timed out after waiting 4m0s',
    statusReason: notStarted,
  },
  'disk-full': {
    after: 'start',
    reason: () =>
      'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob887491687: no space left on device',
    statusReason: notStarted,
  },
  'out-of-memory': {
    after: 60,
    exitCode: 137,
    reason: () => 'OutOfMemoryError: Container killed due to memory usage',
    statusReason: exited,
  },
  'script-error': {
    after: 60,
    exitCode: 1,
    statusReason: exited,
    lines: [
      'Traceback (most recent call last):',
      '  File "train.py", line 12, in <module>',
      "KeyError: 'label'",
    ],
  },
  crash: { after: 60, exitCode: 139, statusReason: exited, lines: ['Segmentation fault (core dumped)'] },
  success: { after: 60, exitCode: 0, statusReason: exited },
  interrupted: { after: 60, statusReason: 'interrupted' },
};

export interface ChoiceSpec {
  /** A name of `fates`, `exit:N`, or `no-capacity`. */
  outcome: string;
  /** Name of the job, or its beginning and `*`. Default: every job. */
  job?: string;
  /** Machine type or zone that has no capacity. Default: all. */
  where?: string;
  /** How often; null: until it is forgotten. Default null. */
  times?: number | null;
}

export interface Choice extends Required<ChoiceSpec> {
  id: string;
  met: number;
}

const choiceKind: Kind<Choice> = {
  name: 'batch/choice',
  scope: 'region',
  record: true,
  key: (c) => c.id,
};

const exitCode = (outcome: string): number | undefined => {
  const found = /^exit:(\d{1,3})$/.exec(outcome)?.[1];
  return found === undefined ? undefined : Number(found);
};

export function fateNamed(outcome: string): Fate | undefined {
  const code = exitCode(outcome);
  return code === undefined ? fates[outcome] : { after: 60, exitCode: code, statusReason: exited };
}

/** Says in a sentence what is wrong with a wish. */
export class WrongChoice extends Error {}

/** Checks what came from outside. Throws `WrongChoice`. */
export function choose(account: SandboxAccount, region: string, spec: ChoiceSpec): Choice {
  const { outcome, job = '*', where = '*', times = null } = spec;
  if (typeof outcome !== 'string' || (outcome !== 'no-capacity' && !fateNamed(outcome)))
    throw new WrongChoice(
      `outcome is one of ${Object.keys(fates).join(', ')}, no-capacity, or exit:N with N from 0 to 255.`,
    );
  if (typeof job !== 'string' || typeof where !== 'string') throw new WrongChoice('job and where are texts.');
  if (times !== null && !(Number.isInteger(times) && times > 0))
    throw new WrongChoice('times is a whole number above 0, or null.');
  const choice: Choice = { id: account.newId(8), outcome, job, where, times, met: 0 };
  account.table(choiceKind, region).put(choice);
  return choice;
}

export const choices = (account: SandboxAccount, region: string): readonly Readonly<Choice>[] =>
  account.table(choiceKind, region).list();

/** Without an id all of them. */
export function forget(account: SandboxAccount, region: string, id?: string): void {
  const table = account.table(choiceKind, region);
  for (const choice of table.list()) if (id === undefined || choice.id === id) table.delete(choice.id);
}

export const matches = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;

const open = (choice: Readonly<Choice>) => choice.times === null || choice.met < choice.times;

/** The outcome that was chosen for the next attempt of a job; counted as met. */
export function meets(account: SandboxAccount, region: string, jobName: string): string | undefined {
  const table = account.table(choiceKind, region);
  const found = table.list().find((c) => c.outcome !== 'no-capacity' && open(c) && matches(c.job, jobName));
  if (!found) return undefined;
  table.put({ ...found, met: found.met + 1 });
  return found.outcome;
}

export const noCapacity = (account: SandboxAccount, region: string, type: string, zone: string): boolean =>
  choices(account, region).some(
    (c) => c.outcome === 'no-capacity' && (matches(c.where, type) || matches(c.where, zone)),
  );
