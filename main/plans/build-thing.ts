/**
 * A build of CodeBuild as something that a plan begins and waits for. A build has no name of its own: the tag that its
 * image gets, the plan's id, stands in its variables, and by it the newest one of a project is found again.
 */
import type { Build } from '@aws-sdk/client-codebuild';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Aws } from '../aws/aws.ts';
import { scrub } from '../aws/scrub.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import type { LookOptions } from '../stacks/look.ts';
import { lastSaid, untilFailure, whyFailed } from './build-why.ts';
import type { Thing } from './things.ts';

const text = (input: object, member: string): string => {
  const value: unknown = Reflect.get(input, member);
  return typeof value === 'string' ? value : '';
};

/** Of the newest builds of a project, which are as many as one request describes. */
const lookedAt = 20;

/** The tag that a request gives its image. */
function tagOf(input: object): string {
  const given = text(input, 'tag');
  const variables: unknown = Reflect.get(input, 'environmentVariablesOverride');
  if (given !== '' || !Array.isArray(variables)) return given;
  return tagIn(variables as { name?: string; value?: string }[]);
}

const tagIn = (variables: { name?: string | undefined; value?: string | undefined }[] = []): string =>
  variables.find(({ name }) => name === 'IMAGE_TAG')?.value ?? '';

async function describe(aws: Aws, input: object, options: LookOptions): Promise<Build | undefined> {
  const id = text(input, 'id');
  const ids = id === '' ? await newestIds(aws, text(input, 'projectName'), options) : [id];
  if (ids.length === 0) return undefined;
  const { builds = [] } = await aws.call('codebuild', 'BatchGetBuilds', { ids }, options);
  if (id !== '') return builds[0];
  const tag = tagOf(input);
  const of = builds.filter(({ environment }) => tagIn(environment?.environmentVariables) === tag);
  return of.sort((a, b) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0))[0];
}

async function newestIds(aws: Aws, projectName: string, options: LookOptions): Promise<string[]> {
  try {
    const { ids = [] } = await aws.call(
      'codebuild',
      'ListBuildsForProject',
      { projectName, sortOrder: 'DESCENDING' },
      options,
    );
    return ids.slice(0, lookedAt);
  } catch (error) {
    if (failedWith(error, 'resource.notFound')) return [];
    throw error;
  }
}

/** The last lines of its log, oldest first; none where there is no log yet, or where it may not be read. */
async function lastLines(aws: Aws, { logs }: Build, limit: number, options: LookOptions): Promise<string[]> {
  const { groupName: logGroupName, streamName: logStreamName } = logs ?? {};
  if (logGroupName === undefined || logStreamName === undefined) return [];
  try {
    const input = { logGroupName, logStreamName, limit, startFromHead: false };
    const { events = [] } = await aws.call('logs', 'GetLogEvents', input, options);
    return events.flatMap(({ message: said = '' }) => said.split('\n')).filter((line) => line.trim() !== '');
  } catch (error) {
    // What the build does is known without it.
    if (error instanceof AppFailure && !failedWith(error, 'call.cancelled')) return [];
    throw error;
  }
}

/** What the container says of itself is about its phases; a person looks for what their program said. */
const plain = (line: string): string => line.replace(/^\[Container\] \S+ \S+ /, '').trim();

const longestLine = 160;
/** Characters of a log that are shown one click away. */
const mostText = 560;

async function progress(aws: Aws, input: object, options: LookOptions): Promise<Message | undefined> {
  const build = await describe(aws, input, options);
  if (build === undefined) return undefined;
  const line = (await lastLines(aws, build, 20, options)).map(plain).at(-1);
  const phase = build.currentPhase ?? 'SUBMITTED';
  return message('apply.building', {
    phase: { message: message(`apply.building.${Object.hasOwn(phases, phase) ? phase : 'other'}`) },
    line: line === undefined ? 'none' : scrub(line).slice(0, longestLine),
  });
}

/** Phases that have words of their own. */
const phases = {
  SUBMITTED: true,
  QUEUED: true,
  PROVISIONING: true,
  DOWNLOAD_SOURCE: true,
  PRE_BUILD: true,
  BUILD: true,
  POST_BUILD: true,
  FINALIZING: true,
};

const overAndNotGood = ['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'] as const;

export const build: Thing = {
  kind: 'build',
  /** `project/tag`, or an id, which is `project:…`. */
  named(name) {
    const [projectName = '', tag] = name.split('/', 2);
    return tag === undefined ? { id: name } : { projectName, tag };
  },
  state: async (aws, input, options) => (await describe(aws, input, options))?.buildStatus ?? 'absent',
  async reason(aws, input, options) {
    const found = await describe(aws, input, options);
    return found && lastSaid(untilFailure(await lastLines(aws, found, 100, options)), mostText);
  },
  failed: [...overAndNotGood, 'absent'],
  // One that failed belongs to an earlier try: another one is begun.
  reachedBy: {
    'codebuild:StartBuild': ['IN_PROGRESS', 'SUCCEEDED'],
    'codebuild:StopBuild': ['SUCCEEDED', ...overAndNotGood],
  },
  inverse: {
    'codebuild:StartBuild': {
      operation: 'StopBuild',
      from: ['IN_PROGRESS'],
      until: 'STOPPED',
      input: async (aws, input, options) => ({ id: (await describe(aws, input, options))?.id ?? '' }),
    },
  },
  same: { STOPPED: ['SUCCEEDED', ...overAndNotGood] },
  made: (answer) => text((Reflect.get(answer, 'build') as object | undefined) ?? {}, 'id'),
  progress,
  async failure(aws, input, options) {
    const found = await describe(aws, input, options);
    const lines = found === undefined ? [] : await lastLines(aws, found, 100, options);
    const why = whyFailed(found ?? {}, lines);
    return failure(
      'image.notBuilt',
      { why: { message: why.says }, mend: { message: why.mend } },
      {
        technical: {
          service: 'codebuild',
          operation: 'StartBuild',
          text: scrub(lastSaid(untilFailure(lines), mostText)),
        },
      },
    );
  },
};
