import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type CollectionTag,
  type ScalarTag,
  type Tags,
} from 'yaml';
import { formatError } from '../errors.ts';
import type { Json } from './types.ts';

/** `!Sub` and its kin, and what the long form of each is called. `Ref` and `Condition` have no `Fn::`. */
const SHORT_FORMS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'Ref',
  'Condition',
  'Transform',
];

const longName = (short: string) => (short === 'Ref' || short === 'Condition' ? short : `Fn::${short}`);

/** Marks a value that carried a short-form tag until the whole tree is turned into plain values. */
class Tagged {
  readonly name: string;
  readonly value: unknown;
  constructor(name: string, value: unknown) {
    this.name = name;
    this.value = value;
  }
}

/** A tag keeps its node as the library read it; `plain` turns node and tag into the long form. */
const tags: (ScalarTag | CollectionTag)[] = SHORT_FORMS.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => new Tagged(name, text) },
  { tag: `!${name}`, collection: 'seq' },
  { tag: `!${name}`, collection: 'map' },
]);

/** YAML 1.1 without what CloudFormation leaves out (binary, omap, pairs, set, timestamp, merge), per its user guide. */
const LEFT_OUT = new Set(['binary', 'omap', 'pairs', 'set', 'timestamp', 'merge']);
const customTags = (known: Tags): Tags => [
  ...known.filter((t) => {
    const tag = typeof t === 'string' ? t : t.tag;
    return !LEFT_OUT.has(tag.split(':').at(-1) ?? '');
  }),
  ...tags,
];

/**
 * Text to a plain tree with long-form intrinsics. Throws `ValidationError` for text that is neither JSON nor YAML, for
 * aliases and for anything that is not an object at the top.
 */
export function parseText(text: string): Json {
  if (text.trimStart().startsWith('{')) return parseJson(text);
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'yaml-1.1',
    customTags,
    logLevel: 'silent',
    uniqueKeys: false,
    prettyErrors: false,
    maxAliasCount: 0,
  } as Parameters<typeof parseDocument>[1]);
  const [error] = document.errors;
  if (error) {
    const before = text.slice(0, error.pos[0]).split('\n');
    throw formatError(
      `YAML not well-formed. (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`,
    );
  }
  const unknownTag = document.warnings.find((w) => w.code === 'TAG_RESOLVE_FAILED');
  if (unknownTag) throw formatError(`YAML not well-formed. (unknown tag: ${tagIn(text, unknownTag.pos[0])})`);
  visit(document, {
    Alias: () => {
      throw formatError('YAML aliases are not allowed in CloudFormation templates');
    },
  });
  return plain(document.contents);
}

const tagIn = (text: string, at: number) => /^\S+/.exec(text.slice(at))?.[0] ?? '?';

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const found = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '');
    const where = found ? ` (line ${found[1] ?? '1'}, column ${found[2] ?? '1'})` : '';
    throw formatError(`JSON not well-formed.${where}`);
  }
}

/** Nodes of the library to plain values. Keys become strings; duplicates keep the last, as JSON readers do. */
function plain(node: unknown): Json {
  if (isMap(node)) return withTag(node.tag, Object.fromEntries(node.items.map(entry)));
  if (isSeq(node)) return withTag(node.tag, node.items.map(plain));
  if (!isScalar(node)) return null;
  const { value, source } = node;
  if (value instanceof Tagged) return { [longName(value.name)]: scalarArgument(value) };
  // The one-letter booleans of YAML 1.1 are text to CloudFormation.
  if (typeof value === 'boolean' && source?.length === 1) return source;
  if (typeof value === 'bigint') return Number(value);
  return (value ?? null) as Json;
}

function withTag(tag: string | undefined, value: Json): Json {
  const short = tag?.startsWith('!') === true ? tag.slice(1) : '';
  return SHORT_FORMS.includes(short) ? { [longName(short)]: value } : value;
}

function entry({ key, value }: { key: unknown; value: unknown }): [string, Json] {
  if (!isScalar(key)) throw formatError('map keys must be strings; received a map instead');
  return [key.source ?? String(key.value), plain(value)];
}

function scalarArgument({ name, value }: Tagged): Json {
  const text = String(value);
  if (name !== 'GetAtt') return text;
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
