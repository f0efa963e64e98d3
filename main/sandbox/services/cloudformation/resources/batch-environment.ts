/**
 * AWS::Batch::ComputeEnvironment. What an update replaces: the resource schema of the CloudFormation registry
 * (createOnlyProperties, and conditionalCreateOnlyProperties while ReplaceComputeEnvironment is not false),
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-batch-computeenvironment.html
 */
import { AwsError } from '../../../engine/types.ts';
import { same } from '../differences.ts';
import { isObject, type Json, type JsonObject } from '../template/types.ts';
import { alike, fromApi, tagMap, toApi } from './batch-shapes.ts';
import type { Made, ResourceType, UpdateWork, Work } from './types.ts';
import { object, present, text } from './values.ts';

interface Environment {
  computeEnvironmentName: string;
  computeEnvironmentArn: string;
  status: string;
  statusReason?: string;
  state: string;
  tags?: Record<string, string>;
}

const always = ['SpotIamFleetRole'];
const unlessKept = [
  'AllocationStrategy',
  'BidPercentage',
  'Ec2Configuration',
  'Ec2KeyPair',
  'ImageId',
  'InstanceRole',
  'InstanceTypes',
  'LaunchTemplate',
  'PlacementGroup',
  'ScalingPolicy',
  'SecurityGroupIds',
  'Subnets',
  'Tags',
  'Type',
];

/** What stands for "no longer given" in an update. */
const unset: Record<string, Json> = { BidPercentage: 100, Ec2KeyPair: '', ImageId: '', PlacementGroup: '' };

const resources = (p: JsonObject): JsonObject => object(p, 'ComputeResources') ?? {};
const differing = (before: JsonObject, after: JsonObject): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !same(before[name], after[name]),
  );

const made = (e: Pick<Environment, 'computeEnvironmentArn'>): Made => ({
  physicalId: e.computeEnvironmentArn,
  attributes: { ComputeEnvironmentArn: e.computeEnvironmentArn },
});

/** With its ARN also while `physicalId` is not known. */
async function describe(w: Work): Promise<(Environment & JsonObject) | undefined> {
  const { computeEnvironments = [] } = await w.call<{
    computeEnvironments?: (Environment & JsonObject)[];
  }>('batch', 'DescribeComputeEnvironments', { computeEnvironments: [w.physicalId || w.name] });
  return computeEnvironments[0];
}

/** The environment as it rests, or undefined while it is under way. Throws when it cannot be used. */
async function rested(w: Work): Promise<Environment | undefined> {
  const found = await describe(w);
  if (!found) throw new AwsError('NotFound', `ComputeEnvironment ${w.name} not found.`);
  // As reported in Netflix/metaflow-tools#9.
  if (found.status === 'INVALID')
    throw new AwsError(
      'NotStabilized',
      `Operation failed, ComputeEnvironment went INVALID with error: ${found.statusReason ?? ''}`,
    );
  return found.status === 'VALID' ? found : undefined;
}

async function update(w: UpdateWork): Promise<boolean> {
  if (w.memo['sent'] !== true) {
    const before = resources(w.before.properties);
    const after = resources(w.properties);
    const changed = differing(before, after);
    const computeResources = toApi(
      Object.fromEntries(changed.map((name) => [name, after[name] ?? unset[name] ?? null])),
    );
    await w.call('batch', 'UpdateComputeEnvironment', {
      computeEnvironment: w.physicalId,
      ...present({
        state: text(w.properties, 'State'),
        serviceRole: w.changed.has('ServiceRole') ? text(w.properties, 'ServiceRole') : undefined,
        updatePolicy: w.properties['UpdatePolicy']
          ? toApi(object(w.properties, 'UpdatePolicy') ?? {})
          : undefined,
        computeResources: changed.length > 0 ? computeResources : undefined,
      }),
    });
    w.memo['sent'] = true;
  }
  return (await rested(w)) !== undefined;
}

export const computeEnvironment: ResourceType = {
  type: 'AWS::Batch::ComputeEnvironment',
  service: 'Batch',
  properties: {
    ComputeEnvironmentName: { createOnly: true },
    ComputeResources: {},
    Context: { notModelled: true },
    EksConfiguration: { createOnly: true, notModelled: true },
    ReplaceComputeEnvironment: {},
    ServiceRole: {},
    State: {},
    Tags: { createOnly: true },
    Type: { required: true, createOnly: true },
    UnmanagedvCpus: {},
    UpdatePolicy: {},
  },
  attributes: ['ComputeEnvironmentArn'],
  name: { property: 'ComputeEnvironmentName', max: 128, end: 'mixed' },
  seconds: 10,
  recreates(name, before, after) {
    if (name !== 'ComputeResources') return false;
    const changed = differing(resources(before), resources(after));
    const kept = text(after, 'ReplaceComputeEnvironment') === 'false';
    return changed.some((n) => always.includes(n) || (!kept && unlessKept.includes(n)));
  },
  async create(w) {
    // An update policy is for updates alone: CreateComputeEnvironment has no member for it.
    const { ReplaceComputeEnvironment: _, UpdatePolicy: __, Tags, Type, ...rest } = w.properties;
    const tags = tagMap(Tags, w.tags);
    const created = await w.call<Environment>('batch', 'CreateComputeEnvironment', {
      ...toApi(rest),
      computeEnvironmentName: w.name,
      // The template may write it in any case.
      type: (Type as string).toUpperCase(),
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
    });
    return made(created);
  },
  ready: async (w) => (await rested(w)) !== undefined,
  update,
  /** Switched off first; AWS does it so too, and waits for what still uses it. */
  async remove(w) {
    const found = await describe(w);
    if (!found) return true;
    const computeEnvironment = w.physicalId;
    if (found.status !== 'VALID' && found.status !== 'INVALID') return false;
    if (found.state !== 'DISABLED')
      await w.call('batch', 'UpdateComputeEnvironment', { computeEnvironment, state: 'DISABLED' });
    else await w.call('batch', 'DeleteComputeEnvironment', { computeEnvironment });
    return false;
  },
  async read(w) {
    const found = await describe(w);
    if (!found) return undefined;
    const { tags, computeEnvironmentName, ...members } = found;
    const all: JsonObject = {
      ...fromApi(members),
      ComputeEnvironmentName: computeEnvironmentName,
      Tags: tags ?? {},
    };
    const written = ['ReplaceComputeEnvironment', 'UpdatePolicy'];
    const known = Object.keys(computeEnvironment.properties).filter((name) => name in all);
    const properties = Object.fromEntries(
      known.map((name) => [name, alike(all[name], w.properties[name]) ?? null]),
    );
    // Only written, never answered.
    for (const name of written) if (w.properties[name] !== undefined) properties[name] = w.properties[name];
    const wanted = w.properties['ComputeResources'];
    if (isObject(wanted) && isObject(properties['ComputeResources']) && 'DesiredvCpus' in wanted)
      properties['ComputeResources'] = {
        ...properties['ComputeResources'],
        DesiredvCpus: wanted['DesiredvCpus'] ?? null,
      };
    return { properties, made: made(found) };
  },
};
