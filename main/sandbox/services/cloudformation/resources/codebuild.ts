/**
 * AWS::CodeBuild::Project. Properties and create-only ones: resource schema of the CloudFormation registry,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codebuild-project.html. The template spells
 * members with a capital, and `BuildSpec` where the API has `buildspec`.
 */
import { isObject, type Json, type JsonObject } from '../template/types.ts';
import type { Made, ResourceType, Work } from './types.ts';
import { integer, object, present, text, truth } from './values.ts';

/** Members that are no text, wherever they stand. */
const truths = [
  'PrivilegedMode',
  'EncryptionDisabled',
  'OverrideArtifactName',
  'InsecureSsl',
  'ReportBuildStatus',
];

const lower = (name: string) =>
  name === 'BuildSpec' ? 'buildspec' : name.charAt(0).toLowerCase() + name.slice(1);
const upper = (name: string) =>
  name === 'buildspec' ? 'BuildSpec' : name.charAt(0).toUpperCase() + name.slice(1);

function toApi(value: Json): Json {
  if (Array.isArray(value)) return value.map(toApi);
  if (!isObject(value)) return typeof value === 'number' ? String(value) : value;
  return Object.fromEntries(
    Object.keys(value).map((name) => [
      lower(name),
      truths.includes(name) ? (truth(value, name) ?? false) : toApi(value[name] ?? null),
    ]),
  );
}

function toTemplate(value: Json): Json {
  if (Array.isArray(value)) return value.map(toTemplate);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [upper(name), toTemplate(v)]));
}

const part = (w: Work, name: string) => {
  const found = object(w.properties, name);
  return found === undefined ? undefined : (toApi(found) as JsonObject);
};

const input = (w: Work) => ({
  name: w.name,
  ...present({
    description: text(w.properties, 'Description'),
    source: part(w, 'Source'),
    sourceVersion: text(w.properties, 'SourceVersion'),
    artifacts: part(w, 'Artifacts'),
    cache: part(w, 'Cache'),
    environment: part(w, 'Environment'),
    serviceRole: text(w.properties, 'ServiceRole'),
    timeoutInMinutes: integer(w.properties, 'TimeoutInMinutes'),
    queuedTimeoutInMinutes: integer(w.properties, 'QueuedTimeoutInMinutes'),
    logsConfig: part(w, 'LogsConfig'),
  }),
  tags: w.tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
});

interface Shown extends JsonObject {
  name: string;
  arn: string;
}

const made = (found: Shown): Made => ({
  physicalId: found.name,
  attributes: { Arn: found.arn, Id: found.name },
});

const notModelled = [
  'AutoRetryLimit',
  'BadgeEnabled',
  'BuildBatchConfig',
  'ConcurrentBuildLimit',
  'EncryptionKey',
  'FileSystemLocations',
  'ResourceAccessRole',
  'SecondaryArtifacts',
  'SecondarySourceVersions',
  'SecondarySources',
  'Triggers',
  'Visibility',
  'VpcConfig',
];

export const codebuildProject: ResourceType = {
  type: 'AWS::CodeBuild::Project',
  service: 'AWSCodeBuild',
  legacy: true,
  properties: {
    Artifacts: { required: true },
    Cache: {},
    Description: {},
    Environment: { required: true },
    LogsConfig: {},
    Name: { createOnly: true },
    QueuedTimeoutInMinutes: {},
    ServiceRole: { required: true },
    Source: { required: true },
    SourceVersion: {},
    Tags: {},
    TimeoutInMinutes: {},
    ...Object.fromEntries(notModelled.map((name) => [name, { notModelled: true as const }])),
  },
  attributes: ['Arn', 'Id'],
  name: { property: 'Name', max: 150, end: 'mixed' },
  stackTags: 'all',
  seconds: 3,
  async create(w) {
    const { project } = await w.call<{ project: Shown }>('codebuild', 'CreateProject', input(w));
    return made(project);
  },
  async update(w) {
    // What the template no longer names goes back to what a new project has.
    const gone = (name: string) => w.changed.has(name) && w.properties[name] === undefined;
    await w.call('codebuild', 'UpdateProject', {
      ...input(w),
      ...(gone('Description') ? { description: '' } : {}),
      ...(gone('Cache') ? { cache: { type: 'NO_CACHE' } } : {}),
      ...(gone('TimeoutInMinutes') ? { timeoutInMinutes: 60 } : {}),
      ...(gone('QueuedTimeoutInMinutes') ? { queuedTimeoutInMinutes: 480 } : {}),
      ...(gone('LogsConfig') ? { logsConfig: { cloudWatchLogs: { status: 'ENABLED' } } } : {}),
    });
    return true;
  },
  async remove(w) {
    await w.call('codebuild', 'DeleteProject', { name: w.name });
    return true;
  },
  async read(w) {
    const { projects } = await w.call<{ projects: Shown[] }>('codebuild', 'BatchGetProjects', {
      names: [w.name],
    });
    const [found] = projects;
    if (found === undefined) return undefined;
    const known = Object.entries(found).filter(([name]) => upper(name) in codebuildProject.properties);
    return {
      properties: toTemplate(Object.fromEntries(known)) as JsonObject,
      made: made(found),
    };
  },
};
