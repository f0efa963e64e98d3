/** Job queues: in front of one to three environments, tried in their order. */
import type {
  CreateJobQueueRequest,
  DeleteJobQueueRequest,
  DescribeJobQueuesRequest,
  JobQueueDetail,
  UpdateJobQueueRequest,
} from '@aws-sdk/client-batch';
import { notModelled } from '../../engine/perform.ts';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { requestTagContext, resourceTagContext } from '../shared/tags.ts';
import { tagNeeds } from './environments.ts';
import { endJob } from './job-endings.ts';
import { jobs, queues, type Queue } from './kinds.ts';
import {
  batchArn,
  chosen,
  clientError,
  findQueue,
  namePattern,
  queueNamed,
  refuse,
  shortName,
} from './names.ts';
import { checkLimits, checkPriority, ordered, type Refuse } from './queue-checks.ts';
import { wake } from './wake.ts';

const settled = 'batch.queue.settled';
export const queueTimes = { create: 8, update: 5, delete: 20 } as const;

const arnFor = (call: Pick<Call, 'account' | 'region'>, name: string) =>
  batchArn(call.account, call.region, `job-queue/${shortName(name)}`);

function pass(
  account: SandboxAccount,
  region: string,
  queue: Queue,
  status: 'CREATING' | 'UPDATING' | 'DELETING',
  seconds: number,
): void {
  const turn = queue.turn + 1;
  queues(account, region).put({ ...queue, status, turn });
  const data: Settle = { name: queue.name, turn, gone: status === 'DELETING' };
  account.afterTransition(seconds, settled, region, data);
}

interface Settle {
  name: string;
  turn: number;
  gone: boolean;
}

async function settle(account: SandboxAccount, region: string, { name, turn, gone }: Settle): Promise<void> {
  const table = queues(account, region);
  const queue = table.get(name);
  if (queue?.turn !== turn) return;
  if (gone) {
    for (const job of jobs(account, region).list())
      if (job.queue === queue.arn && job.parent === undefined)
        await endJob(account, region, job.id, 'JobQueue deleted');
    table.delete(name);
    return;
  }
  table.put({ ...queue, status: 'VALID', statusReason: 'JobQueue Healthy' });
  wake(account, region);
}

function failSettle(account: SandboxAccount, region: string, { name, turn }: Settle, reason: string): void {
  const queue = queues(account, region).get(name);
  if (queue?.turn === turn)
    queues(account, region).put({
      ...queue,
      status: 'INVALID',
      statusReason: `INTERNAL_ERROR - ${reason}`,
    });
}

const environmentNeeds = (call: Call<Pick<CreateJobQueueRequest, 'computeEnvironmentOrder'>>) =>
  (call.input.computeEnvironmentOrder ?? []).map((o) => ({
    resource: batchArn(
      call.account,
      call.region,
      `compute-environment/${shortName(o.computeEnvironment ?? '')}`,
    ),
  }));

const create = operation<CreateJobQueueRequest, object>({
  access(call) {
    const resource = arnFor(call, call.input.jobQueueName ?? '');
    const { tags = {} } = call.input;
    return [
      { resource, context: requestTagContext(tags) },
      ...environmentNeeds(call),
      ...tagNeeds(resource, tags),
    ];
  },
  run(call) {
    const { account, region, input } = call;
    const no: Refuse = (text) => refuse(call, text);
    const name = input.jobQueueName ?? '';
    if (!namePattern.test(name)) throw no('jobQueueName should match valid pattern');
    if (input.schedulingPolicyArn !== undefined)
      throw notModelled('batch', 'CreateJobQueue with a scheduling policy');
    if (input.serviceEnvironmentOrder?.length)
      throw notModelled('batch', 'CreateJobQueue with service environments');
    checkPriority(input.priority, no);
    checkLimits(input.jobStateTimeLimitActions, no);
    const order = ordered(account, region, input.computeEnvironmentOrder, no);
    if (findQueue(account, region, name)) throw clientError('Object already exists');
    const queue: Queue = {
      name,
      arn: arnFor(call, name),
      state: input.state ?? 'ENABLED',
      status: 'CREATING',
      statusReason: 'JobQueue Creating',
      priority: input.priority ?? 0,
      order,
      limits: structuredClone(input.jobStateTimeLimitActions ?? []),
      tags: { ...input.tags },
      turn: 0,
    };
    pass(account, region, queue, 'CREATING', queueTimes.create);
    return { jobQueueName: name, jobQueueArn: queue.arn };
  },
});

const onOne = (call: Call<{ jobQueue?: string | undefined }>) => {
  const name = call.input.jobQueue ?? '';
  const tags = findQueue(call.account, call.region, name)?.tags ?? {};
  return { resource: arnFor(call, name), context: resourceTagContext(tags) };
};

const update = operation<UpdateJobQueueRequest, object>({
  access: (call) => [onOne(call), ...environmentNeeds(call)],
  run(call) {
    const { account, region, input } = call;
    const no: Refuse = (text) => refuse(call, text);
    const found = queueNamed(account, region, input.jobQueue ?? '');
    if (found.status !== 'VALID' && found.status !== 'INVALID')
      throw clientError('Cannot update, resource is being modified');
    checkPriority(input.priority, no);
    checkLimits(input.jobStateTimeLimitActions, no);
    const queue = structuredClone(found) as Queue;
    queue.state = input.state ?? queue.state;
    queue.priority = input.priority ?? queue.priority;
    if (input.computeEnvironmentOrder)
      queue.order = ordered(account, region, input.computeEnvironmentOrder, no);
    if (input.jobStateTimeLimitActions) queue.limits = structuredClone(input.jobStateTimeLimitActions);
    pass(account, region, queue, 'UPDATING', queueTimes.update);
    return { jobQueueName: queue.name, jobQueueArn: queue.arn };
  },
});

/** Text of the first refusal as reported in astronomer/astronomer-providers#413. */
const remove = operation<DeleteJobQueueRequest, object>({
  access: (call) => [onOne(call)],
  run({ account, region, input }) {
    const queue = findQueue(account, region, input.jobQueue ?? '');
    if (!queue) return {};
    if (queue.status !== 'VALID' && queue.status !== 'INVALID')
      throw clientError('Cannot delete, resource is being modified');
    if (queue.state !== 'DISABLED')
      throw clientError('Cannot delete, state of the job queue is not DISABLED');
    pass(account, region, structuredClone(queue), 'DELETING', queueTimes.delete);
    return {};
  },
});

const shown = (q: Readonly<Queue>): JobQueueDetail => ({
  jobQueueName: q.name,
  jobQueueArn: q.arn,
  state: q.state,
  status: q.status,
  statusReason: q.statusReason,
  priority: q.priority,
  computeEnvironmentOrder: [...q.order],
  jobQueueType: 'ECS',
  tags: { ...q.tags },
  jobStateTimeLimitActions: [...q.limits],
});

const describe = operation<DescribeJobQueuesRequest, object>({
  page: {
    items: 'jobQueues',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'maxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run: ({ account, region, input }) => ({
    jobQueues: chosen(queues(account, region).list(), input.jobQueues).map(shown),
  }),
});

export const queueOperations: Operations = {
  CreateJobQueue: create,
  UpdateJobQueue: update,
  DeleteJobQueue: remove,
  DescribeJobQueues: describe,
};
export const queueTimers = { [settled]: settle };
export const queueFailures = { [settled]: failSettle };
