/**
 * The phases of a build, one after another: https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html.
 * A failure before BUILD ends the build; after one in BUILD the phases that follow are still attempted.
 */
import type { BuildPhaseType } from '@aws-sdk/client-codebuild';
import type { SandboxAccount } from '../../engine/types.ts';
import { dockerBuild, dockerPush, wantedImage, type Made } from './image.ts';
import { insideOrFailure, openLog, writeLog, type Failure, type Inside } from './inside.ts';
import { buildKind, runningKind, type Build, type Phase } from './kinds.ts';
import { download } from './source.ts';

/** Seconds that each usually takes, before the account's pace. */
export const phaseSeconds = {
  QUEUED: 1,
  PROVISIONING: 15,
  DOWNLOAD_SOURCE: 3,
  INSTALL: 1,
  PRE_BUILD: 4,
  BUILD: 120,
  POST_BUILD: 30,
  UPLOAD_ARTIFACTS: 1,
  FINALIZING: 2,
} as const satisfies Partial<Record<BuildPhaseType, number>>;

type Timed = keyof typeof phaseSeconds;
const order = Object.keys(phaseSeconds) as Timed[];

/** Where a failed phase leads, where that is not the next one. */
const afterFailure: Partial<Record<Timed, Timed | 'COMPLETED'>> = {
  QUEUED: 'COMPLETED',
  PROVISIONING: 'FINALIZING',
  DOWNLOAD_SOURCE: 'FINALIZING',
  INSTALL: 'FINALIZING',
  PRE_BUILD: 'FINALIZING',
};

const timer = 'codebuild.phase.ends';

interface Ending {
  id: string;
  phase: Timed;
}

type Changes = Pick<Build, 'found' | 'built'>;

interface Result {
  failure?: Failure;
  changes?: Partial<Changes>;
}

const commandsOf: Partial<Record<Timed, string>> = {
  INSTALL: 'install',
  PRE_BUILD: 'pre_build',
  BUILD: 'build',
  POST_BUILD: 'post_build',
};

/** What is done at the end of each phase. */
async function work(within: Inside, phase: Timed): Promise<Result> {
  switch (phase) {
    case 'QUEUED': {
      const failure = await openLog(within);
      return failure === undefined ? {} : { failure };
    }
    case 'PROVISIONING':
      await writeLog(within, [
        'Running on CodeBuild On-demand',
        'Waiting for agent ping',
        'Waiting for DOWNLOAD_SOURCE',
      ]);
      return {};
    case 'DOWNLOAD_SOURCE': {
      const { found, failure, lines } = await download(within);
      await writeLog(within, lines);
      return {
        ...(failure === undefined ? {} : { failure }),
        ...(found === undefined ? {} : { changes: { found } }),
      };
    }
    case 'FINALIZING':
      return {};
    default:
      return inContainer(within, phase);
  }
}

/** The commands of a phase are named in the log and not run, but for the image that is built and pushed. */
async function inContainer(within: Inside, phase: Timed): Promise<Result> {
  const { lines, failure } = await made(within, phase);
  const commands = within.build.found?.commands[commandsOf[phase] ?? ''] ?? [];
  const notRun = commands.filter((c) => !/^docker (?:buildx )?(?:build|push)\b/.test(c.trim()));
  await writeLog(within, [
    `Entering phase ${phase}`,
    ...notRun.map((command) => `The sandbox does not run your command ${command}`),
    ...lines,
    `Phase complete: ${phase} State: ${failure === undefined ? 'SUCCEEDED' : 'FAILED'}`,
    `Phase context status code: ${failure?.code ?? ''} Message: ${failure?.text ?? ''}`,
  ]);
  const built = phase === 'BUILD' && failure === undefined && wantedImage(within) !== undefined;
  return { ...(failure === undefined ? {} : { failure }), ...(built ? { changes: { built: true } } : {}) };
}

async function made(within: Inside, phase: Timed): Promise<Made> {
  const wanted = wantedImage(within);
  if (phase !== 'BUILD' && phase !== 'POST_BUILD') return { lines: [] };
  if (wanted === undefined)
    return { lines: [{ plain: 'sandbox: IMAGE_REPO_NAME is not set, so no image is made' }] };
  return phase === 'BUILD' ? dockerBuild(within) : dockerPush(within, wanted);
}

/** Puts the build into its first phases. */
export function beginBuild(account: SandboxAccount, region: string, build: Build): Build {
  const now = account.clock.now();
  const submitted: Phase = { type: 'SUBMITTED', startedAt: now, endedAt: now, status: 'SUCCEEDED' };
  const begun = { ...build, phases: [submitted] };
  account.table(runningKind, region).put({
    id: build.id,
    computeType: build.environment.computeType ?? '',
  });
  return enter(account, region, begun, 'QUEUED');
}

function enter(account: SandboxAccount, region: string, build: Readonly<Build>, phase: Timed): Build {
  const entered: Build = {
    ...build,
    phases: [...build.phases, { type: phase, startedAt: account.clock.now() }],
  };
  account.table(buildKind, region).put(entered);
  const data: Ending = { id: build.id, phase };
  account.afterTransition(phaseSeconds[phase], timer, region, data);
  return entered;
}

/** The phase that is going on, ended. */
function endPhase(
  build: Readonly<Build>,
  status: NonNullable<Phase['status']>,
  now: number,
  failure?: Failure,
): Build {
  const phases = [...build.phases];
  const last = phases.pop();
  if (last !== undefined)
    phases.push({ ...last, endedAt: now, status, ...(failure === undefined ? {} : { context: failure }) });
  return { ...build, phases };
}

export function finish(
  account: SandboxAccount,
  region: string,
  build: Readonly<Build>,
  status: Build['status'],
): Build {
  const now = account.clock.now();
  const ended: Build = {
    ...build,
    status,
    endedAt: now,
    phases: [...build.phases, { type: 'COMPLETED', startedAt: now }],
  };
  account.table(buildKind, region).put(ended);
  account.table(runningKind, region).delete(build.id);
  return ended;
}

/** The build of a timer, while it is still in the phase that the timer ends. */
function current(
  account: SandboxAccount,
  region: string,
  { id, phase }: Ending,
): Readonly<Build> | undefined {
  const build = account.table(buildKind, region).get(id);
  return build?.status === 'IN_PROGRESS' && build.phases.at(-1)?.type === phase ? build : undefined;
}

async function ends(account: SandboxAccount, region: string, data: Ending): Promise<void> {
  const before = current(account, region, data);
  if (before === undefined) return;
  const within = insideOrFailure(account, region, before);
  const { failure, changes } = 'code' in within ? { failure: within } : await work(within, data.phase);
  // A stop may have come while the phase's work was done.
  const build = current(account, region, data);
  if (build === undefined) return;
  const status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
  const ended = { ...endPhase(build, status, account.clock.now(), failure), ...changes };
  const next = order[order.indexOf(data.phase) + 1] ?? 'COMPLETED';
  const then = failure === undefined ? next : (afterFailure[data.phase] ?? next);
  if (then !== 'COMPLETED') enter(account, region, ended, then);
  else
    finish(account, region, ended, ended.phases.some((p) => p.status === 'FAILED') ? 'FAILED' : 'SUCCEEDED');
}

export function stop(account: SandboxAccount, region: string, build: Readonly<Build>): Build {
  return finish(account, region, endPhase(build, 'STOPPED', account.clock.now()), 'STOPPED');
}

/** A fault of CodeBuild itself. */
function fail(account: SandboxAccount, region: string, data: Ending, reason: string): void {
  const build = current(account, region, data);
  if (build === undefined) return;
  const failure = { code: 'INTERNAL_SERVICE_ERROR', text: reason };
  finish(account, region, endPhase(build, 'FAULT', account.clock.now(), failure), 'FAULT');
}

export const phaseTimers = { [timer]: ends };
export const phaseFailures = { [timer]: fail };
