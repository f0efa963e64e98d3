import type {
  BuildPhaseType,
  EnvironmentVariable,
  LogsConfig,
  ProjectArtifacts,
  ProjectCache,
  ProjectEnvironment,
  ProjectSource,
  StatusType,
} from '@aws-sdk/client-codebuild';
import { AwsError, type Kind, type SandboxAccount } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

/** What a project says of its builds, and what a build was begun with. */
export interface Settings {
  source: ProjectSource;
  sourceVersion?: string;
  artifacts: ProjectArtifacts;
  cache: ProjectCache;
  environment: ProjectEnvironment;
  serviceRole: string;
  timeoutMinutes: number;
  queuedTimeoutMinutes: number;
  logs?: LogsConfig;
}

/** A project as it is kept. Times in ms of the account's clock. */
export interface Project extends Settings {
  name: string;
  description?: string;
  tags: Tags;
  createdAt: number;
  modifiedAt: number;
  /** Builds ever started. */
  builds: number;
}

export interface Phase {
  type: BuildPhaseType;
  startedAt: number;
  endedAt?: number;
  status?: StatusType;
  /** Why it did not succeed. */
  context?: { code: string; text: string };
}

/** What was found in the source. */
export interface Found {
  sha256: string;
  bytes: number;
  /** Path of the Dockerfile that is asked for, and whether the source has it. */
  dockerfile: string;
  hasDockerfile: boolean;
  /** What `docker build` would stop at. */
  fault?: string[];
  /** Commands of the buildspec by phase; none is run. */
  commands: Record<string, string[]>;
}

export interface Build extends Settings {
  id: string;
  number: number;
  project: string;
  initiator: string;
  startedAt: number;
  endedAt?: number;
  status: StatusType;
  phases: Phase[];
  logGroup?: string;
  logStream?: string;
  token?: { value: string; input: string };
  found?: Found;
  /** `docker build` went well: there is an image to push. */
  built?: true;
}

/** A machine that builds: it comes with a build and goes with its end, and is what is billed. */
export interface Running {
  id: string;
  computeType: string;
}

export const projectKind: Kind<Project> = { name: 'codebuild/project', scope: 'region', key: (p) => p.name };

/** Builds stay to be read when they are over, and when their project is gone: they are no resources. */
export const buildKind: Kind<Build> = {
  name: 'codebuild/build',
  scope: 'region',
  record: true,
  key: (b) => b.id,
};

export const runningKind: Kind<Running> = {
  name: 'codebuild/running-build',
  scope: 'region',
  key: (r) => r.id,
  billed: (r) => [
    { priceKey: `codebuild:${priceNames[r.computeType] ?? r.computeType}`, quantity: 1, unit: 'minute' },
  ],
};

/** The sizes that the sandbox models; the names are those of its price list. */
export const priceNames: Readonly<Record<string, string>> = {
  BUILD_GENERAL1_SMALL: 'general1.small',
  BUILD_GENERAL1_MEDIUM: 'general1.medium',
  BUILD_GENERAL1_LARGE: 'general1.large',
  BUILD_GENERAL1_2XLARGE: 'general1.2xlarge',
};

export const projectArn = (account: SandboxAccount, region: string, name: string): string =>
  `arn:aws:codebuild:${region}:${account.id}:project/${name}`;

export const buildArn = (account: SandboxAccount, region: string, id: string): string =>
  `arn:aws:codebuild:${region}:${account.id}:build/${id}`;

export const invalid = (text: string) => new AwsError('InvalidInputException', text);

/** `PROJECT:UUID`. */
export const projectOf = (buildId: string): string => buildId.split(':')[0] ?? '';

/** Text as CodePipeline passes it on: aws-samples and others quote "Project cannot be found: arn:aws:codebuild:…". */
export function projectNamed(account: SandboxAccount, region: string, name: string): Readonly<Project> {
  const found = account.table(projectKind, region).get(name);
  if (found === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `Project cannot be found: ${projectArn(account, region, name)}`,
    );
  return found;
}

/** Plain variables by name; those from other stores are not looked up. */
export const variables = (list: readonly EnvironmentVariable[] = []): Record<string, string> =>
  Object.fromEntries(
    list.flatMap(({ name, value, type = 'PLAINTEXT' }) =>
      name === undefined || type !== 'PLAINTEXT' ? [] : [[name, value ?? '']],
    ),
  );
