/**
 * AWS::Batch::JobDefinition: an update registers the next revision and deregisters the one before, unless
 * ResourceRetentionPolicy says otherwise; Ref is the ARN with the revision.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-batch-jobdefinition.html
 */
import type { JsonObject } from '../template/types.ts';
import { alike, fromApi, tagMap, toApi } from './batch-shapes.ts';
import type { Made, ResourceType, Work } from './types.ts';
import { object, text } from './values.ts';

interface Definition {
  jobDefinitionName: string;
  jobDefinitionArn: string;
  status?: string;
  tags?: Record<string, string>;
}

const GONE = ['not found', 'does not exist'];

const made = (d: Pick<Definition, 'jobDefinitionArn'>): Made => ({
  physicalId: d.jobDefinitionArn,
  attributes: { JobDefinitionArn: d.jobDefinitionArn },
});

/** The newest revision by this name. */
async function newest(w: Work): Promise<(Definition & JsonObject) | undefined> {
  const input = { jobDefinitionName: nameOf(w), status: 'ACTIVE' };
  const { jobDefinitions = [] } = await w.call<{ jobDefinitions?: (Definition & JsonObject)[] }>(
    'batch',
    'DescribeJobDefinitions',
    input,
  );
  return jobDefinitions[0];
}

const nameOf = (w: Work): string => w.name || (w.physicalId.split('/').at(-1) ?? '').replace(/:\d+$/, '');

async function register(w: Work): Promise<Made> {
  const { Tags, ResourceRetentionPolicy: _, Type, ...rest } = w.properties;
  const tags = tagMap(Tags, w.tags);
  const registered = await w.call<Definition>('batch', 'RegisterJobDefinition', {
    ...toApi(rest),
    jobDefinitionName: nameOf(w),
    type: (Type as string).toLowerCase(),
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
  });
  return made(registered);
}

const deregister = (w: Work, jobDefinition: string) =>
  w.find('batch', 'DeregisterJobDefinition', { jobDefinition }, GONE);

export const jobDefinition: ResourceType = {
  type: 'AWS::Batch::JobDefinition',
  service: 'Batch',
  properties: {
    ConsumableResourceProperties: { notModelled: true },
    ContainerProperties: {},
    EcsProperties: { notModelled: true },
    EksProperties: { notModelled: true },
    JobDefinitionName: { createOnly: true },
    NodeProperties: { notModelled: true },
    Parameters: {},
    PlatformCapabilities: {},
    PropagateTags: {},
    ResourceRetentionPolicy: {},
    RetryStrategy: {},
    SchedulingPriority: {},
    Tags: {},
    Timeout: {},
    Type: { required: true },
  },
  attributes: ['JobDefinitionArn'],
  name: { property: 'JobDefinitionName', max: 128, end: 'mixed' },
  stackTags: 'all',
  seconds: 3,
  create: register,
  async update(w) {
    const fresh = await register(w);
    const policy = object(w.properties, 'ResourceRetentionPolicy') ?? {};
    if (text(policy, 'SkipDeregisterOnUpdate') !== 'true') await deregister(w, w.physicalId);
    return fresh;
  },
  async remove(w) {
    await deregister(w, w.physicalId);
    return true;
  },
  async read(w) {
    const found = await newest(w);
    if (!found) return undefined;
    const { tags, ...members } = found;
    const all: JsonObject = { ...fromApi(members), Tags: tags ?? {} };
    const known = Object.keys(jobDefinition.properties).filter((name) => name in all);
    const properties = Object.fromEntries(
      known.map((name) => [name, alike(all[name], w.properties[name]) ?? null]),
    );
    const policy = w.properties['ResourceRetentionPolicy'];
    if (policy !== undefined) properties['ResourceRetentionPolicy'] = policy;
    return { properties, made: made(found) };
  },
};
