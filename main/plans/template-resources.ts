/** Which resources of a template exist with these parameters: conditions are worked out as CloudFormation does. */
import type { Target } from '../../preload/contract/plan.ts';
import type { TemplateDocument, TemplateResource } from './templates.ts';

export interface MadeResource {
  logicalId: string;
  type: string;
  /** Stays in AWS when the stack is deleted. */
  keeps: boolean;
}

const keeps = ({ DeletionPolicy = 'Delete' }: TemplateResource) => DeletionPolicy.startsWith('Retain');

export function resourcesMade(
  document: TemplateDocument,
  parameters: Record<string, string>,
  target: Target,
): MadeResource[] {
  const holds = conditions(document, parameters, target);
  return Object.entries(document.Resources)
    .filter(([, resource]) => resource.Condition === undefined || holds(resource.Condition))
    .map(([logicalId, resource]) => ({ logicalId, type: resource.Type, keeps: keeps(resource) }));
}

/** What a condition needs that is not known before CloudFormation works. */
export class NotWorkedOut extends Error {}

/** Whether a condition of the template holds, by its name. Throws `NotWorkedOut`. */
export function conditions(document: TemplateDocument, parameters: Record<string, string>, target: Target) {
  const value = templateValue(document, parameters, target);
  const open = new Set<string>();
  const holds = (name: string): boolean => {
    if (open.has(name)) throw new NotWorkedOut(`The condition ${name} asks for itself.`);
    open.add(name);
    const answer = truth(document.Conditions?.[name]);
    open.delete(name);
    return answer;
  };
  const truth = (condition: unknown): boolean => {
    const [name, argument] = only(condition);
    if (name === 'Condition') return holds(String(argument));
    const list = Array.isArray(argument) ? (argument as unknown[]) : [];
    if (name === 'Fn::Equals') return JSON.stringify(value(list[0])) === JSON.stringify(value(list[1]));
    if (name === 'Fn::Not') return !truth(list[0]);
    if (name === 'Fn::And') return list.every(truth);
    if (name === 'Fn::Or') return list.some(truth);
    throw new NotWorkedOut(`The condition ${name} is not worked out.`);
  };
  return holds;
}

/** A property as CloudFormation writes it out: functions are worked out, all else stays. Throws `NotWorkedOut`. */
export function writtenOut(
  document: TemplateDocument,
  parameters: Record<string, string>,
  target: Target,
): (expression: unknown) => unknown {
  const value = templateValue(document, parameters, target);
  const written = (expression: unknown): unknown => {
    if (Array.isArray(expression)) return expression.map(written);
    if (typeof expression !== 'object' || expression === null) return expression;
    const [name] = only(expression);
    if (name === 'Ref' || name.startsWith('Fn::')) return value(expression);
    return Object.fromEntries(Object.entries(expression).map(([key, one]) => [key, written(one)]));
  };
  return written;
}

/** The one member of an object: a function and its argument. */
const only = (value: unknown): [name: string, argument: unknown] => {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries.length === 1 && entries[0] !== undefined ? entries[0] : ['', undefined];
};

type Value = string | Value[];

/**
 * The value of an expression that parameters, mappings and the place decide: what stands in conditions. A list is a list
 * of texts. Throws `NotWorkedOut` for what only CloudFormation knows.
 */
export function templateValue(
  document: TemplateDocument,
  parameters: Record<string, string>,
  target: Target,
): (expression: unknown) => Value {
  const reference = (name: string): Value => {
    const place: Record<string, string | null> = {
      'AWS::Region': target.region,
      'AWS::Partition': target.partition,
      'AWS::AccountId': target.accountId,
      'AWS::URLSuffix': target.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    };
    const declared = document.Parameters?.[name];
    const given = Object.hasOwn(place, name) ? place[name] : (parameters[name] ?? declared?.Default);
    if (given === undefined || given === null) throw new NotWorkedOut(`${name} has no value here.`);
    const text = String(given);
    const list = /^(?:CommaDelimitedList$|List<)/.test(declared?.Type ?? '');
    return list ? text.split(',').map((one) => one.trim()) : text;
  };
  const listOf = (found: Value): Value[] => (Array.isArray(found) ? found : found.split(','));
  const textOf = (found: Value): string => (Array.isArray(found) ? found.map(textOf).join(',') : found);
  const sub = (argument: unknown): string => {
    const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [unknown, unknown];
    const names = (typeof own === 'object' && own !== null ? own : {}) as Record<string, unknown>;
    return String(text).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) =>
      literal === '!'
        ? `\${${name}}`
        : textOf(Object.hasOwn(names, name) ? value(names[name]) : reference(name.trim())),
    );
  };
  const value = (expression: unknown): Value => {
    if (Array.isArray(expression)) return expression.map(value);
    if (typeof expression !== 'object' || expression === null) return String(expression);
    const [name, argument] = only(expression);
    const list = Array.isArray(argument) ? (argument as unknown[]) : [];
    if (name === 'Ref') return reference(String(argument));
    if (name === 'Fn::Sub') return sub(argument);
    if (name === 'Fn::Join') return listOf(value(list[1])).map(textOf).join(String(list[0]));
    if (name === 'Fn::Split') return textOf(value(list[1])).split(String(list[0]));
    if (name === 'Fn::Select') return listOf(value(list[1]))[Number(value(list[0]))] ?? '';
    if (name === 'Fn::FindInMap') {
      const [map = '', first = '', second = ''] = list.map((one) => textOf(value(one)));
      const found = document.Mappings?.[map]?.[first]?.[second];
      if (found === undefined) throw new NotWorkedOut(`${map} has no ${first} ${second}.`);
      return value(found);
    }
    throw new NotWorkedOut(`${name} is not worked out.`);
  };
  return value;
}
