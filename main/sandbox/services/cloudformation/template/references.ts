/** What an expression refers to, found without evaluating it. */
import { isObject, soleKey, type Json } from './types.ts';

export interface Reference {
  kind: 'ref' | 'attribute' | 'condition' | 'mapping' | 'import';
  name: string;
  attribute?: string;
}

const SUB_NAME = /\$\{([^!}][^}]*)\}/g;

/** `${Name}` and `${Name.Attribute}` in a text of Fn::Sub; `${!Literal}` is none. */
export const subNames = (text: string): string[] =>
  [...text.matchAll(SUB_NAME)].map((found) => (found[1] ?? '').trim());

/** Every reference in the expression, also in branches that a condition will leave out. */
export function references(value: Json): Reference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const key = soleKey(value);
  const argument = key === undefined ? undefined : value[key];
  if (key !== undefined && argument !== undefined) {
    const own = ownReferences(key, argument);
    if (own) return own;
  }
  return Object.values(value).flatMap(references);
}

function ownReferences(key: string, argument: Json): Reference[] | undefined {
  switch (key) {
    case 'Ref':
      return typeof argument === 'string' ? [{ kind: 'ref', name: argument }] : undefined;
    case 'Condition':
      return typeof argument === 'string' ? [{ kind: 'condition', name: argument }] : undefined;
    case 'Fn::GetAtt':
      return attributeReference(argument);
    case 'Fn::Sub':
      return subReferences(argument);
    case 'Fn::If':
      return Array.isArray(argument) && typeof argument[0] === 'string'
        ? [{ kind: 'condition', name: argument[0] }, ...argument.slice(1).flatMap(references)]
        : undefined;
    case 'Fn::FindInMap':
      return Array.isArray(argument) && typeof argument[0] === 'string'
        ? [{ kind: 'mapping', name: argument[0] }, ...argument.slice(1).flatMap(references)]
        : undefined;
    default:
      return undefined;
  }
}

function attributeReference(argument: Json): Reference[] | undefined {
  const parts = typeof argument === 'string' ? splitAttribute(argument) : argument;
  if (!Array.isArray(parts)) return undefined;
  const [name, attribute] = parts;
  if (typeof name !== 'string') return undefined;
  return [
    { kind: 'attribute', name, ...(typeof attribute === 'string' ? { attribute } : {}) },
    ...(typeof attribute === 'object' ? references(attribute) : []),
  ];
}

export function splitAttribute(text: string): [string, string] | [string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function subReferences(argument: Json): Reference[] | undefined {
  const [text, map] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return undefined;
  const local = isObject(map ?? null) ? Object.keys(map as object) : [];
  const named = subNames(text)
    .filter((name) => !local.includes(name))
    .map((name): Reference => {
      const [first, attribute] = splitAttribute(name);
      return attribute === undefined
        ? { kind: 'ref', name: first }
        : { kind: 'attribute', name: first, attribute };
    });
  return [...named, ...(map === undefined ? [] : references(map))];
}
