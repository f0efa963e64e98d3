/**
 * A CloudFormation template that anybody may have written, as a plain tree with the long form of every function. Nothing
 * in it is run: no tag makes an object, no alias is followed, no key reaches into an object.
 * YAML as CloudFormation reads it: version 1.1, no aliases.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type CollectionTag,
  type Document,
  type ScalarTag,
  type Tags,
} from 'yaml';
import type { MessageValue } from '../../preload/contract/message.ts';

export type Tree = null | string | number | boolean | Tree[] | { [name: string]: Tree };
export type TreeMap = Record<string, Tree>;

/** Bytes of a template in a request: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const mostTemplateBytes = 51_200;
const mostLevels = 64;
const forbidden = new Set(['__proto__', 'prototype', 'constructor']);

/** Why a text is no template; `reason` is the end of a key of the word files. */
export class BadTemplate extends Error {
  readonly reason: string;
  readonly params: Record<string, MessageValue>;
  constructor(reason: string, params: Record<string, MessageValue> = {}) {
    super(`${reason} ${JSON.stringify(params)}`);
    this.name = 'BadTemplate';
    this.reason = reason;
    this.params = params;
  }
}

export const isTreeMap = (value: unknown): value is TreeMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shortForms = [
  'And', 'Base64', 'Cidr', 'Condition', 'Contains', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'If', 'ImportValue',
  'Join', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub', 'ToJsonString', 'Length', 'Transform',
]; // prettier-ignore

const longName = (short: string) => (short === 'Ref' || short === 'Condition' ? short : `Fn::${short}`);

/** A scalar with a short form, until the tree is turned into plain values. */
class Tagged {
  readonly name: string;
  readonly text: string;
  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }
}

const tags: (ScalarTag | CollectionTag)[] = shortForms.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => new Tagged(name, text) },
  { tag: `!${name}`, collection: 'seq' },
  { tag: `!${name}`, collection: 'map' },
]);

/** What YAML 1.1 has and CloudFormation leaves out. */
const leftOut = new Set(['binary', 'omap', 'pairs', 'set', 'timestamp', 'merge']);
const customTags = (known: Tags): Tags => [
  ...known.filter((one) => !leftOut.has((typeof one === 'string' ? one : one.tag).split(':').at(-1) ?? '')),
  ...tags,
];

/** Throws `BadTemplate`. */
export function readTemplateText(text: string): TreeMap {
  const tree = readTree(text);
  if (!isTreeMap(tree)) throw new BadTemplate('notTemplate');
  return tree;
}

/** JSON or YAML in the bounds of a template, whatever it holds. Throws `BadTemplate`. */
export function readTree(text: string): Tree {
  const bytes = Buffer.byteLength(text);
  if (bytes > mostTemplateBytes) throw new BadTemplate('tooLarge', { bytes: { bytes } });
  if (!text.isWellFormed() || text.includes('\0')) throw new BadTemplate('notText');
  try {
    return text.trimStart().startsWith('{') ? fromJson(text) : fromYaml(text);
  } catch (error) {
    // The parsers go down into what is nested; a text that is nested without end has no more room there.
    if (error instanceof RangeError) throw new BadTemplate('tooDeep');
    throw error;
  }
}

function fromJson(text: string): Tree {
  let tree: Tree;
  try {
    tree = JSON.parse(text) as Tree;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new BadTemplate('broken', {
      line: lineOf(text, Number(/position (\d+)/.exec(error.message)?.[1] ?? 0)),
    });
  }
  check(tree);
  // JSON's reader keeps the last of two members with one name; AWS may read another one.
  const document = read(text);
  if (document.errors.length === 0) plain(document.contents, 0);
  return tree;
}

const read = (text: string): Document.Parsed =>
  parseDocument(text, {
    version: '1.1',
    schema: 'yaml-1.1',
    customTags,
    logLevel: 'silent',
    prettyErrors: false,
    // The library compares each name with all others; `plain` looks each up.
    uniqueKeys: false,
  });

function fromYaml(text: string): Tree {
  const document = read(text);
  const [error] = document.errors;
  if (error !== undefined) throw new BadTemplate('broken', { line: lineOf(text, error.pos[0]) });
  visit(document, {
    Alias: () => {
      throw new BadTemplate('alias');
    },
  });
  const unknown = document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (unknown !== undefined)
    throw new BadTemplate('tag', {
      tag: (/^\S{1,40}/.exec(text.slice(unknown.pos[0]))?.[0] ?? '?').replace(/[{}<>']/g, ''),
      line: lineOf(text, unknown.pos[0]),
    });
  const tree = plain(document.contents, 0);
  check(tree);
  return tree;
}

const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length;

function plain(node: unknown, level: number): Tree {
  if (level > mostLevels) throw new BadTemplate('tooDeep');
  if (isAlias(node)) throw new BadTemplate('alias');
  if (isMap(node)) {
    const members = node.items.map(({ key, value }): [string, Tree] => {
      if (!isScalar(key) || key.value instanceof Tagged) throw new BadTemplate('notTemplate');
      return [key.source ?? String(key.value), plain(value, level + 1)];
    });
    const seen = new Set<string>();
    // Before an object is made of them: some names would not become members.
    for (const [name] of members) {
      if (forbidden.has(name)) throw new BadTemplate('name', { name });
      if (seen.has(name)) throw new BadTemplate('twice', { name: name.slice(0, 100) });
      seen.add(name);
    }
    return withTag(node.tag, Object.fromEntries(members));
  }
  if (isSeq(node))
    return withTag(
      node.tag,
      node.items.map((item) => plain(item, level + 1)),
    );
  if (!isScalar(node)) return null;
  const { value, source } = node;
  if (value instanceof Tagged) return { [longName(value.name)]: argument(value) };
  // The one-letter booleans of YAML 1.1 are text to CloudFormation.
  if (typeof value === 'boolean' && source?.length === 1) return source;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function withTag(tag: string | undefined, value: Tree): Tree {
  const short = tag?.startsWith('!') === true ? tag.slice(1) : '';
  return shortForms.includes(short) ? { [longName(short)]: value } : value;
}

function argument({ name, text }: Tagged): Tree {
  return name === 'GetAtt' ? text.split(/\.(.*)/s, 2) : text;
}

/** Depth and names, without going down into calls. */
function check(tree: Tree): void {
  const open: [Tree, number][] = [[tree, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, level] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (level > mostLevels) throw new BadTemplate('tooDeep');
    if (!Array.isArray(value))
      for (const name of Object.keys(value)) if (forbidden.has(name)) throw new BadTemplate('name', { name });
    for (const inner of Object.values(value)) open.push([inner, level + 1]);
  }
}
