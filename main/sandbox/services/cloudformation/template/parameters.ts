/** Values of a template's parameters: given, kept from before, or default; each checked against its declaration. */
import { invalid } from '../errors.ts';
import { isListType } from './declared-parameters.ts';
import type { ParameterDeclaration, Template } from './types.ts';

export interface GivenParameter {
  ParameterKey?: string;
  ParameterValue?: string;
  UsePreviousValue?: boolean;
}

/** Raw values by name, as text; lists stay comma-separated. `previous`: those of the stack that is updated. */
export function parameterValues(
  template: Template,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const unknown = given.map((g) => g.ParameterKey ?? '').filter((key) => !(key in template.parameters));
  if (unknown.length > 0) throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, declaration] of Object.entries(template.parameters)) {
    const value = oneValue(name, declaration, given, previous);
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, value] of Object.entries(values)) check(name, value, template.parameters[name]);
  return values;
}

function oneValue(
  name: string,
  declaration: ParameterDeclaration,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const found = given.filter((g) => g.ParameterKey === name).at(-1);
  if (found?.UsePreviousValue === true) {
    if (found.ParameterValue !== undefined)
      throw invalid(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and parameter value`,
      );
    if (previous?.[name] === undefined)
      throw invalid(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    return previous[name];
  }
  return found?.ParameterValue ?? declaration.Default;
}

function check(name: string, value: string, declaration: ParameterDeclaration | undefined): void {
  if (!declaration) return;
  const { Type: type, ConstraintDescription: described } = declaration;
  const items = isListType(type) ? splitList(value) : [value];
  for (const item of items) {
    const failed = broken(item, declaration);
    if (failed === undefined) continue;
    throw invalid(
      described === undefined
        ? `Parameter '${name}' ${failed}`
        : `Parameter ${name} failed to satisfy constraint: ${described}`,
    );
  }
}

/** The constraint that a value breaks, in AWS's words; undefined when it breaks none. */
function broken(value: string, d: ParameterDeclaration): string | undefined {
  if (d.Type === 'Number' || d.Type === 'List<Number>') {
    if (value.trim() === '' || !Number.isFinite(Number(value))) return 'must be a number';
    if (d.MinValue !== undefined && Number(value) < d.MinValue)
      return `must be a number not less than ${d.MinValue}`;
    if (d.MaxValue !== undefined && Number(value) > d.MaxValue)
      return `must be a number not greater than ${d.MaxValue}`;
  }
  if (d.AllowedValues && !d.AllowedValues.includes(value)) return 'must be one of AllowedValues';
  if (d.MinLength !== undefined && value.length < d.MinLength)
    return `must contain at least ${d.MinLength} characters`;
  if (d.MaxLength !== undefined && value.length > d.MaxLength)
    return `must contain at most ${d.MaxLength} characters`;
  if (d.AllowedPattern !== undefined && !new RegExp(`^(?:${d.AllowedPattern})$`, 'u').test(value))
    return `must match pattern ${d.AllowedPattern}`;
  return undefined;
}

export const splitList = (value: string): string[] =>
  value === '' ? [''] : value.split(',').map((item) => item.trim());

/** What a `Ref` to the parameter gives: text, or a list. */
export function parameterRefs(
  template: Template,
  values: Readonly<Record<string, string>>,
): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(template.parameters).map(([name, { Type: type }]) => {
      const value = values[name] ?? '';
      return [name, isListType(type) ? splitList(value) : value];
    }),
  );
}
