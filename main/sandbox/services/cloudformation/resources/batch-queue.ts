/**
 * AWS::Batch::JobQueue,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-batch-jobqueue.html
 */
import { AwsError } from '../../../engine/types.ts';
import type { JsonObject } from '../template/types.ts';
import { alike, fromApi, tagMap, toApi } from './batch-shapes.ts';
import type { Made, ResourceType, Work } from './types.ts';

interface Queue {
  jobQueueName: string;
  jobQueueArn: string;
  status: string;
  statusReason?: string;
  state: string;
  tags?: Record<string, string>;
}

const made = (q: Pick<Queue, 'jobQueueArn'>): Made => ({
  physicalId: q.jobQueueArn,
  attributes: { JobQueueArn: q.jobQueueArn },
});

async function describe(w: Work): Promise<(Queue & JsonObject) | undefined> {
  const { jobQueues = [] } = await w.call<{ jobQueues?: (Queue & JsonObject)[] }>(
    'batch',
    'DescribeJobQueues',
    { jobQueues: [w.physicalId || w.name] },
  );
  return jobQueues[0];
}

async function rested(w: Work): Promise<boolean> {
  const found = await describe(w);
  if (!found) throw new AwsError('NotFound', `JobQueue ${w.name} not found.`);
  if (found.status === 'INVALID')
    throw new AwsError(
      'NotStabilized',
      `Operation failed, JobQueue went INVALID with error: ${found.statusReason ?? ''}`,
    );
  return found.status === 'VALID';
}

export const jobQueue: ResourceType = {
  type: 'AWS::Batch::JobQueue',
  service: 'Batch',
  properties: {
    ComputeEnvironmentOrder: {},
    JobQueueName: { createOnly: true },
    JobQueueType: { createOnly: true },
    JobStateTimeLimitActions: {},
    Priority: { required: true },
    SchedulingPolicyArn: { notModelled: true },
    ServiceEnvironmentOrder: { notModelled: true },
    State: {},
    Tags: { createOnly: true },
  },
  attributes: ['JobQueueArn'],
  name: { property: 'JobQueueName', max: 128, end: 'mixed' },
  seconds: 8,
  async create(w) {
    const { Tags, ...rest } = w.properties;
    const tags = tagMap(Tags, w.tags);
    const created = await w.call<Queue>('batch', 'CreateJobQueue', {
      ...toApi(rest),
      jobQueueName: w.name,
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
    });
    return made(created);
  },
  ready: rested,
  async update(w) {
    if (w.memo['sent'] !== true) {
      const { Tags: _, JobQueueName: __, JobQueueType: ___, ...rest } = w.properties;
      await w.call('batch', 'UpdateJobQueue', {
        jobStateTimeLimitActions: [],
        ...toApi(rest),
        jobQueue: w.physicalId,
      });
      w.memo['sent'] = true;
    }
    return rested(w);
  },
  async remove(w) {
    const found = await describe(w);
    if (!found) return true;
    if (found.status !== 'VALID' && found.status !== 'INVALID') return false;
    if (found.state !== 'DISABLED')
      await w.call('batch', 'UpdateJobQueue', { jobQueue: w.physicalId, state: 'DISABLED' });
    else await w.call('batch', 'DeleteJobQueue', { jobQueue: w.physicalId });
    return false;
  },
  async read(w) {
    const found = await describe(w);
    if (!found) return undefined;
    const { tags, ...members } = found;
    const all: JsonObject = { ...fromApi(members), Tags: tags ?? {} };
    const known = Object.keys(jobQueue.properties).filter((name) => name in all);
    const properties = Object.fromEntries(
      known.map((name) => [name, alike(all[name], w.properties[name]) ?? null]),
    );
    return { properties, made: made(found) };
  },
};
