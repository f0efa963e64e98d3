/**
 * A template of a person's own, its shape checked. Sections, limits and members:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html and cloudformation-limits.html
 */
import { createHash } from 'node:crypto';
import {
  BadTemplate,
  isTreeMap,
  readTemplateText,
  type Tree,
  type TreeMap,
} from '../../plans/template-text.ts';
import type { TemplateDocument } from '../../plans/templates.ts';
import { readParameters, type OwnParameter } from './declared.ts';
import { foreignText } from './foreign-text.ts';

export interface OwnTemplate {
  sha256: string;
  description: string;
  parameters: OwnParameter[];
  /** As the plan works with it. */
  document: TemplateDocument;
  /** All of it. */
  tree: TreeMap;
}

const sections = new Set([
  'AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Transform',
  'Hooks', 'Resources', 'Outputs',
]); // prettier-ignore
const most: Record<string, number> = { Parameters: 200, Mappings: 200, Resources: 500, Outputs: 200 };

/** The last ones that were read: a wizard asks for the same text at every key that is pressed. */
const known = new Map<string, OwnTemplate>();
const mostKnown = 4;

export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

/** Throws `BadTemplate`. */
export function readOwnTemplate(body: string): OwnTemplate {
  const before = known.get(body);
  if (before !== undefined) return before;
  const tree = readTemplateText(body);
  const template: OwnTemplate = {
    sha256: hashOf(body),
    description: foreignText(tree['Description'], 500),
    parameters: [],
    document: documentOf(tree),
    tree,
  };
  template.parameters = readParameters(tree);
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(body, template);
  return template;
}

/** The template, or undefined where the text is none. */
export function ownTemplateOf(body: unknown): OwnTemplate | undefined {
  if (typeof body !== 'string' || body === '') return undefined;
  try {
    return readOwnTemplate(body);
  } catch (error) {
    if (!(error instanceof BadTemplate)) throw error;
    return undefined;
  }
}

function documentOf(tree: TreeMap): TemplateDocument {
  const strange = Object.keys(tree).find((name) => !sections.has(name));
  if (strange !== undefined) throw new BadTemplate('section', { name: foreignText(strange, 60) });
  for (const name of ['Mappings', 'Conditions', 'Resources', 'Outputs', 'Parameters']) section(tree, name);
  const resources = Object.entries(section(tree, 'Resources'));
  if (resources.length === 0) throw new BadTemplate('empty');
  for (const [name, resource] of resources) checkResource(name, resource);
  for (const mapping of Object.values(section(tree, 'Mappings')))
    if (!isTreeMap(mapping) || !Object.values(mapping).every(isTreeMap))
      throw new BadTemplate('shape', { name: 'Mappings' });
  return {
    ...only(tree, 'Parameters'),
    ...only(tree, 'Mappings'),
    ...only(tree, 'Conditions'),
    ...only(tree, 'Transform'),
    Resources: tree['Resources'],
  } as unknown as TemplateDocument;
}

const only = (tree: TreeMap, name: string) => (tree[name] === undefined ? {} : { [name]: tree[name] });

function section(tree: TreeMap, name: string): TreeMap {
  const found = tree[name] ?? {};
  if (!isTreeMap(found)) throw new BadTemplate('shape', { name });
  const names = Object.keys(found);
  if (names.length > (most[name] ?? Number.POSITIVE_INFINITY)) throw new BadTemplate('tooMany', { name });
  const loop = names.find((one) => one.startsWith('Fn::ForEach'));
  if (loop !== undefined) throw new BadTemplate('loop');
  const bad = names.find((one) => !/^[A-Za-z0-9]{1,255}$/.test(one));
  if (bad !== undefined) throw new BadTemplate('badName', { name: foreignText(bad, 60) });
  return found;
}

function checkResource(name: string, resource: Tree): void {
  if (!isTreeMap(resource)) throw new BadTemplate('shape', { name });
  const { Type: type, Condition: condition, Properties: properties, DeletionPolicy: policy } = resource;
  const optional = (value: Tree | undefined, fits: (value: Tree) => boolean) => value == null || fits(value);
  const isText = (value: Tree) => typeof value === 'string';
  if (typeof type !== 'string' || !/^[\w@:]{3,204}$/.test(type)) throw new BadTemplate('noType', { name });
  if (!optional(condition, isText) || !optional(properties, isTreeMap))
    throw new BadTemplate('shape', { name });
  // The language extensions of AWS let a function stand here; what stays could not be told.
  if (!optional(policy, isText)) throw new BadTemplate('policy', { name });
}
