/** What a shipped template gives each resource with these parameters, so far as parameters alone decide it. */
import canonicalize from 'canonicalize';
import type { Target } from '../../preload/contract/plan.ts';
import { conditions } from './template-resources.ts';
import type { TemplateDocument } from './templates.ts';

type Parameters = Record<string, string>;

/** Values of all parameters: those given, over the template's own. */
export function allParameters({ Parameters: own = {} }: TemplateDocument, given: Parameters): Parameters {
  const defaults = Object.entries(own).flatMap(([name, { Default }]) =>
    Default === undefined ? [] : [[name, String(Default)] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** By logical id: each property as canonical JSON. What other resources answer (`Fn::GetAtt`) stays as it is written. */
export function propertiesWith(
  document: TemplateDocument,
  parameters: Parameters,
  target: Target,
): Map<string, Map<string, string>> {
  const all = allParameters(document, parameters);
  const holds = conditions(document, all, target);
  const found = Object.entries(document.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition),
  );
  return new Map(
    found.map(([logicalId, { Properties = {} }]) => {
      const values = Object.entries(Properties).map(([name, value]) => [name, worked(value)] as const);
      const given = values.filter(([, value]) => value !== undefined);
      return [logicalId, new Map(given.map(([name, value]) => [name, canonicalize(value) ?? '']))];
    }),
  );

  /** Undefined stands for `AWS::NoValue`. */
  function worked(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(worked).filter((one) => one !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name === 'Ref')
      return argument === 'AWS::NoValue' ? undefined : (all[String(argument)] ?? value);
    if (entries.length === 1 && name === 'Fn::If') {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return worked(holds(condition) ? yes : no);
    }
    if (entries.length === 1 && name === 'Fn::Sub' && typeof argument === 'string')
      return { 'Fn::Sub': argument.replace(/\$\{([^}!]+)\}/g, (whole, one: string) => all[one] ?? whole) };
    return Object.fromEntries(
      entries.map(([key, one]) => [key, worked(one)] as const).filter(([, one]) => one !== undefined),
    );
  }
}
