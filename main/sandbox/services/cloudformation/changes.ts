/**
 * What a change set says: each resource that is added, modified or removed, and why. Shapes and meanings:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html and API_ResourceChangeDetail.
 */
import type { SandboxAccount } from '../../engine/types.ts';
import { propertyDetails, replacement, type Context, type ResourceChange } from './change-details.ts';
import { changedProperties, same } from './differences.ts';
import { checkedTemplate, desired, outputsOf, type Desired } from './desired.ts';
import { formatError, invalid } from './errors.ts';
import type { Stack, StackResource, StackSource } from './model.ts';
import { resourceType } from './resources/registry.ts';
import type { ResourceType } from './resources/types.ts';
import { stackTags } from './tags.ts';
import { evaluate, isTrue } from './template/evaluate.ts';
import { isObject, type Json, type JsonObject, type Template } from './template/types.ts';

/** Changes from what the stack is to what the source says; `undefined` when there are none at all. */
export function changesOf(
  account: SandboxAccount,
  stack: Readonly<Stack>,
  source: StackSource,
): ResourceChange[] | undefined {
  const template = checkedTemplate(source.body);
  const replaced = new Map<string, 'True' | 'Conditional'>();
  const live = (id: string): StackResource | undefined => {
    const resource = stack.resources[id];
    return replaced.has(id) || resource?.gone === true ? undefined : resource;
  };
  const want = desired(
    account,
    stack,
    { template, parameters: source.parameters },
    {
      resource: (id) => live(id)?.physicalId,
      attribute: (id, name) => live(id)?.attributes[name],
    },
  );
  const isNew = stack.status === 'REVIEW_IN_PROGRESS';
  const old = isNew ? undefined : checkedTemplate(stack.source.body);
  const context: Context = {
    stack,
    before: old,
    want,
    changedParameters: changedParameters(stack.source, source),
    replaced,
  };
  checkTypes(stack, template, want);
  const changes: ResourceChange[] = [];
  for (const id of inOrder(want.active)) {
    const there = stack.resources[id];
    const alive = there && there.gone !== true && there.physicalId !== undefined;
    const change = alive ? modified(context, there, source) : added(context, id);
    if (!change) continue;
    if (change.Replacement === 'True' || change.Replacement === 'Conditional')
      replaced.set(id, change.Replacement);
    changes.push(change);
  }
  for (const resource of Object.values(stack.resources))
    if (!want.active.has(resource.logicalId) && resource.gone !== true && resource.physicalId !== undefined)
      changes.push(removed(resource));
  if (changes.length > 0 || isNew) {
    for (const output of Object.values(template.outputs))
      if (output.Condition === undefined || isTrue({ Condition: output.Condition }, want.scope))
        evaluate(output.Value, want.scope);
    return changes;
  }
  const outputs = outputsOf(account, stack, want);
  return same(outputs as unknown as Json, stack.outputs as unknown as Json) ? undefined : [];
}

function changedParameters(before: StackSource, after: StackSource): Set<string> {
  const names = [...Object.keys(before.parameters), ...Object.keys(after.parameters)];
  return new Set(names.filter((name) => before.parameters[name] !== after.parameters[name]));
}

function checkTypes(stack: Readonly<Stack>, template: Template, want: Desired): void {
  const moved = [...want.active.keys()].filter((id) => {
    const there = stack.resources[id];
    return there && there.gone !== true && there.type !== template.resources[id]?.Type;
  });
  if (moved.length > 0)
    throw invalid(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${moved.join(', ')}]`,
    );
}

/** Needs before needers, so that it is known what will be replaced. */
function inOrder(active: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    done.add(id);
    for (const needed of active.get(id) ?? []) visit(needed);
    order.push(id);
  };
  const order: string[] = [];
  for (const id of active.keys()) visit(id);
  return order;
}

function typeNamed(name: string): ResourceType {
  const type = resourceType(name);
  if (!type) throw formatError(`Unrecognized resource types: [${name}] (not modelled in the sandbox)`);
  return type;
}

const wantedProperties = ({ want }: Context, id: string): JsonObject => {
  const value = evaluate(want.template.resources[id]?.Properties ?? {}, want.scope);
  return isObject(value) ? value : {};
};

const contextText = (properties: JsonObject, metadata: Json | undefined): string =>
  JSON.stringify({ Properties: properties, ...(metadata === undefined ? {} : { Metadata: metadata }) });

function added(context: Context, id: string): ResourceChange {
  const declaration = context.want.template.resources[id];
  const type = typeNamed(declaration?.Type ?? '');
  return {
    Action: 'Add',
    LogicalResourceId: id,
    ResourceType: type.type,
    Scope: [],
    Details: [],
    AfterContext: contextText(wantedProperties(context, id), declaration?.Metadata),
  };
}

function removed(resource: StackResource): ResourceChange {
  const kept = resource.deletionPolicy.startsWith('Retain');
  return {
    PolicyAction: kept ? 'Retain' : 'Delete',
    Action: 'Remove',
    LogicalResourceId: resource.logicalId,
    ...(resource.physicalId === undefined ? {} : { PhysicalResourceId: resource.physicalId }),
    ResourceType: resource.type,
    Scope: [],
    Details: [],
    BeforeContext: contextText(resource.properties, resource.metadata),
  };
}

function modified(
  context: Context,
  resource: StackResource,
  source: StackSource,
): ResourceChange | undefined {
  const { want, stack } = context;
  const { logicalId } = resource;
  const declaration = want.template.resources[logicalId];
  const type = typeNamed(resource.type);
  const properties = wantedProperties(context, logicalId);
  const tags = stackTags(stack, source.tags, type, logicalId);
  const changed = changedProperties(resource, { properties, tags });
  const metadata = !same(resource.metadata, declaration?.Metadata);
  if (changed.size === 0 && !metadata) return undefined;
  const names = [...changed];
  const details = names.flatMap((name) => propertyDetails(context, type, resource, name, properties));
  if (metadata)
    details.push({
      Target: { Attribute: 'Metadata', RequiresRecreation: 'Never' },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    });
  const Replacement = replacement(type, names, resource.properties, properties);
  const policy = declaration?.UpdateReplacePolicy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete';
  return {
    ...(Replacement === 'True' ? { PolicyAction: policy } : {}),
    Action: 'Modify',
    LogicalResourceId: logicalId,
    ...(resource.physicalId === undefined ? {} : { PhysicalResourceId: resource.physicalId }),
    ResourceType: resource.type,
    Replacement,
    Scope: [...new Set(details.map((d) => d.Target.Attribute))],
    Details: details,
    BeforeContext: contextText(resource.properties, resource.metadata),
    AfterContext: contextText(properties, declaration?.Metadata),
  };
}

/** As DescribeChangeSet answers without `IncludePropertyValues`. */
export function withoutValues(change: ResourceChange): ResourceChange {
  const { BeforeContext: _, AfterContext: __, ...rest } = change;
  return {
    ...rest,
    Details: change.Details.map(({ Target, ...detail }) => {
      const {
        BeforeValue: ___,
        AfterValue: ____,
        AttributeChangeType: _____,
        Path: ______,
        ...target
      } = Target;
      return { ...detail, Target: target };
    }),
  };
}
