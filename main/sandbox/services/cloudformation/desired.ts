/** What a source says there should be: the template read, its conditions decided, each resource's needs known. */
import type { SandboxAccount } from '../../engine/types.ts';
import { formatError, invalid } from './errors.ts';
import { STACKS, type Stack, type StackOutput, type StackSource } from './model.ts';
import { resourceType } from './resources/registry.ts';
import { evaluate, isTrue, type Scope } from './template/evaluate.ts';
import { parameterRefs } from './template/parameters.ts';
import { references } from './template/references.ts';
import { readTemplate } from './template/shape.ts';
import { asText, isObject, soleKey, type Json, type Template } from './template/types.ts';
import { validateTemplate } from './template/validate.ts';

/** The last templates read: an operation reads the same text for each of its resources, and stacks share theirs. */
const known = new Map<string, Template>();
const mostKnown = 8;

export function checkedTemplate(body: string): Template {
  const before = known.get(body);
  if (before !== undefined) return before;
  const template = readTemplate(body);
  validateTemplate(template, resourceType);
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(body, template);
  return template;
}

export type StackIdentity = Pick<Stack, 'id' | 'name' | 'region' | 'notificationArns'>;

export interface Desired {
  template: Template;
  scope: Scope;
  /** Logical ids whose condition holds, and what each needs first. */
  active: Map<string, string[]>;
}

/** `known` gives what exists already; everything else evaluates to "known after apply". */
export function desired(
  account: SandboxAccount,
  stack: StackIdentity,
  source: Pick<StackSource, 'parameters'> & { template: Template },
  known: Pick<Scope, 'resource' | 'attribute'>,
): Desired {
  const { template } = source;
  const scope: Scope = {
    template,
    refs: {
      ...parameterRefs(template, source.parameters),
      'AWS::AccountId': account.id,
      'AWS::NotificationARNs': stack.notificationArns,
      'AWS::Partition': account.partition,
      'AWS::Region': stack.region,
      'AWS::StackId': stack.id,
      'AWS::StackName': stack.name,
      'AWS::URLSuffix': 'amazonaws.com',
    },
    ...known,
    imported: (name) => importedValue(account, stack.region, name),
    zones: (region) => ['a', 'b', 'c'].map((letter) => region + letter),
  };
  const ids = Object.entries(template.resources)
    .filter(([, r]) => r.Condition === undefined || isTrue({ Condition: r.Condition }, scope))
    .map(([id]) => id);
  const active = new Map(ids.map((id) => [id, needs(template, scope, id, new Set(ids))]));
  checkOutputs(template, scope, new Set(ids));
  return { template, scope, active };
}

function needs(template: Template, scope: Scope, id: string, active: ReadonlySet<string>): string[] {
  const declaration = template.resources[id];
  if (!declaration) return [];
  const named = resourceNames(template, taken(declaration.Properties, scope));
  demandActive(named, active, 'Resources');
  const explicit = declaration.DependsOn.filter((name) => active.has(name));
  return [...new Set([...named, ...explicit])].filter((name) => name !== id);
}

const resourceNames = (template: Template, expression: Json): string[] =>
  references(expression)
    .filter((r) => (r.kind === 'ref' || r.kind === 'attribute') && r.name in template.resources)
    .map((r) => r.name);

/** A reference to a resource whose condition is false is unresolved, as if it were not in the template. */
function demandActive(names: string[], active: ReadonlySet<string>, block: string): void {
  const missing = names.filter((name) => !active.has(name));
  if (missing.length > 0)
    throw formatError(
      `Unresolved resource dependencies [${[...new Set(missing)].join(', ')}] in the ${block} block of the template`,
    );
}

function checkOutputs(template: Template, scope: Scope, active: ReadonlySet<string>): void {
  for (const output of Object.values(template.outputs)) {
    if (output.Condition !== undefined && !isTrue({ Condition: output.Condition }, scope)) continue;
    demandActive(resourceNames(template, taken(output.Value, scope)), active, 'Outputs');
  }
}

/** The expression with only those branches of Fn::If that the conditions take. */
function taken(expression: Json, scope: Scope): Json {
  if (Array.isArray(expression)) return expression.map((e) => taken(e, scope));
  if (!isObject(expression)) return expression;
  if (soleKey(expression) === 'Fn::If') {
    const [name, yes, no] = expression['Fn::If'] as Json[];
    return taken((isTrue({ Condition: name ?? '' }, scope) ? yes : no) ?? null, scope);
  }
  return Object.fromEntries(Object.entries(expression).map(([key, value]) => [key, taken(value, scope)]));
}

/** Exports of all living stacks of the region. */
export function exportsOf(
  account: SandboxAccount,
  region: string,
): { stackId: string; stackName: string; name: string; value: string }[] {
  return account
    .table(STACKS, region)
    .list()
    .flatMap((stack) =>
      stack.outputs.flatMap((output) =>
        output.exportName === undefined
          ? []
          : [{ stackId: stack.id, stackName: stack.name, name: output.exportName, value: output.value }],
      ),
    );
}

function importedValue(account: SandboxAccount, region: string, name: string): string {
  const found = exportsOf(account, region).find((e) => e.name === name);
  if (!found) throw invalid(`No export named ${name} found.`);
  return found.value;
}

/** Values of the outputs whose condition holds. Throws when one is no text, or a name is exported by another stack. */
export function outputsOf(account: SandboxAccount, stack: StackIdentity, want: Desired): StackOutput[] {
  const { template, scope } = want;
  const taken = exportsOf(account, stack.region).filter((e) => e.stackId !== stack.id);
  return Object.entries(template.outputs).flatMap(([key, output]) => {
    if (output.Condition !== undefined && !isTrue({ Condition: output.Condition }, scope)) return [];
    const value = evaluate(output.Value, scope);
    if (value === null || typeof value === 'object')
      throw formatError(
        `Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
      );
    const name = output.exportName === undefined ? undefined : evaluate(output.exportName, scope);
    const other = taken.find((e) => e.name === name);
    if (other)
      throw invalid(`Export with name ${other.name} is already exported by stack ${other.stackName}.`);
    return [
      {
        key,
        value: String(value),
        ...(output.Description === undefined ? {} : { description: output.Description }),
        ...(typeof name === 'string' ? { exportName: name } : {}),
      },
    ];
  });
}

/** Names of living stacks that import the export. */
export function importersOf(account: SandboxAccount, region: string, exportName: string): string[] {
  return account
    .table(STACKS, region)
    .list()
    .filter((stack) => Object.keys(stack.resources).length > 0)
    .filter((stack) => importedNames(account, stack).has(exportName))
    .map((stack) => stack.name);
}

function importedNames(account: SandboxAccount, stack: Readonly<Stack>): Set<string> {
  const template = checkedTemplate(stack.source.body);
  const { scope, active } = desired(
    account,
    stack,
    { template, parameters: stack.source.parameters },
    knownIn(stack),
  );
  const expressions: Json[] = [
    ...[...active.keys()].map((id) => template.resources[id]?.Properties ?? {}),
    ...Object.values(template.outputs).map((o) => o.Value),
  ];
  return new Set(expressions.flatMap(importArguments).map((argument) => asText(evaluate(argument, scope))));
}

function importArguments(expression: Json): Json[] {
  if (Array.isArray(expression)) return expression.flatMap(importArguments);
  if (!isObject(expression)) return [];
  if (soleKey(expression) === 'Fn::ImportValue') return [expression['Fn::ImportValue'] ?? ''];
  return Object.values(expression).flatMap(importArguments);
}

/** References into the resources that a stack has now. */
export function knownIn(stack: Pick<Stack, 'resources'>): Pick<Scope, 'resource' | 'attribute'> {
  return {
    resource: (id) => stack.resources[id]?.physicalId,
    attribute: (id, name) => stack.resources[id]?.attributes[name],
  };
}
