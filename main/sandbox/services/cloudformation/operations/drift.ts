/**
 * Drift: the things as they are against what the stack last made of them. Only properties that the template sets count.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
import { AwsError, type Operation, type SandboxAccount } from '../../../engine/types.ts';
import { invalid, wrongState } from '../errors.ts';
import { DRIFTS, type DriftDetection, type Stack, type StackResource } from '../model.ts';
import { resourceType } from '../resources/registry.ts';
import { StackRecord } from '../runner/stack-record.ts';
import { workFor } from '../runner/work.ts';
import { ownTags } from '../tags.ts';
import { asText, isObject, type Json, type JsonObject } from '../template/types.ts';
import { onStack, stackArn } from './access.ts';
import { demandStack, recordOf } from './inputs.ts';

export const DRIFT_TIMER = 'cloudformation.drift';
const SECONDS = 5;

const detectStackDrift: Operation<{ StackName: string; LogicalResourceIds?: string[] }> = {
  // A whole stack is looked at resource by resource, and that right is asked as well.
  access: (call) => [
    ...onStack(call),
    { action: 'cloudformation:DetectStackResourceDrift', resource: stackArn(call, call.input.StackName) },
  ],
  run(call) {
    const stack = demandStack(call, call.input.StackName);
    if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK|ROLLBACK)_(COMPLETE|FAILED)$/.test(stack.status))
      throw wrongState(stack.id, stack.status, 'checked for drift');
    const record = recordOf(call, stack);
    const { LogicalResourceIds: logicalIds } = call.input;
    const detection: DriftDetection = {
      id: record.uuid(),
      stackId: stack.id,
      status: 'DETECTION_IN_PROGRESS',
      at: new Date(call.now).toISOString(),
      caller: call.caller,
      ...(logicalIds === undefined ? {} : { logicalIds }),
      results: [],
    };
    call.account.table(DRIFTS, call.region).put(detection);
    call.account.afterTransition(SECONDS, DRIFT_TIMER, call.region, { id: detection.id });
    return { StackDriftDetectionId: detection.id };
  },
};

/** The timer of DetectStackDrift. */
export async function detect(account: SandboxAccount, region: string, { id }: { id: string }): Promise<void> {
  const table = account.table(DRIFTS, region);
  const detection = table.get(id);
  if (detection?.status !== 'DETECTION_IN_PROGRESS') return;
  const record = new StackRecord(account, region, detection.stackId);
  const at = new Date(record.now).toISOString();
  const ids = detection.logicalIds;
  const resources = Object.values(record.stack.resources).filter(
    (r) => r.gone !== true && r.physicalId !== undefined && (ids === undefined || ids.includes(r.logicalId)),
  );
  try {
    const results: JsonObject[] = [];
    for (const resource of resources) results.push(await compare(record, resource, detection.caller, at));
    const drifted = results.filter((r) => r['StackResourceDriftStatus'] !== 'IN_SYNC').length;
    const stackStatus = drifted > 0 ? 'DRIFTED' : 'IN_SYNC';
    keepResults(record, results, stackStatus, at);
    table.put({ ...detection, status: 'DETECTION_COMPLETE', stackStatus, drifted, at, results });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    table.put({ ...detection, status: 'DETECTION_FAILED', reason: error.message, at });
  }
}

function keepResults(record: StackRecord, results: JsonObject[], status: string, at: string): void {
  record.edit((draft) => {
    draft.drift = { status, at };
    for (const result of results) {
      const resource = draft.resources[asText(result['LogicalResourceId'])];
      if (resource) resource.drift = { status: asText(result['StackResourceDriftStatus']), at };
    }
  });
}

/** Things are read with the rights of whoever asks for drift, also where the stack has a role. */
async function compare(
  record: StackRecord,
  resource: Readonly<StackResource>,
  caller: DriftDetection['caller'],
  at: string,
): Promise<JsonObject> {
  const work = workFor(record, resource, {}, caller, true);
  const actual = await resourceType(resource.type)?.read(work);
  const base = {
    StackId: record.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId ?? '',
    ResourceType: resource.type,
    Timestamp: at,
    ExpectedProperties: JSON.stringify(resource.properties),
  };
  if (!actual) return { ...base, StackResourceDriftStatus: 'DELETED' };
  const found = asExpected(resource, actual.properties);
  const differences = differencesOf(resource, found);
  return {
    ...base,
    ActualProperties: JSON.stringify(found),
    PropertyDifferences: differences,
    StackResourceDriftStatus: differences.length > 0 ? 'MODIFIED' : 'IN_SYNC',
  };
}

export const differencesOf = (resource: Readonly<StackResource>, found: JsonObject): JsonObject[] =>
  Object.keys(resource.properties).flatMap((name) =>
    differ(`/${name}`, normal(name, resource.properties[name]), normal(name, found[name])),
  );

/** Only what the template sets; tags of the stack and of the system do not count. */
export function asExpected(resource: Readonly<StackResource>, actual: JsonObject): JsonObject {
  const names = Object.keys(resource.properties).filter((name) => name in actual);
  const found = Object.fromEntries(names.map((name) => [name, actual[name] ?? null]));
  if (!('Tags' in found)) return found;
  const own = ownTags(resource.properties).map((t) => t.Key);
  const foreign = resource.tags.map((t) => t.Key).filter((key) => !own.includes(key));
  const Tags = ownTags(actual).filter((t) => !foreign.includes(t.Key) && !t.Key.startsWith('aws:'));
  return { ...found, Tags: Tags as unknown as Json };
}

/** Lists that are sets in truth are compared in one order. */
function normal(name: string, value: Json | undefined): Json | undefined {
  if (!Array.isArray(value) || !['Tags', 'ManagedPolicyArns', 'Policies', 'SecurityGroupIds'].includes(name))
    return value;
  const key = (v: Json) => asText(isObject(v) ? (v['Key'] ?? v['PolicyName']) : v);
  return value.toSorted((a, b) => key(a).localeCompare(key(b)));
}

const shown = (value: Json | undefined): string =>
  value === undefined ? 'null' : typeof value === 'string' ? value : JSON.stringify(value);

/** Differences leaf by leaf; a leaf that the service adds by itself inside an expected object does not count. */
function differ(path: string, expected: Json | undefined, actual: Json | undefined): JsonObject[] {
  if (isObject(expected ?? null) && isObject(actual ?? null)) {
    const [want, have] = [expected as JsonObject, actual as JsonObject];
    return Object.keys(want).flatMap((key) => differ(`${path}/${key}`, want[key], have[key]));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const longest = Math.max(expected.length, actual.length);
    return Array.from({ length: longest }, (_, i) => i).flatMap((i) =>
      differ(`${path}/${i}`, expected[i], actual[i]),
    );
  }
  if (shown(expected) === shown(actual)) return [];
  const DifferenceType = actual === undefined ? 'REMOVE' : expected === undefined ? 'ADD' : 'NOT_EQUAL';
  return [{ PropertyPath: path, ExpectedValue: shown(expected), ActualValue: shown(actual), DifferenceType }];
}

const describeStatus: Operation<{ StackDriftDetectionId: string }> = {
  run({ account, region, input }) {
    const d = account.table(DRIFTS, region).get(input.StackDriftDetectionId);
    if (!d) throw invalid(`Drift detection [${input.StackDriftDetectionId}] does not exist`);
    return {
      StackId: d.stackId,
      StackDriftDetectionId: d.id,
      DetectionStatus: d.status,
      ...(d.stackStatus === undefined ? {} : { StackDriftStatus: d.stackStatus }),
      ...(d.reason === undefined ? {} : { DetectionStatusReason: d.reason }),
      ...(d.drifted === undefined ? {} : { DriftedStackResourceCount: d.drifted }),
      Timestamp: new Date(d.at),
    };
  },
};

interface DriftsInput {
  StackName: string;
  StackResourceDriftStatusFilters?: string[];
}

const describeResourceDrifts: Operation<DriftsInput> = {
  access: onStack,
  page: {
    items: 'StackResourceDrifts',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run(call) {
    const stack: Readonly<Stack> = demandStack(call, call.input.StackName);
    const filters = call.input.StackResourceDriftStatusFilters;
    const detections = call.account
      .table(DRIFTS, call.region)
      .list()
      .filter((d) => d.stackId === stack.id && d.status === 'DETECTION_COMPLETE');
    const latest = new Map<string, JsonObject>();
    for (const result of detections.flatMap((d) => d.results))
      if (isObject(result)) latest.set(asText(result['LogicalResourceId']), result);
    const found = [...latest.values()].filter(
      (r) => filters === undefined || filters.includes(asText(r['StackResourceDriftStatus'])),
    );
    return {
      StackResourceDrifts: found.map((r) => ({ ...r, Timestamp: new Date(asText(r['Timestamp'])) })),
    };
  },
};

export const driftOperations = {
  DetectStackDrift: detectStackDrift,
  DescribeStackDriftDetectionStatus: describeStatus,
  DescribeStackResourceDrifts: describeResourceDrifts,
};
