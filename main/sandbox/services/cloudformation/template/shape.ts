/**
 * Plain tree to `Template`: sections and members checked for shape, in AWS's words. Limits (500 resources, 200
 * parameters, 200 outputs, 200 mappings, description 1,024 characters) are those of "CloudFormation quotas",
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html.
 */
import { formatError, invalid } from '../errors.ts';
import { parameterDeclaration } from './declared-parameters.ts';
import { parseText } from './parse.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  type OutputDeclaration,
  type ResourceDeclaration,
  type Template,
} from './types.ts';

export const MAX_BODY_BYTES = 51_200;
/** Bytes of a template in S3, same page. */
export const MAX_URL_BYTES = 1_048_576;

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
]);
/** Known to AWS, refused here by name rather than ignored. */
const NOT_MODELLED = ['Rules', 'Transform', 'Hooks'];
const LIMITS = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const;

export function readTemplate(text: string): Template {
  const tree = parseText(text);
  if (!isObject(tree)) throw formatError('unsupported structure.');
  for (const name of NOT_MODELLED)
    if (name in tree) throw formatError(`the section ${name} is not modelled in the sandbox.`);
  const unknown = Object.keys(tree).filter((key) => !SECTIONS.has(key));
  if (unknown.length > 0) throw invalid(`Invalid template property or properties [${unknown.join(', ')}]`);
  const version = tree['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09')
    throw formatError('unsupported value for AWSTemplateFormatVersion.');
  const description = tree['Description'];
  if (description !== undefined && typeof description !== 'string')
    throw formatError('every Description member must be a string.');
  if (description !== undefined && description.length > 1024)
    throw formatError("'Description' length is greater than 1024");
  if (!('Resources' in tree)) throw formatError('At least one Resources member must be defined.');
  const sections = {
    parameters: section(tree, 'Parameters'),
    mappings: section(tree, 'Mappings'),
    conditions: section(tree, 'Conditions'),
    resources: section(tree, 'Resources'),
    outputs: section(tree, 'Outputs'),
  };
  if (Object.keys(sections.resources).length === 0)
    throw formatError('At least one Resources member must be defined.');
  return {
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    ...(tree['Metadata'] === undefined ? {} : { metadata: tree['Metadata'] }),
    parameters: each(sections.parameters, parameterDeclaration),
    mappings: each(sections.mappings, mapping),
    conditions: sections.conditions,
    resources: each(sections.resources, resource),
    outputs: each(sections.outputs, output),
  };
}

const SINGULAR = {
  Parameters: 'Parameter',
  Mappings: 'Mapping',
  Conditions: 'Condition',
  Resources: 'Resource',
  Outputs: 'Output',
} as const;

function section(tree: JsonObject, name: keyof typeof SINGULAR): JsonObject {
  const value = tree[name] ?? {};
  if (!isObject(value)) throw formatError(`${name} section must be a map.`);
  const keys = Object.keys(value);
  const limit = name === 'Conditions' ? Infinity : LIMITS[name];
  if (keys.length > limit)
    throw formatError(
      `Number of ${name.toLowerCase()}, ${keys.length}, is greater than maximum allowed, ${limit}`,
    );
  const bad = keys.find((key) => !/^[a-zA-Z0-9]+$/.test(key));
  if (bad !== undefined) throw formatError(`${SINGULAR[name]} name ${bad} is non alphanumeric.`);
  return value;
}

const each = <T>(members: JsonObject, read: (name: string, value: Json) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, read(name, value)]));

function mapping(name: string, value: Json): Record<string, Record<string, Json>> {
  if (!isObject(value)) throw formatError('Every Mappings member must be a map');
  return each(value, (key, attributes) => {
    if (!isObject(attributes)) throw formatError(`Every Mappings key must hold a map. [${name}/${key}]`);
    for (const [attribute, found] of Object.entries(attributes))
      if (isObject(found) || found === null)
        throw formatError(
          `Every Mappings attribute must be a String or a List. [${name}/${key}/${attribute}]`,
        );
    return attributes;
  });
}

const RESOURCE_KEYS = new Set([
  'Type',
  'Properties',
  'Metadata',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'CreationPolicy',
  'UpdatePolicy',
]);
const DELETION = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'];

function resource(name: string, value: Json): ResourceDeclaration {
  const at = `[/Resources/${name}]`;
  if (!isObject(value)) throw formatError(`${at} Any Resources member must be an object.`);
  const { Type: type, Properties: properties, Condition: condition } = value;
  if (type === undefined || type === null)
    throw formatError(`${at} Every Resources object must contain a Type member.`);
  if (typeof type !== 'string') throw formatError(`${at} Every Type member must be a string.`);
  const unknown = Object.keys(value).find((key) => !RESOURCE_KEYS.has(key));
  if (unknown !== undefined) throw invalid(`Invalid template resource property '${unknown}'`);
  for (const key of ['CreationPolicy', 'UpdatePolicy'])
    if (key in value) throw formatError(`${at} ${key} is not modelled in the sandbox.`);
  if (properties !== undefined && properties !== null && !isObject(properties))
    throw formatError(`${at} Every Properties member must be a map.`);
  if (condition !== undefined && typeof condition !== 'string')
    throw formatError(`${at} Every Condition member must be a string.`);
  return {
    Type: type,
    Properties: isObject(properties ?? null) ? (properties as JsonObject) : {},
    ...(value['Metadata'] === undefined ? {} : { Metadata: value['Metadata'] }),
    DependsOn: dependsOn(at, value['DependsOn']),
    ...(condition === undefined ? {} : { Condition: condition }),
    DeletionPolicy: policy(name, 'DeletionPolicy', value['DeletionPolicy'], DELETION),
    UpdateReplacePolicy: policy(
      name,
      'UpdateReplacePolicy',
      value['UpdateReplacePolicy'],
      DELETION.filter((p) => p !== 'RetainExceptOnCreate'),
    ),
  };
}

function dependsOn(at: string, value: Json | undefined): string[] {
  const list = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  if (!list.every((v) => typeof v === 'string'))
    throw formatError(`${at} Every DependsOn value must be a string.`);
  return list;
}

function policy(name: string, key: string, value: Json | undefined, allowed: string[]): string {
  if (value === undefined || value === null) return 'Delete';
  if (typeof value !== 'string') throw formatError(`Every ${key} member must be a string.`);
  if (!allowed.includes(value)) throw formatError(`Unrecognized ${key} ${value} for resource ${name}`);
  if (value === 'Snapshot') throw formatError(`Resource ${name} does not support ${key} Snapshot.`);
  return value;
}

const OUTPUT_KEYS = new Set(['Value', 'Description', 'Export', 'Condition']);

function output(name: string, value: Json): OutputDeclaration {
  if (!isObject(value)) throw formatError('Any Outputs member must be an object.');
  if (value['Value'] === undefined || value['Value'] === null)
    throw formatError('Every Outputs member must contain a Value object');
  const unknown = Object.keys(value).find((key) => !OUTPUT_KEYS.has(key));
  if (unknown !== undefined)
    throw formatError(`Output ${name} is malformed. The key ${unknown} is not allowed.`);
  const { Description: description, Condition: condition, Export: exported } = value;
  if (description !== undefined && typeof description !== 'string')
    throw formatError('Every Description member must be a string.');
  if (condition !== undefined && typeof condition !== 'string')
    throw formatError('Every Condition member must be a string.');
  if (exported !== undefined && !(isObject(exported) && exported['Name'] !== undefined))
    throw formatError(
      `Output ${name} is malformed. The Name field of every Export member must be specified.`,
    );
  return {
    Value: value['Value'],
    ...(description === undefined ? {} : { Description: description }),
    ...(condition === undefined ? {} : { Condition: condition }),
    ...(isObject(exported ?? null) ? { exportName: (exported as JsonObject)['Name'] ?? '' } : {}),
  };
}
