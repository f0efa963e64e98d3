/** The CloudFormation templates that ship with the program, known by name and SHA-256 of their bytes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asset } from '../program.ts';
import { readTemplateText } from './template-text.ts';

export const templateNames = [
  'foundation',
  'storage',
  'notebook',
  'training-environment',
  'training',
  'image-build',
] as const;
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
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  /** Programs of AWS or of the account that rewrite the template first. */
  Transform?: unknown;
  Resources: Record<string, TemplateResource>;
}

export interface TemplateResource {
  Type: string;
  Condition?: string;
  DeletionPolicy?: string;
  Properties?: Record<string, unknown>;
}

export const parseTemplate = (body: string): TemplateDocument =>
  readTemplateText(body) as unknown as TemplateDocument;

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
