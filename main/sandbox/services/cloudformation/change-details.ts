/** Why a resource changes, property by property. Shapes of API_ResourceChange and API_ResourceChangeDetail. */
import { replaces, same } from './differences.ts';
import type { Desired } from './desired.ts';
import type { Stack, StackResource } from './model.ts';
import type { ResourceType } from './resources/types.ts';
import { references, type Reference } from './template/references.ts';
import { KNOWN_AFTER_APPLY, type Json, type JsonObject, type Template } from './template/types.ts';

/** A change in the API's shape, with property values; `withoutValues` takes them out. */
export interface ResourceChange {
  PolicyAction?: string;
  Action: 'Add' | 'Modify' | 'Remove';
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceType: string;
  Replacement?: 'True' | 'False' | 'Conditional';
  Scope: string[];
  Details: ChangeDetail[];
  BeforeContext?: string;
  AfterContext?: string;
}

export interface ChangeDetail {
  Target: {
    Attribute: string;
    Name?: string;
    RequiresRecreation: 'Never' | 'Conditionally' | 'Always';
    Path?: string;
    BeforeValue?: string;
    AfterValue?: string;
    AttributeChangeType?: 'Add' | 'Remove' | 'Modify';
  };
  Evaluation: 'Static' | 'Dynamic';
  ChangeSource: string;
  CausingEntity?: string;
}

export interface Context {
  stack: Readonly<Stack>;
  before: Template | undefined;
  want: Desired;
  changedParameters: Set<string>;
  /** Resources that will get a new physical id, or may. */
  replaced: Map<string, 'True' | 'Conditional'>;
}

const isUnknown = (value: Json | undefined): boolean =>
  value !== undefined && JSON.stringify(value).includes(KNOWN_AFTER_APPLY);

export function replacement(
  type: ResourceType,
  names: string[],
  before: JsonObject,
  after: JsonObject,
): 'True' | 'False' | 'Conditional' {
  if (!type.update && names.length > 0) return 'True';
  const recreating = names.filter((name) => replaces(type, [name], before, after));
  if (recreating.length === 0) return 'False';
  return recreating.some((name) => !isUnknown(after[name])) ? 'True' : 'Conditional';
}

const valueText = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

/** One detail per cause: a parameter, a resource that is replaced, or the template's own text. */
export function propertyDetails(
  context: Context,
  type: ResourceType,
  resource: StackResource,
  name: string,
  properties: JsonObject,
): ChangeDetail[] {
  const before = valueText(resource.properties[name]);
  const after = valueText(properties[name]);
  const recreates = replaces(type, [name], resource.properties, properties) || !type.update;
  const dynamic = isUnknown(properties[name]);
  const kind = before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify';
  const Target: ChangeDetail['Target'] = {
    Attribute: name === 'Tags' ? 'Tags' : 'Properties',
    ...(name === 'Tags' ? {} : { Name: name, Path: `/Properties/${name}` }),
    RequiresRecreation: recreates ? 'Always' : 'Never',
    ...(before === undefined ? {} : { BeforeValue: before }),
    ...(after === undefined ? {} : { AfterValue: after }),
    AttributeChangeType: kind,
  };
  return causes(context, resource.logicalId, name).map((cause) => ({
    Target,
    Evaluation: dynamic ? 'Dynamic' : 'Static',
    ...cause,
  }));
}

type Cause = Pick<ChangeDetail, 'ChangeSource' | 'CausingEntity'>;

function causes(context: Context, id: string, name: string): Cause[] {
  const now = context.want.template.resources[id]?.Properties[name];
  const was = context.before?.resources[id]?.Properties[name];
  const found = (now === undefined ? [] : references(now)).flatMap((r) => causeOf(context, r));
  const edited = !same(now, was);
  const direct: Cause[] = edited || found.length === 0 ? [{ ChangeSource: 'DirectModification' }] : [];
  return [...found, ...direct];
}

function causeOf({ changedParameters, replaced }: Context, reference: Reference): Cause[] {
  const { kind, name, attribute } = reference;
  if (kind === 'ref' && changedParameters.has(name))
    return [{ ChangeSource: 'ParameterReference', CausingEntity: name }];
  if (kind === 'ref' && replaced.has(name))
    return [{ ChangeSource: 'ResourceReference', CausingEntity: name }];
  if (kind === 'attribute' && replaced.has(name))
    return [{ ChangeSource: 'ResourceAttribute', CausingEntity: `${name}.${attribute ?? ''}` }];
  return [];
}
