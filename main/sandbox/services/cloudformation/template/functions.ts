/**
 * Arguments of the intrinsic functions, checked before anything is evaluated. The functions are those of
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
import { formatError, templateError } from '../errors.ts';
import { subNames } from './references.ts';
import { isObject, soleKey, type Json } from './types.ts';

type Check = (argument: Json) => string | undefined;

const isList = (value: Json, min: number, max = min): value is Json[] =>
  Array.isArray(value) && value.length >= min && value.length <= max;
const isText = (value: Json | undefined): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) || isObject(value ?? null);
const isCondition = (value: Json) =>
  ['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals', 'Condition'].includes(soleKey(value) ?? '');

const bools =
  (name: string): Check =>
  (argument) =>
    isList(argument, 2, 10) && argument.every(isCondition)
      ? undefined
      : `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`;

const NAME = /^[a-zA-Z0-9_.:]+$/;
const SUB_ARGUMENTS =
  "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string";

const CHECKS: Record<string, Check> = {
  Ref: (a) => (typeof a === 'string' ? undefined : 'every Ref object must have a single String value.'),
  'Fn::And': bools('Fn::And'),
  'Fn::Or': bools('Fn::Or'),
  'Fn::Not': (a) =>
    isList(a, 1) && isCondition(a[0] ?? null)
      ? undefined
      : 'every Fn::Not object requires one boolean parameter.',
  'Fn::Equals': (a) =>
    isList(a, 2) && a.every(isText)
      ? undefined
      : 'every Fn::Equals object requires a list of 2 string parameters.',
  'Fn::If': (a) =>
    isList(a, 3) && typeof a[0] === 'string'
      ? undefined
      : 'Fn::If requires a list argument with three parameters: the name of a condition and two values',
  'Fn::GetAtt': (a) =>
    typeof a === 'string'
      ? a.includes('.')
        ? undefined
        : GET_ATT
      : isList(a, 2) && typeof a[0] === 'string' && a[0] !== '' && isText(a[1]) && a[1] !== ''
        ? undefined
        : GET_ATT,
  'Fn::Join': (a) =>
    isList(a, 2) && typeof a[0] === 'string' && (Array.isArray(a[1]) || isObject(a[1] ?? null))
      ? undefined
      : 'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  'Fn::Split': (a) =>
    isList(a, 2) && typeof a[0] === 'string' && a[0] !== '' && isText(a[1])
      ? undefined
      : 'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  'Fn::Select': (a) =>
    isList(a, 2) && isText(a[0]) && (Array.isArray(a[1]) || isObject(a[1] ?? null))
      ? undefined
      : 'Fn::Select requires a list argument with two elements: an integer index and a list',
  'Fn::FindInMap': (a) =>
    isList(a, 3) && a.every(isText)
      ? undefined
      : 'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  'Fn::Base64': (a) => (isText(a) ? undefined : 'every Fn::Base64 object must have a String-typed value.'),
  'Fn::GetAZs': (a) => (isText(a) ? undefined : 'every Fn::GetAZs object must have a String-typed value.'),
  'Fn::ImportValue': (a) =>
    isText(a) ? undefined : 'every Fn::ImportValue object must have a String-typed value.',
  'Fn::Cidr': (a) =>
    isList(a, 2, 3) && a.every(isText)
      ? undefined
      : 'every Fn::Cidr object requires two or three parameters, the ipBlock, the count and the cidrBits',
  'Fn::Sub': checkSub,
};

const GET_ATT =
  'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute';

function checkSub(argument: Json): string | undefined {
  const [text, map] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return SUB_ARGUMENTS;
  if (Array.isArray(argument) && (argument.length !== 2 || !isObject(map ?? null))) return SUB_ARGUMENTS;
  const bad = subNames(text).some((name) => !NAME.test(name));
  return bad
    ? 'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons'
    : undefined;
}

/** Throws `ValidationError` for the first function that is unknown or has wrong arguments. */
export function checkFunctions(value: Json): void {
  if (Array.isArray(value)) {
    value.forEach(checkFunctions);
    return;
  }
  if (!isObject(value)) return;
  const key = soleKey(value);
  if (key !== undefined && (key in CHECKS || key.startsWith('Fn::'))) {
    const check = CHECKS[key];
    if (!check) throw templateError(`the function ${key} is not modelled in the sandbox.`);
    const wrong = check(value[key] ?? null);
    if (wrong !== undefined) throw templateError(wrong);
  }
  const mixed = Object.keys(value).find((name) => name.startsWith('Fn::'));
  if (mixed !== undefined && key === undefined)
    throw formatError(`a map that holds ${mixed} must hold nothing else`);
  if (Object.values(value).some((v) => v === null))
    throw formatError("'null' values are not allowed in templates");
  Object.values(value).forEach(checkFunctions);
}
