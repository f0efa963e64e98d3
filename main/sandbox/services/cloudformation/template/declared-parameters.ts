/**
 * The Parameters section: declarations read from the template. Types as in
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
import { formatError } from '../errors.ts';
import { asText, isObject, type Json, type JsonObject, type ParameterDeclaration } from './types.ts';

const PLAIN = new Set(['String', 'Number', 'List<Number>', 'CommaDelimitedList']);
const AWS_SPECIFIC = [
  'AWS::EC2::AvailabilityZone::Name',
  'AWS::EC2::Image::Id',
  'AWS::EC2::Instance::Id',
  'AWS::EC2::KeyPair::KeyName',
  'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id',
  'AWS::EC2::Subnet::Id',
  'AWS::EC2::Volume::Id',
  'AWS::EC2::VPC::Id',
  'AWS::Route53::HostedZone::Id',
];
const KNOWN = new Set([...PLAIN, ...AWS_SPECIFIC, ...AWS_SPECIFIC.map((t) => `List<${t}>`)]);

export const isListType = (type: string): boolean =>
  type.startsWith('List<') || type === 'CommaDelimitedList';

const KEYS = new Set([
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'Description',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'NoEcho',
]);

export function parameterDeclaration(name: string, value: Json): ParameterDeclaration {
  if (!isObject(value)) throw formatError('Any Parameters member must be an object.');
  const type = value['Type'];
  if (type === undefined || type === null)
    throw formatError('Every Parameters object must contain a Type member.');
  if (typeof type !== 'string') throw formatError('Every Type member must be a string.');
  if (type.startsWith('AWS::SSM::Parameter'))
    throw formatError(`the parameter type ${type} is not modelled in the sandbox.`);
  if (!KNOWN.has(type)) throw formatError(`Unrecognized parameter type: ${type}`);
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw formatError(`Invalid template parameter property '${unknown}'`);
  const allowed = value['AllowedValues'];
  if (allowed !== undefined && !(Array.isArray(allowed) && allowed.every(isScalar)))
    throw formatError('Every AllowedValues member must be a list of strings.');
  const pattern = text(value, 'AllowedPattern');
  if (pattern !== undefined) checkPattern(name, pattern);
  return {
    Type: type,
    ...defined('Default', text(value, 'Default')),
    ...defined('AllowedValues', Array.isArray(allowed) ? allowed.map(String) : undefined),
    ...defined('AllowedPattern', pattern),
    ...defined('ConstraintDescription', text(value, 'ConstraintDescription')),
    ...defined('Description', text(value, 'Description')),
    ...defined('MinLength', number(value, 'MinLength')),
    ...defined('MaxLength', number(value, 'MaxLength')),
    ...defined('MinValue', number(value, 'MinValue')),
    ...defined('MaxValue', number(value, 'MaxValue')),
    NoEcho: asText(value['NoEcho'] ?? 'false').toLowerCase() === 'true',
  };
}

const isScalar = (value: Json) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const defined = <K extends keyof ParameterDeclaration>(
  key: K,
  value: ParameterDeclaration[K] | undefined,
): Partial<Pick<ParameterDeclaration, K>> =>
  value === undefined ? {} : ({ [key]: value } as Pick<ParameterDeclaration, K>);

function text(from: JsonObject, key: string): string | undefined {
  const value = from[key];
  if (value === undefined) return undefined;
  if (value === null) throw formatError(`[/Parameters] 'null' values are not allowed in templates`);
  if (!isScalar(value)) throw formatError(`Every ${key} member must be a string.`);
  return String(value);
}

function number(from: JsonObject, key: string): number | undefined {
  const value = text(from, key);
  if (value === undefined) return undefined;
  if (value.trim() === '' || Number.isNaN(Number(value)))
    throw formatError(`Every ${key} member must be a number.`);
  return Number(value);
}

function checkPattern(name: string, pattern: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw formatError(
      `The AllowedPattern of parameter ${name} is not a valid regular expression: ${pattern}`,
    );
  }
}
