/** Evaluates expressions of a template: intrinsic functions, conditions, pseudo parameters. */
import { templateError } from '../errors.ts';
import { subnets } from './cidr.ts';
import { splitAttribute } from './references.ts';
import { asText, isObject, KNOWN_AFTER_APPLY, soleKey, type Json, type Template } from './types.ts';

/** What an expression can see. */
export interface Scope {
  template: Template;
  /** What `Ref` gives for each parameter and pseudo parameter; `AWS::NoValue` is not among them. */
  refs: Readonly<Record<string, string | string[]>>;
  /** `Ref` of a resource; undefined: not known before the change is carried out. */
  resource(logicalId: string): string | undefined;
  attribute(logicalId: string, name: string): Json | undefined;
  /** Value of an export; throws when there is none. */
  imported(name: string): string;
  /** Names of the zones of a region. */
  zones(region: string): string[];
}

/** `AWS::NoValue`: the property or list item that holds it is left out. */
const NOTHING = Symbol('AWS::NoValue');
type Value = Json | typeof NOTHING;

/** Value of an expression. Unknown references become `KNOWN_AFTER_APPLY`; a bare NoValue becomes null. */
export function evaluate(expression: Json, scope: Scope): Json {
  const value = walk(expression, scope);
  return value === NOTHING ? null : value;
}

function walk(value: Json, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((v) => walk(v, scope)).filter((v) => v !== NOTHING);
  if (!isObject(value)) return value;
  const key = soleKey(value);
  const run = key === undefined ? undefined : FUNCTIONS[key];
  if (run && key !== undefined) return run(value[key] ?? null, scope);
  const entries = Object.entries(value).map(([name, inner]) => [name, walk(inner, scope)] as const);
  return Object.fromEntries(entries.filter((e): e is [string, Json] => e[1] !== NOTHING));
}

const isUnknown = (value: Json): boolean => typeof value === 'string' && value.includes(KNOWN_AFTER_APPLY);

function textOf(value: Json, scope: Scope, wrong: string): string {
  const found = evaluate(value, scope);
  if (typeof found === 'string') return found;
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  throw templateError(wrong);
}

type Run = (argument: Json, scope: Scope) => Value;
const args = (argument: Json): Json[] => (Array.isArray(argument) ? argument : [argument]);

const FUNCTIONS: Partial<Record<string, Run>> = {
  Ref: (name, scope) => ref(asText(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [name, path] = typeof argument === 'string' ? splitAttribute(argument) : args(argument);
    const attribute = textOf(path ?? '', scope, 'the attribute name of Fn::GetAtt must be a string');
    return scope.attribute(asText(name), attribute) ?? KNOWN_AFTER_APPLY;
  },
  'Fn::Sub': sub,
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = args(argument);
    return walk((isTrue({ Condition: name ?? '' }, scope) ? yes : no) ?? null, scope);
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, list] = args(argument);
    const items = evaluate(list ?? [], scope);
    if (isUnknown(items)) return KNOWN_AFTER_APPLY;
    if (!Array.isArray(items) || items.some((i) => typeof i === 'object'))
      throw templateError(
        'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
      );
    return items.map(String).join(asText(delimiter));
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = args(argument);
    const value = textOf(text ?? '', scope, SPLIT);
    return isUnknown(value) ? value : value.split(asText(delimiter));
  },
  'Fn::Select': select,
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, attribute] = args(argument).map((a) =>
      textOf(a, scope, 'Fn::FindInMap parameters must be strings'),
    ) as [string, string, string];
    const found = scope.template.mappings[map]?.[key]?.[attribute];
    if (found === undefined) throw templateError(`Unable to get mapping for ${map}::${key}::${attribute}`);
    return found;
  },
  'Fn::Base64': (argument, scope) => {
    const text = textOf(argument, scope, 'every Fn::Base64 object must have a String-typed value.');
    return isUnknown(text) ? KNOWN_AFTER_APPLY : Buffer.from(text, 'utf8').toString('base64');
  },
  'Fn::GetAZs': (argument, scope) => {
    const region = textOf(argument, scope, 'every Fn::GetAZs object must have a String-typed value.');
    return scope.zones(region === '' ? String(scope.refs['AWS::Region']) : region);
  },
  'Fn::ImportValue': (argument, scope) =>
    scope.imported(textOf(argument, scope, 'every Fn::ImportValue object must have a String-typed value.')),
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = args(argument).map((a) =>
      textOf(a, scope, 'Fn::Cidr parameters must be strings or numbers'),
    );
    if (isUnknown(block ?? '')) return KNOWN_AFTER_APPLY;
    return subnets(block ?? '', Number(count), Number(bits ?? '8'));
  },
  'Fn::And': (argument, scope) => args(argument).every((c) => isTrue(c, scope)),
  'Fn::Or': (argument, scope) => args(argument).some((c) => isTrue(c, scope)),
  'Fn::Not': (argument, scope) => !isTrue(args(argument)[0] ?? false, scope),
  'Fn::Equals': (argument, scope) => {
    const [one, two] = args(argument).map((a) => evaluate(a, scope));
    return comparable(one) === comparable(two);
  },
};

const SPLIT =
  'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';

const comparable = (value: Json | undefined) =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function ref(name: string, scope: Scope): Value {
  if (name === 'AWS::NoValue') return NOTHING;
  return scope.refs[name] ?? scope.resource(name) ?? KNOWN_AFTER_APPLY;
}

function sub(argument: Json, scope: Scope): Value {
  const [text, map] = args(argument);
  const local = isObject(map ?? null) ? (map as Record<string, Json>) : {};
  return asText(text).replace(/\$\{(!?)([^}]*)\}/g, (whole, literal: string, inner: string) => {
    if (literal === '!') return `\${${inner}}`;
    const name = inner.trim();
    const own = local[name];
    const [first, attribute] = splitAttribute(name);
    const value =
      own === undefined
        ? evaluate(attribute === undefined ? { Ref: first } : { 'Fn::GetAtt': [first, attribute] }, scope)
        : evaluate(own, scope);
    if (value === null) return '';
    if (typeof value === 'object')
      throw templateError(`Fn::Sub expression does not resolve to a string: ${whole}`);
    return String(value);
  });
}

function select(argument: Json, scope: Scope): Value {
  const [at, list] = args(argument);
  const index = Number(
    textOf(
      at ?? '',
      scope,
      'Fn::Select requires a list argument with two elements: an integer index and a list',
    ),
  );
  const items = evaluate(list ?? [], scope);
  if (isUnknown(items)) return KNOWN_AFTER_APPLY;
  if (!Array.isArray(items) || !Number.isInteger(index))
    throw templateError('Fn::Select requires a list argument with two elements: an integer index and a list');
  const found = items[index];
  if (found === undefined || found === null)
    throw templateError(`Fn::Select cannot select nonexistent value at index ${index}`);
  return found;
}

/** Truth of a condition expression or of `{Condition: name}`. */
export function isTrue(expression: Json, scope: Scope): boolean {
  if (isObject(expression) && typeof expression['Condition'] === 'string') {
    const named = scope.template.conditions[expression['Condition']];
    if (named === undefined)
      throw templateError(`Unresolved condition dependency ${expression['Condition']}`);
    return isTrue(named, scope);
  }
  return evaluate(expression, scope) === true;
}
