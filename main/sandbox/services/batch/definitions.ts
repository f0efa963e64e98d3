/** Job definitions: every registration is a new revision. */
import type {
  DeregisterJobDefinitionRequest,
  DescribeJobDefinitionsRequest,
  JobDefinition,
  RegisterJobDefinitionRequest,
} from '@aws-sdk/client-batch';
import { notModelled } from '../../engine/perform.ts';
import type { AwsError, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { requestTagContext } from '../shared/tags.ts';
import { checkContainer, checkRetry, checkTimeout } from './definition-checks.ts';
import { tagNeeds } from './environments.ts';
import { definitionKind, definitions, inactiveDefinitions, type Definition } from './kinds.ts';
import { batchArn, definitionNamed, namePattern, refuse, shortName } from './names.ts';
import { passRole } from './roles.ts';

const tasks = 'ecs-tasks.amazonaws.com';

const everyRevision = (account: SandboxAccount, region: string): Readonly<Definition>[] => [
  ...definitions(account, region).list(),
  ...inactiveDefinitions(account, region).list(),
];

const register = operation<RegisterJobDefinitionRequest, object>({
  access(call) {
    const { input } = call;
    const resource = batchArn(call.account, call.region, `job-definition/${input.jobDefinitionName ?? ''}`);
    const container = input.containerProperties;
    return [
      {
        resource,
        context: {
          ...requestTagContext(input.tags ?? {}),
          ...(container?.image === undefined ? {} : { 'batch:Image': container.image }),
          'batch:Privileged': String(container?.privileged ?? false),
        },
      },
      ...tagNeeds(resource, input.tags),
      ...passRole(container?.jobRoleArn, tasks),
      ...passRole(container?.executionRoleArn, tasks),
    ];
  },
  run(call) {
    const { account, region, input } = call;
    const no = (text: string): AwsError => refuse(call, text);
    const name = input.jobDefinitionName ?? '';
    if (!namePattern.test(name)) throw no('Job definition name should match valid pattern');
    const container = input.containerProperties;
    if (input.type !== 'container' || input.nodeProperties || input.ecsProperties || input.eksProperties)
      throw notModelled('batch', 'RegisterJobDefinition for anything but one container');
    if (input.platformCapabilities?.some((p) => p !== 'EC2'))
      throw notModelled('batch', 'RegisterJobDefinition for Fargate');
    if (!container) throw no('Container properties must be provided for type container.');
    checkContainer(container, no);
    checkRetry(input.retryStrategy, no);
    const seconds = input.timeout?.attemptDurationSeconds;
    checkTimeout(seconds, no);
    const revision =
      1 +
      everyRevision(account, region)
        .filter((d) => d.name === name)
        .reduce((top, d) => Math.max(top, d.revision), 0);
    const definition: Definition = {
      name,
      revision,
      arn: batchArn(account, region, `job-definition/${name}:${revision}`),
      container: structuredClone(container),
      parameters: { ...input.parameters },
      ...(input.retryStrategy ? { retry: structuredClone(input.retryStrategy) } : {}),
      ...(seconds === undefined ? {} : { timeoutSeconds: seconds }),
      propagateTags: input.propagateTags ?? false,
      ...(input.schedulingPriority === undefined ? {} : { schedulingPriority: input.schedulingPriority }),
      tags: { ...input.tags },
    };
    definitions(account, region).put(definition);
    return { jobDefinitionName: name, jobDefinitionArn: definition.arn, revision };
  },
});

const deregister = operation<DeregisterJobDefinitionRequest, object>({
  access: (call) => [
    {
      resource: batchArn(
        call.account,
        call.region,
        `job-definition/${shortName(call.input.jobDefinition ?? '')}`,
      ),
    },
  ],
  run(call) {
    const { account, region, input } = call;
    const given = input.jobDefinition ?? '';
    if (!/:\d+$/.test(given)) throw refuse(call, `Job definition ${given} must be given with its revision.`);
    if (inactiveDefinitions(account, region).get(shortName(given))) return {};
    const found = definitionNamed(account, region, given);
    definitions(account, region).delete(definitionKind.key(found));
    inactiveDefinitions(account, region).put(structuredClone(found));
    return {};
  },
});

const shown = (d: Readonly<Definition>, status: 'ACTIVE' | 'INACTIVE'): JobDefinition => ({
  jobDefinitionName: d.name,
  jobDefinitionArn: d.arn,
  revision: d.revision,
  status,
  type: 'container',
  parameters: { ...d.parameters },
  ...(d.retry ? { retryStrategy: d.retry } : {}),
  containerProperties: {
    command: [],
    environment: [],
    mountPoints: [],
    resourceRequirements: [],
    secrets: [],
    ulimits: [],
    volumes: [],
    ...d.container,
  },
  ...(d.timeoutSeconds === undefined ? {} : { timeout: { attemptDurationSeconds: d.timeoutSeconds } }),
  ...(d.schedulingPriority === undefined ? {} : { schedulingPriority: d.schedulingPriority }),
  tags: { ...d.tags },
  propagateTags: d.propagateTags,
  platformCapabilities: ['EC2'],
  containerOrchestrationType: 'ECS',
});

const describe = operation<DescribeJobDefinitionsRequest, object>({
  page: {
    items: 'jobDefinitions',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'maxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run({ account, region, input }) {
    const wanted = input.jobDefinitions?.length ? new Set(input.jobDefinitions.map(shortName)) : undefined;
    const fits = (d: Readonly<Definition>) =>
      (wanted === undefined || wanted.has(definitionKind.key(d))) &&
      (input.jobDefinitionName === undefined || d.name === input.jobDefinitionName);
    const list = (status: 'ACTIVE' | 'INACTIVE') =>
      (status === 'ACTIVE' ? definitions : inactiveDefinitions)(account, region)
        .list()
        .filter(fits)
        .map((d) => ({ order: `${d.name}:${String(d.revision).padStart(9, '0')}`, d: shown(d, status) }));
    const found = (['ACTIVE', 'INACTIVE'] as const)
      .filter((status) => input.status === undefined || input.status === status)
      .flatMap(list);
    // Newest revision of a name first, as the answers of AWS come.
    found.sort((a, b) => (a.order < b.order ? 1 : -1));
    return { jobDefinitions: found.map(({ d }) => d) };
  },
});

export const definitionOperations: Operations = {
  RegisterJobDefinition: register,
  DeregisterJobDefinition: deregister,
  DescribeJobDefinitions: describe,
};
