/** The CloudFormation templates that ship with the program, known by name and SHA-256 of their bytes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, type ScalarTag, type CollectionTag } from 'yaml';
import { asset } from '../program.ts';

export const templateNames = ['foundation', 'storage', 'notebook'] as const;
export type TemplateName = (typeof templateNames)[number];

export interface Template {
  name: TemplateName;
  /** The file as it goes to CloudFormation. */
  body: string;
  sha256: string;
  /** Parsed, with short forms written out: `!Ref X` is `{ Ref: 'X' }`. */
  document: TemplateDocument;
}

export interface TemplateDocument {
  Parameters?: Record<string, { Type: string; Default?: string | number }>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, TemplateResource>;
}

export interface TemplateResource {
  Type: string;
  Condition?: string;
  DeletionPolicy?: string;
  Properties?: Record<string, unknown>;
}

const longName = (name: string) => (name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`);

/** `!Sub …` and its like become the long form, for each shape that YAML can give. */
const shortForms: (ScalarTag | CollectionTag)[] = [
  ...['Ref', 'Sub', 'Condition', 'GetAtt', 'Base64', 'ImportValue'].map((name): ScalarTag => ({
    tag: `!${name}`,
    resolve: (text: string) => ({
      [longName(name)]: name === 'GetAtt' ? text.split(/\.(.*)/s, 2) : text,
    }),
  })),
  ...['Equals', 'And', 'Or', 'Not', 'If', 'Join', 'Sub', 'Select', 'Split', 'FindInMap'].map(
    (name): CollectionTag => ({
      tag: `!${name}`,
      collection: 'seq',
      resolve: (items) => ({ [longName(name)]: items.toJSON() as unknown }),
    }),
  ),
];

export const parseTemplate = (body: string): TemplateDocument =>
  parse(body, { customTags: shortForms }) as TemplateDocument;

const loaded = new Map<TemplateName, Template>();

export const isTemplateName = (name: string): name is TemplateName =>
  (templateNames as readonly string[]).includes(name);

/** Reads a shipped template once. */
export function loadTemplate(name: TemplateName): Template {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const body = readFileSync(asset('stacks', `${name}.yaml`), 'utf8');
  const template: Template = {
    name,
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    document: parseTemplate(body),
  };
  loaded.set(name, template);
  return template;
}
