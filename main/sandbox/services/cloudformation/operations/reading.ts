/** What is told about stacks: descriptions, events, resources, exports. */
import type { Operation } from '../../../engine/types.ts';
import { exportsOf, importersOf } from '../desired.ts';
import { invalid } from '../errors.ts';
import { DELETED_STACKS, EVENTS, STACKS, type Stack, type StackEvent, type StackResource } from '../model.ts';
import { onStack } from './access.ts';
import { demandStack } from './inputs.ts';
import { shownParameters } from './shown.ts';

/** No page size is documented for these lists; 100 is what the service is seen to give. */
const paged = (items: string) => ({
  items,
  input: 'NextToken',
  output: 'NextToken',
  defaultSize: 100,
  maxSize: 100,
});
const instant = (at: string | undefined) => (at === undefined ? undefined : new Date(at));
const some = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, v]) => v !== undefined)) as T;

const driftInformation = (drift: Stack['drift']) =>
  drift === undefined
    ? { StackDriftStatus: 'NOT_CHECKED' }
    : { StackDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) };

const described = (stack: Readonly<Stack>) =>
  some({
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.description,
    Parameters: stack.status === 'REVIEW_IN_PROGRESS' ? [] : shownParameters(stack.source),
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: instant(stack.updatedAt),
    DeletionTime: instant(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: stack.notificationArns,
    TimeoutInMinutes: stack.timeoutInMinutes,
    Capabilities: stack.capabilities,
    Outputs: stack.outputs.map((o) =>
      some({ OutputKey: o.key, OutputValue: o.value, Description: o.description, ExportName: o.exportName }),
    ),
    RoleARN: stack.roleArn,
    Tags: stack.source.tags,
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: driftInformation(stack.drift),
  });

const describeStacks: Operation<{ StackName?: string }> = {
  access: onStack,
  page: paged('Stacks'),
  run(call) {
    const { StackName: name } = call.input;
    if (name !== undefined) return { Stacks: [described(demandStack(call, name))] };
    const all = call.account.table(STACKS, call.region).list();
    return {
      Stacks: all.toReversed().map(described),
    };
  },
};

const listStacks: Operation<{ StackStatusFilter?: string[] }> = {
  page: paged('StackSummaries'),
  run(call) {
    const filter = call.input.StackStatusFilter ?? [];
    const { account, region } = call;
    const deleted = account.table(DELETED_STACKS, region).list();
    const all = [...deleted, ...account.table(STACKS, region).list()].toReversed();
    const summaries = all
      .filter((s) => filter.length === 0 || filter.includes(s.status))
      .map((stack) =>
        some({
          StackId: stack.id,
          StackName: stack.name,
          TemplateDescription: stack.description,
          CreationTime: new Date(stack.createdAt),
          LastUpdatedTime: instant(stack.updatedAt),
          DeletionTime: instant(stack.deletedAt),
          StackStatus: stack.status,
          StackStatusReason: stack.reason,
          DriftInformation: driftInformation(stack.drift),
        }),
      );
    return { StackSummaries: summaries };
  },
};

const shownEvent = (event: Readonly<StackEvent>) =>
  some({
    StackId: event.stackId,
    EventId: event.eventId,
    StackName: event.stackName,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties && JSON.stringify(event.properties),
    ClientRequestToken: event.token,
  });

const describeStackEvents: Operation<{ StackName: string }> = {
  access: onStack,
  page: paged('StackEvents'),
  run(call) {
    const name = call.input.StackName;
    const stack = demandStack(call, name, invalid(`Stack [${name}] does not exist`));
    const events = call.account
      .table(EVENTS, call.region)
      .range({ prefix: `${stack.id}#`, limit: stack.events });
    return { StackEvents: events.toReversed().map(shownEvent) };
  },
};

const resourceDrift = ({ drift }: Readonly<StackResource>) =>
  drift === undefined
    ? { StackResourceDriftStatus: 'NOT_CHECKED' }
    : { StackResourceDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) };

const shownResource = (r: Readonly<StackResource>) =>
  some({
    LogicalResourceId: r.logicalId,
    PhysicalResourceId: r.physicalId,
    ResourceType: r.type,
    ResourceStatus: r.status,
    ResourceStatusReason: r.reason,
    DriftInformation: resourceDrift(r),
  });

const ofStack = (stack: Readonly<Stack>) => ({ StackId: stack.id, StackName: stack.name });

const describeStackResource: Operation<{ StackName: string; LogicalResourceId: string }> = {
  access: onStack,
  run(call) {
    const { StackName: name, LogicalResourceId: id } = call.input;
    const stack = demandStack(call, name, invalid(`Stack '${name}' does not exist`));
    const resource = stack.resources[id];
    if (!resource) throw invalid(`Resource ${id} does not exist for stack ${name}`);
    return {
      StackResourceDetail: some({
        ...ofStack(stack),
        ...shownResource(resource),
        LastUpdatedTimestamp: new Date(resource.updatedAt),
        Metadata: resource.metadata === undefined ? undefined : JSON.stringify(resource.metadata),
      }),
    };
  },
};

interface ResourcesInput {
  StackName?: string;
  LogicalResourceId?: string;
  PhysicalResourceId?: string;
}

const describeStackResources: Operation<ResourcesInput> = {
  access: onStack,
  run(call) {
    const { StackName: name, LogicalResourceId: logical, PhysicalResourceId: physical } = call.input;
    if (name !== undefined && physical !== undefined)
      throw invalid('Both stack name and physical resource ID cannot be specified at the same time.');
    if (name === undefined && physical === undefined)
      throw invalid('You must specify either StackName or PhysicalResourceId.');
    const stack =
      name === undefined
        ? call.account
            .table(STACKS, call.region)
            .list()
            .find((s) => Object.values(s.resources).some((r) => r.physicalId === physical && r.gone !== true))
        : demandStack(call, name);
    if (!stack) throw invalid(`Stack for ${physical ?? ''} does not exist`);
    const resources = Object.values(stack.resources).filter(
      (r) => logical === undefined || r.logicalId === logical,
    );
    return {
      StackResources: resources.map((r) => ({
        ...ofStack(stack),
        ...shownResource(r),
        Timestamp: new Date(r.updatedAt),
      })),
    };
  },
};

const listStackResources: Operation<{ StackName: string }> = {
  access: onStack,
  page: paged('StackResourceSummaries'),
  run(call) {
    const name = call.input.StackName;
    const stack = demandStack(call, name);
    return {
      StackResourceSummaries: Object.values(stack.resources).map((r) => ({
        ...shownResource(r),
        LastUpdatedTimestamp: new Date(r.updatedAt),
      })),
    };
  },
};

const listExports: Operation = {
  page: paged('Exports'),
  run: ({ account, region }) => ({
    Exports: exportsOf(account, region).map(({ stackId, name, value }) => ({
      ExportingStackId: stackId,
      Name: name,
      Value: value,
    })),
  }),
};

const listImports: Operation<{ ExportName: string }> = {
  page: paged('Imports'),
  run({ account, region, input }) {
    const users = importersOf(account, region, input.ExportName);
    if (users.length === 0) throw invalid(`Export '${input.ExportName}' is not imported by any stack.`);
    return { Imports: users };
  },
};

export const readingOperations = {
  DescribeStacks: describeStacks,
  ListStacks: listStacks,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  ListStackResources: listStackResources,
  ListExports: listExports,
  ListImports: listImports,
};
