/** Compute environments: made, changed, switched off, deleted. */
import type {
  ComputeEnvironmentDetail,
  CreateComputeEnvironmentRequest,
  DeleteComputeEnvironmentRequest,
  DescribeComputeEnvironmentsRequest,
  UpdateComputeEnvironmentRequest,
} from '@aws-sdk/client-batch';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { requestTagContext, resourceTagContext } from '../shared/tags.ts';
import { checkCounts, checkImages, checkResources, checkTypes, checkUpdate } from './environment-checks.ts';
import { environments, queues, type Environment, type State } from './kinds.ts';
import { endIdleMachines, machinesOf } from './machines.ts';
import { machineType } from './machine-types.ts';
import {
  batchArn,
  chosen,
  clientError,
  environmentNamed,
  clusterOf,
  findEnvironment,
  namePattern,
  present,
  refuse,
  shortName,
} from './names.ts';
import { isLinked, passProfile, passRole, serviceRole } from './roles.ts';
import { environmentTimes, pass } from './environment-states.ts';

const arnFor = (call: Pick<Call, 'account' | 'region'>, name: string) =>
  batchArn(call.account, call.region, `compute-environment/${shortName(name)}`);

type Create = CreateComputeEnvironmentRequest;
type Update = UpdateComputeEnvironmentRequest;

const passes = (
  call: Call<unknown>,
  role: string | undefined,
  r: { spotIamFleetRole?: string | undefined; instanceRole?: string | undefined } | undefined,
) => [
  ...passRole(role, 'batch.amazonaws.com'),
  ...passRole(r?.spotIamFleetRole, 'spotfleet.amazonaws.com'),
  ...passProfile(call.account, r?.instanceRole),
];

export function tagNeeds(resource: string, tags: Record<string, string> | undefined) {
  return tags && Object.keys(tags).length > 0
    ? [{ action: 'batch:TagResource', resource, context: requestTagContext(tags) }]
    : [];
}

const create = operation<Create, object>({
  access(call) {
    const { input } = call;
    const resource = arnFor(call, input.computeEnvironmentName ?? '');
    return [
      { resource, context: requestTagContext(input.tags ?? {}) },
      ...tagNeeds(resource, input.tags),
      ...passes(call, input.serviceRole, input.computeResources),
    ];
  },
  async run(call) {
    const { account, region, input } = call;
    const name = input.computeEnvironmentName ?? '';
    const no = (text: string) => refuse(call, text);
    if (!namePattern.test(name)) throw no('computeEnvironmentName should match valid pattern');
    const type = input.type ?? 'MANAGED';
    if (type === 'MANAGED' && !input.computeResources)
      throw no('computeResources must be provided for a MANAGED compute environment');
    if (type === 'UNMANAGED' && input.computeResources)
      throw no('computeResources cannot be provided for an UNMANAGED compute environment');
    if (input.computeResources) checkResources(input.computeResources, no);
    if (findEnvironment(account, region, name)) throw clientError('Object already exists');
    if (environments(account, region).list().length >= 50)
      throw no('Limit of 50 compute environments is reached');
    const uuid = account.newId(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const role = await serviceRole(call as unknown as Call, input.serviceRole);
    const resources = input.computeResources && {
      ...present(input.computeResources),
      minvCpus: input.computeResources.minvCpus ?? 0,
      desiredvCpus: input.computeResources.desiredvCpus ?? input.computeResources.minvCpus ?? 0,
    };
    const environment: Environment = {
      name,
      arn: arnFor(call, name),
      uuid,
      type,
      state: input.state ?? 'ENABLED',
      status: 'CREATING',
      statusReason: 'ComputeEnvironment Creating',
      serviceRole: role,
      tags: { ...input.tags },
      turn: 0,
      ...(resources ? { resources } : {}),
    };
    pass(account, region, environment, 'CREATING', environmentTimes.create);
    return { computeEnvironmentName: name, computeEnvironmentArn: environment.arn };
  },
});

const onOne = (call: Call<{ computeEnvironment?: string | undefined }>) => {
  const name = call.input.computeEnvironment ?? '';
  const tags = findEnvironment(call.account, call.region, name)?.tags ?? {};
  return { resource: arnFor(call, name), context: resourceTagContext(tags) };
};

const busy = ['CREATING', 'UPDATING', 'DELETING'];

const update = operation<Update, object>({
  access: (call) => [onOne(call), ...passes(call, call.input.serviceRole, call.input.computeResources)],
  run(call) {
    const { account, region, input } = call;
    const found = environmentNamed(account, region, input.computeEnvironment ?? '');
    const no = (text: string) => refuse(call, text);
    if (busy.includes(found.status)) throw clientError('Cannot update, resource is being modified');
    const environment = structuredClone(found) as Environment;
    const change = present(input.computeResources ?? {});
    const before = environment.resources;
    if (before && Object.keys(change).length > 0) {
      checkUpdate(call, before, change, no);
      const { updateToLatestImageVersion: _, ...kept } = change as Record<string, unknown>;
      const after = { ...before, ...kept };
      // What Batch wants now stays inside the new bounds.
      const wanted = Math.max(after.minvCpus ?? 0, Math.min(after.desiredvCpus ?? 0, after.maxvCpus ?? 0));
      if (!('desiredvCpus' in kept)) after.desiredvCpus = wanted;
      checkCounts(after, no);
      checkTypes(after, no);
      checkImages(after, no);
      if (infrastructure(kept) && !isLinked(environment.serviceRole))
        throw no('Infrastructure updates need the service-linked role of Batch as service role');
      environment.resources = after;
    }
    if (input.serviceRole) environment.serviceRole = input.serviceRole;
    if (input.updatePolicy) environment.updatePolicy = present(input.updatePolicy);
    environment.state = input.state ?? environment.state;
    const anew = infrastructure(change);
    if (anew) endIdleMachines(account, region, environment.arn);
    pass(
      account,
      region,
      environment,
      'UPDATING',
      anew ? environmentTimes.replaceMachines : environmentTimes.update,
    );
    return { computeEnvironmentName: environment.name, computeEnvironmentArn: environment.arn };
  },
});

/** Everything but the three counts means other machines. */
const infrastructure = (change: object): boolean =>
  Object.keys(change).some((name) => !['minvCpus', 'maxvCpus', 'desiredvCpus'].includes(name));

/** Two of the texts are as reported in hashicorp/terraform-provider-aws#2044 and astronomer/astronomer-providers#413. */
const remove = operation<DeleteComputeEnvironmentRequest, object>({
  access: (call) => [onOne(call)],
  run({ account, region, input }) {
    const environment = findEnvironment(account, region, input.computeEnvironment ?? '');
    if (!environment) return {};
    if (busy.includes(environment.status)) throw clientError('Cannot delete, resource is being modified');
    if (environment.state !== 'DISABLED')
      throw clientError('Cannot delete, state of the compute environment is not DISABLED');
    const used = queues(account, region)
      .list()
      .some((q) => q.order.some((o) => o.computeEnvironment === environment.arn));
    if (used) throw clientError('Cannot delete, found existing JobQueue relationship');
    pass(account, region, structuredClone(environment), 'DELETING', environmentTimes.delete);
    return {};
  },
});

function shown(account: SandboxAccount, region: string, e: Readonly<Environment>): ComputeEnvironmentDetail {
  const now = machinesOf(account, region, e.arn).reduce(
    (sum, m) => sum + (machineType(m.type)?.vcpus ?? 0),
    0,
  );
  return {
    computeEnvironmentName: e.name,
    computeEnvironmentArn: e.arn,
    ecsClusterArn: `arn:aws:ecs:${region}:${account.id}:cluster/${clusterOf(e)}`,
    tags: { ...e.tags },
    type: e.type,
    state: e.state satisfies State,
    status: e.status,
    statusReason: e.statusReason,
    serviceRole: e.serviceRole,
    containerOrchestrationType: 'ECS',
    uuid: e.uuid,
    ...(e.updatePolicy ? { updatePolicy: e.updatePolicy } : {}),
    ...(e.resources
      ? {
          computeResources: {
            ...e.resources,
            desiredvCpus: Math.max(now, e.resources.desiredvCpus ?? 0),
          },
        }
      : {}),
  };
}

const describe = operation<DescribeComputeEnvironmentsRequest, object>({
  page: {
    items: 'computeEnvironments',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'maxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run: ({ account, region, input }) => ({
    computeEnvironments: chosen(environments(account, region).list(), input.computeEnvironments).map((e) =>
      shown(account, region, e),
    ),
  }),
});

export const environmentOperations: Operations = {
  CreateComputeEnvironment: create,
  UpdateComputeEnvironment: update,
  DeleteComputeEnvironment: remove,
  DescribeComputeEnvironments: describe,
};
