import type {
  BatchGetBuildsInput,
  Build as Shown,
  ListBuildsInput,
  StartBuildInput,
} from '@aws-sdk/client-codebuild';
import { AwsError, type Call, type Operation, type SandboxAccount } from '../../engine/types.ts';
import { resourceTagContext } from '../shared/tags.ts';
import { logPlace } from './inside.ts';
import {
  buildArn,
  buildKind,
  invalid,
  projectArn,
  projectKind,
  projectNamed,
  projectOf,
  runningKind,
  type Build,
  type Phase,
} from './kinds.ts';
import { beginBuild, stop } from './phases.ts';
import { roleOf } from './role.ts';

/** Builds at a time; AWS's quota of an account may be smaller. */
const mostRunning = 10;
/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html */
const tokenMs = 5 * 60_000;

const onProject = (call: Call<unknown>, name: string) => ({
  resource: projectArn(call.account, call.region, name),
  context: resourceTagContext(call.account.table(projectKind, call.region).get(name)?.tags ?? {}),
});

type Start = StartBuildInput & { projectName: string };

const overridden = (input: Start) =>
  Object.keys(input).filter((name) => name.endsWith('Override') && !modelled.includes(name));
const modelled = [
  'environmentVariablesOverride',
  'sourceLocationOverride',
  'buildspecOverride',
  'privilegedModeOverride',
  'timeoutInMinutesOverride',
];

const start: Operation<Start> = {
  access: (call) => [onProject(call, call.input.projectName)],
  run({ account, region, input, caller, now }) {
    const project = projectNamed(account, region, input.projectName);
    const [unknown] = overridden(input);
    if (unknown !== undefined) throw invalid(`The sandbox models no ${unknown}.`);
    const { idempotencyToken, ...asked } = input;
    const begun = startedBefore(account, region, idempotencyToken, asked, now);
    if (begun !== undefined) return { build: shown(account, region, begun) };
    if (account.table(runningKind, region).list().length >= mostRunning)
      throw new AwsError(
        'AccountLimitExceededException',
        `Cannot have more than ${mostRunning} builds in queue for the account`,
      );
    roleOf(account, project.serviceRole);
    const sourceVersion = input.sourceVersion ?? project.sourceVersion;
    const build: Build = {
      ...settings(project, input),
      ...(sourceVersion === undefined ? {} : { sourceVersion }),
      id: `${project.name}:${uuid(account)}`,
      number: project.builds + 1,
      project: project.name,
      initiator: caller.arn.split('/').at(-1) ?? caller.arn,
      startedAt: now,
      status: 'IN_PROGRESS',
      phases: [],
      ...(idempotencyToken === undefined
        ? {}
        : { token: { value: idempotencyToken, input: JSON.stringify(asked) } }),
    };
    account.table(projectKind, region).put({ ...project, builds: build.number });
    return { build: shown(account, region, beginBuild(account, region, build)) };
  },
};

/** The build that the same token began a short time ago. */
function startedBefore(
  account: SandboxAccount,
  region: string,
  token: string | undefined,
  asked: object,
  now: number,
): Readonly<Build> | undefined {
  if (token === undefined) return undefined;
  const found = account
    .table(buildKind, region)
    .list()
    .findLast((b) => b.token?.value === token && now - b.startedAt < tokenMs);
  if (found !== undefined && found.token?.input !== JSON.stringify(asked))
    throw invalid('Parameter mismatch: the idempotency token was used with other parameters.');
  return found;
}

function settings(project: ReturnType<typeof projectNamed>, input: Start) {
  const { source, artifacts, cache, environment, serviceRole, queuedTimeoutMinutes, logs } = project;
  const given = input.environmentVariablesOverride ?? [];
  const kept = (environment.environmentVariables ?? []).filter((v) => !given.some((g) => g.name === v.name));
  return {
    source: {
      ...source,
      ...(input.sourceLocationOverride === undefined ? {} : { location: input.sourceLocationOverride }),
      ...(input.buildspecOverride === undefined ? {} : { buildspec: input.buildspecOverride }),
    },
    artifacts,
    cache,
    environment: {
      ...environment,
      environmentVariables: [...kept, ...given],
      privilegedMode: input.privilegedModeOverride ?? environment.privilegedMode ?? false,
    },
    serviceRole,
    timeoutMinutes: input.timeoutInMinutesOverride ?? project.timeoutMinutes,
    queuedTimeoutMinutes,
    ...(logs === undefined ? {} : { logs }),
  };
}

function uuid(account: SandboxAccount): string {
  const hex = account.newId(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const shownPhase = ({ type, startedAt, endedAt, status, context }: Phase) => ({
  phaseType: type,
  ...(status === undefined ? {} : { phaseStatus: status }),
  startTime: new Date(startedAt),
  ...(endedAt === undefined
    ? {}
    : {
        endTime: new Date(endedAt),
        durationInSeconds: Math.floor((endedAt - startedAt) / 1000),
        ...(type === 'SUBMITTED'
          ? {}
          : { contexts: [{ statusCode: context?.code ?? '', message: context?.text ?? '' }] }),
      }),
});

function shown(account: SandboxAccount, region: string, b: Readonly<Build>): Shown {
  const place = logPlace(b);
  const stream =
    place && `arn:aws:logs:${region}:${account.id}:log-group:${place.group}:log-stream:${place.stream}`;
  return {
    id: b.id,
    arn: buildArn(account, region, b.id),
    buildNumber: b.number,
    startTime: new Date(b.startedAt),
    ...(b.endedAt === undefined ? {} : { endTime: new Date(b.endedAt) }),
    currentPhase: b.phases.at(-1)?.type ?? 'SUBMITTED',
    buildStatus: b.status,
    ...(b.sourceVersion === undefined ? {} : { sourceVersion: b.sourceVersion }),
    projectName: b.project,
    phases: b.phases.map(shownPhase),
    source: b.source,
    artifacts: { location: b.artifacts.location ?? '' },
    cache: b.cache,
    environment: b.environment,
    serviceRole: b.serviceRole,
    logs: {
      // Known from the moment that the stream is there.
      ...(place === undefined || b.phases.length < 3
        ? {}
        : {
            groupName: place.group,
            streamName: place.stream,
            deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encodeURIComponent(place.group)}/log-events/${encodeURIComponent(place.stream)}`,
          }),
      ...(stream === undefined ? {} : { cloudWatchLogsArn: stream }),
      ...(b.logs?.cloudWatchLogs === undefined ? {} : { cloudWatchLogs: b.logs.cloudWatchLogs }),
    },
    timeoutInMinutes: b.timeoutMinutes,
    queuedTimeoutInMinutes: b.queuedTimeoutMinutes,
    buildComplete: b.status !== 'IN_PROGRESS',
    initiator: b.initiator,
    encryptionKey: `arn:aws:kms:${region}:${account.id}:alias/aws/s3`,
  };
}

const idIn = (given: string) => given.split(':build/').at(-1) ?? given;

const get: Operation<BatchGetBuildsInput & { ids: string[] }> = {
  access: (call) =>
    [...new Set(call.input.ids.map((id) => projectOf(idIn(id))))].map((p) => onProject(call, p)),
  run({ account, region, input }) {
    const table = account.table(buildKind, region);
    return {
      builds: input.ids.flatMap((id) => table.get(idIn(id)) ?? []).map((b) => shown(account, region, b)),
      buildsNotFound: input.ids.filter((id) => table.get(idIn(id)) === undefined),
    };
  },
};

/** A build that is over stays as it is. */
const stopOne: Operation<{ id: string }> = {
  access: (call) => [onProject(call, projectOf(idIn(call.input.id)))],
  run({ account, region, input }) {
    const build = account.table(buildKind, region).get(idIn(input.id));
    if (build === undefined)
      throw new AwsError('ResourceNotFoundException', `Build ${input.id} does not exist`);
    const after = build.status === 'IN_PROGRESS' ? stop(account, region, build) : build;
    return { build: shown(account, region, after) };
  },
};

const page = { items: 'ids', input: 'nextToken', output: 'nextToken', defaultSize: 100, maxSize: 100 };

/** Newest first unless told. */
function ids(account: SandboxAccount, region: string, input: ListBuildsInput, project?: string) {
  const found = account
    .table(buildKind, region)
    .list()
    .filter((b) => project === undefined || b.project === project)
    .map((b) => b.id);
  return { ids: input.sortOrder === 'ASCENDING' ? found : found.reverse() };
}

const list: Operation<ListBuildsInput> = {
  page,
  run: ({ account, region, input }) => ids(account, region, input),
};

const listOfProject: Operation<ListBuildsInput & { projectName: string }> = {
  access: (call) => [onProject(call, call.input.projectName)],
  page,
  run: ({ account, region, input }) =>
    ids(account, region, input, projectNamed(account, region, input.projectName).name),
};

export const buildOperations = {
  StartBuild: start,
  StopBuild: stopOne,
  BatchGetBuilds: get,
  ListBuilds: list,
  ListBuildsForProject: listOfProject,
};
