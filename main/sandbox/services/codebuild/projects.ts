import type {
  BatchGetProjectsInput,
  CreateProjectInput,
  ListProjectsInput,
  Project as Shown,
  UpdateProjectInput,
} from '@aws-sdk/client-codebuild';
import { AwsError, type Call, type Operation, type SandboxAccount } from '../../engine/types.ts';
import { requestTagContext, resourceTagContext, type Tags } from '../shared/tags.ts';
import {
  invalid,
  priceNames,
  projectArn,
  projectKind,
  projectNamed,
  type Project,
  type Settings,
} from './kinds.ts';
import { roleOf } from './role.ts';

interface Named {
  name: string;
}
type TagInput = readonly { key?: string | undefined; value?: string | undefined }[];

const tagsFrom = (list: TagInput = []): Tags =>
  Object.fromEntries(list.flatMap(({ key, value = '' }) => (key === undefined ? [] : [[key, value]])));

const onProject = (call: Call<unknown>, name: string, given: Tags = {}) => ({
  resource: projectArn(call.account, call.region, name),
  context: {
    ...resourceTagContext(call.account.table(projectKind, call.region).get(name)?.tags ?? {}),
    ...requestTagContext(given),
  },
});

const passRole = (role: string | undefined) =>
  role === undefined
    ? []
    : [
        {
          action: 'iam:PassRole',
          resource: role,
          context: { 'iam:PassedToService': 'codebuild.amazonaws.com' },
        },
      ];

const writeAccess = (
  call: Call<{ name?: string | undefined; tags?: TagInput | undefined; serviceRole?: string | undefined }>,
) => [onProject(call, call.input.name ?? '', tagsFrom(call.input.tags)), ...passRole(call.input.serviceRole)];

/** What the sandbox can build from; the rest it refuses by name. */
function check({ source, environment, serviceRole }: Settings, account: SandboxAccount): void {
  const model = (what: string) => invalid(`The sandbox models ${what}.`);
  if (source.type === 'S3') {
    const { location = '' } = source;
    if (!/^(?:arn:aws:s3:::)?[^/]+\/.+$/s.test(location))
      throw model('a source in S3 that is a ZIP file or a folder: BUCKET/PATH/TO/FILE.zip, BUCKET/PATH/');
  } else if (source.type !== 'NO_SOURCE') throw model('sources of the types S3 and NO_SOURCE');
  else if (source.buildspec === undefined)
    throw invalid('Project source type NO_SOURCE requires a buildspec in YAML.');
  if (environment.type !== 'LINUX_CONTAINER') throw model('environments of the type LINUX_CONTAINER');
  const sizes = Object.keys(priceNames);
  if (!sizes.includes(environment.computeType ?? '')) throw model(`the compute types ${sizes.join(', ')}`);
  roleOf(account, serviceRole);
}

const withDefaults = (environment: CreateProjectInput['environment']): Settings['environment'] => ({
  type: environment?.type,
  image: environment?.image,
  computeType: environment?.computeType,
  environmentVariables: environment?.environmentVariables ?? [],
  privilegedMode: environment?.privilegedMode ?? false,
  imagePullCredentialsType: environment?.imagePullCredentialsType ?? 'CODEBUILD',
  ...(environment?.certificate === undefined ? {} : { certificate: environment.certificate }),
});

function settingsFrom(input: CreateProjectInput): Settings {
  const { source, artifacts, sourceVersion, logsConfig, serviceRole = '' } = input;
  return {
    source: { ...source, type: source?.type },
    artifacts: { ...artifacts, type: artifacts?.type },
    cache: input.cache ?? { type: 'NO_CACHE' },
    environment: withDefaults(input.environment),
    serviceRole,
    timeoutMinutes: input.timeoutInMinutes ?? 60,
    queuedTimeoutMinutes: input.queuedTimeoutInMinutes ?? 480,
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    ...(logsConfig === undefined ? {} : { logs: logsConfig }),
  };
}

function shown(account: SandboxAccount, region: string, p: Readonly<Project>): Shown {
  return {
    name: p.name,
    arn: projectArn(account, region, p.name),
    ...(p.description === undefined ? {} : { description: p.description }),
    source: p.source,
    ...(p.sourceVersion === undefined ? {} : { sourceVersion: p.sourceVersion }),
    artifacts: p.artifacts,
    cache: p.cache,
    environment: p.environment,
    serviceRole: p.serviceRole,
    timeoutInMinutes: p.timeoutMinutes,
    queuedTimeoutInMinutes: p.queuedTimeoutMinutes,
    encryptionKey: `arn:aws:kms:${region}:${account.id}:alias/aws/s3`,
    tags: Object.entries(p.tags).map(([key, value]) => ({ key, value })),
    created: new Date(p.createdAt),
    lastModified: new Date(p.modifiedAt),
    ...(p.logs === undefined ? {} : { logsConfig: p.logs }),
    badge: { badgeEnabled: false },
    projectVisibility: 'PRIVATE',
  };
}

const create: Operation<CreateProjectInput & Named> = {
  access: writeAccess,
  run({ account, region, input, now }) {
    if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(input.name))
      throw invalid('Invalid project name: it has 2 to 150 letters, digits, hyphens and underscores.');
    const table = account.table(projectKind, region);
    if (table.get(input.name) !== undefined)
      throw new AwsError(
        'ResourceAlreadyExistsException',
        `Project already exists: ${projectArn(account, region, input.name)}`,
      );
    const settings = settingsFrom(input);
    check(settings, account);
    const project: Project = {
      ...settings,
      name: input.name,
      ...(input.description === undefined ? {} : { description: input.description }),
      tags: tagsFrom(input.tags),
      createdAt: now,
      modifiedAt: now,
      builds: 0,
    };
    table.put(project);
    return { project: shown(account, region, project) };
  },
};

/** What is not given stays. */
const update: Operation<UpdateProjectInput & Named> = {
  access: writeAccess,
  run({ account, region, input, now }) {
    const old = projectNamed(account, region, input.name);
    const settings = settingsFrom({
      ...input,
      source: input.source ?? old.source,
      artifacts: input.artifacts ?? old.artifacts,
      cache: input.cache ?? old.cache,
      environment: input.environment ?? old.environment,
      serviceRole: input.serviceRole ?? old.serviceRole,
      sourceVersion: input.sourceVersion ?? old.sourceVersion,
      timeoutInMinutes: input.timeoutInMinutes ?? old.timeoutMinutes,
      queuedTimeoutInMinutes: input.queuedTimeoutInMinutes ?? old.queuedTimeoutMinutes,
      logsConfig: input.logsConfig ?? old.logs,
    });
    check(settings, account);
    const description = input.description ?? old.description;
    const project: Project = {
      ...settings,
      name: old.name,
      ...(description === undefined ? {} : { description }),
      tags: input.tags === undefined ? old.tags : tagsFrom(input.tags),
      createdAt: old.createdAt,
      modifiedAt: now,
      builds: old.builds,
    };
    account.table(projectKind, region).put(project);
    return { project: shown(account, region, project) };
  },
};

/** Its builds stay; a project that is not there counts as deleted. */
const remove: Operation<Named> = {
  access: (call) => [onProject(call, call.input.name)],
  run({ account, region, input }) {
    account.table(projectKind, region).delete(input.name);
    return {};
  },
};

const get: Operation<BatchGetProjectsInput & { names: string[] }> = {
  access: (call) => call.input.names.map((name) => onProject(call, nameIn(name))),
  run({ account, region, input }) {
    const table = account.table(projectKind, region);
    const found = input.names.flatMap((name) => table.get(nameIn(name)) ?? []);
    return {
      projects: found.map((p) => shown(account, region, p)),
      projectsNotFound: input.names.filter((name) => table.get(nameIn(name)) === undefined),
    };
  },
};

/** A project may be named by its ARN. */
const nameIn = (given: string) => given.split(':project/').at(-1) ?? given;

const list: Operation<ListProjectsInput> = {
  page: { items: 'projects', input: 'nextToken', output: 'nextToken', defaultSize: 100, maxSize: 100 },
  run({ account, region, input }) {
    const by = { NAME: 'name', CREATED_TIME: 'createdAt', LAST_MODIFIED_TIME: 'modifiedAt' } as const;
    const key = by[input.sortBy ?? 'NAME'];
    const sorted = account
      .table(projectKind, region)
      .list()
      .sort((a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0));
    if (input.sortOrder === 'DESCENDING') sorted.reverse();
    return { projects: sorted.map((p) => p.name) };
  },
};

export const projectOperations = {
  CreateProject: create,
  UpdateProject: update,
  DeleteProject: remove,
  BatchGetProjects: get,
  ListProjects: list,
};
