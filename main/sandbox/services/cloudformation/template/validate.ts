/** Rules over a whole template: names that must exist, functions with the right arguments, no cycles. */
import { formatError, invalid, templateError } from '../errors.ts';
import { checkFunctions } from './functions.ts';
import { references, type Reference } from './references.ts';
import type { Json, ResourceDeclaration, Template } from './types.ts';

export const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** What the checks need to know of a resource type. */
export interface KnownType {
  attributes: readonly string[];
}

export function validateTemplate(template: Template, type: (name: string) => KnownType | undefined): void {
  const unknown = [...new Set(Object.values(template.resources).map((r) => r.Type))].filter((t) => !type(t));
  if (unknown.length > 0)
    throw formatError(`Unrecognized resource types: [${unknown.join(', ')}] (not modelled in the sandbox)`);
  for (const [name, condition] of Object.entries(template.conditions))
    checkCondition(template, name, condition);
  checkConditionCycles(template);
  for (const declaration of Object.values(template.resources)) checkFunctions(declaration.Properties);
  for (const output of Object.values(template.outputs))
    checkFunctions([output.Value, output.exportName ?? '']);
  checkNames(template, 'Resources', resourceReferences(template));
  checkNames(template, 'Outputs', outputReferences(template));
  checkAttributes(template, type);
  checkMappings(template);
  const circle = cycle(dependencies(template));
  if (circle.length > 0) throw invalid(`Circular dependency between resources: [${circle.join(', ')}]`);
}

const resourceReferences = (template: Template): Reference[] =>
  Object.values(template.resources).flatMap((r) => [
    ...references(r.Properties),
    ...r.DependsOn.map((name): Reference => ({ kind: 'ref', name })),
    ...(r.Condition === undefined ? [] : [{ kind: 'condition' as const, name: r.Condition }]),
  ]);

const outputReferences = (template: Template): Reference[] =>
  Object.values(template.outputs).flatMap((o) => [
    ...references([o.Value, o.exportName ?? '']),
    ...(o.Condition === undefined ? [] : [{ kind: 'condition' as const, name: o.Condition }]),
  ]);

function checkNames(template: Template, block: string, found: Reference[]): void {
  const conditions = found.filter((r) => r.kind === 'condition' && !(r.name in template.conditions));
  if (conditions[0])
    throw formatError(
      `Unresolved condition dependency ${conditions[0].name} in the ${block} block of the template`,
    );
  const refs = found.filter((r) => r.kind === 'ref' && !isKnown(template, r.name)).map((r) => r.name);
  if (refs.length > 0)
    throw formatError(
      `Unresolved resource dependencies [${[...new Set(refs)].join(', ')}] in the ${block} block of the template`,
    );
}

const isKnown = (template: Template, name: string) =>
  name in template.resources || name in template.parameters || PSEUDO_PARAMETERS.includes(name);

function checkAttributes(template: Template, type: (name: string) => KnownType | undefined): void {
  for (const { kind, name, attribute } of [...resourceReferences(template), ...outputReferences(template)]) {
    if (kind !== 'attribute') continue;
    const resource = template.resources[name];
    if (!resource) throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`);
    if (attribute !== undefined && !type(resource.Type)?.attributes.includes(attribute))
      throw templateError(`resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
}

function checkMappings(template: Template): void {
  const all = [
    ...Object.values(template.resources).map((r): Json => r.Properties),
    ...Object.values(template.outputs).map((o) => o.Value),
    ...Object.values(template.conditions),
  ];
  for (const { kind, name } of all.flatMap(references))
    if (kind === 'mapping' && !(name in template.mappings))
      throw templateError(`Mapping named '${name}' is not present in the 'Mappings' section of template.`);
}

function checkCondition(template: Template, name: string, condition: Json): void {
  checkFunctions(condition);
  for (const found of references(condition)) {
    if (found.kind === 'condition' && !(found.name in template.conditions))
      throw formatError(
        `Unresolved condition dependency ${found.name} in the Conditions block of the template`,
      );
    const isParameter = found.name in template.parameters || PSEUDO_PARAMETERS.includes(found.name);
    if (found.kind === 'attribute' || (found.kind === 'ref' && !isParameter))
      throw formatError(
        `Unresolved dependencies [${found.name}]. Cannot reference resources in the Conditions block of the template`,
      );
  }
  const key = typeof condition === 'object' && condition !== null ? Object.keys(condition)[0] : undefined;
  if (!['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals', 'Condition'].includes(key ?? ''))
    throw formatError(
      `Conditions can only be boolean operations on parameters and other conditions (condition ${name})`,
    );
}

function checkConditionCycles(template: Template): void {
  const graph = new Map(
    Object.entries(template.conditions).map(([name, value]) => [
      name,
      references(value)
        .filter((r) => r.kind === 'condition')
        .map((r) => r.name),
    ]),
  );
  const circle = cycle(graph);
  if (circle.length > 0)
    throw formatError(`Circular dependencies in the Conditions block: [${circle.join(', ')}]`);
}

/** Logical ids that each resource needs first: references and DependsOn. */
export function dependencies(template: Template): Map<string, string[]> {
  return new Map(Object.entries(template.resources).map(([name, r]) => [name, needs(template, r)] as const));
}

function needs(template: Template, declaration: ResourceDeclaration): string[] {
  const named = references(declaration.Properties)
    .filter((r) => r.kind === 'ref' || r.kind === 'attribute')
    .map((r) => r.name);
  return [...new Set([...named, ...declaration.DependsOn])].filter((name) => name in template.resources);
}

/** Names that lie on or before a cycle that cannot be taken apart; empty when there is none. */
export function cycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map([...graph].map(([name, needed]) => [name, new Set(needed)]));
  for (;;) {
    const free = [...left].filter(([, needed]) => ![...needed].some((n) => left.has(n)));
    if (free.length === 0) break;
    for (const [name] of free) left.delete(name);
  }
  // What only depends on the cycle is no part of it.
  for (;;) {
    const needed = new Set([...left.values()].flatMap((names) => [...names]));
    const outer = [...left.keys()].filter((name) => !needed.has(name));
    if (outer.length === 0) return [...left.keys()];
    for (const name of outer) left.delete(name);
  }
}
