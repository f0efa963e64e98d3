/**
 * Parameters as a template declares them, in the order and with the labels of its `AWS::CloudFormation::Interface`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html and
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudformation-interface.html
 */
import { runInNewContext } from 'node:vm';
import { BadTemplate, isTreeMap, type Tree, type TreeMap } from '../../plans/template-text.ts';
import { foreignText } from './foreign-text.ts';

export interface OwnParameter {
  name: string;
  type: string;
  label: string;
  description: string;
  group: string;
  default?: string;
  allowed?: string[];
  pattern?: string;
  /** What the template says where a value breaks a rule. */
  rule?: string;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  noEcho: boolean;
}

const plain = ['String', 'Number', 'List<Number>', 'CommaDelimitedList'];
const ofAws =
  /^(?:List<AWS::[\w:]+>|AWS::(?:EC2|Route53)::[\w:]+|AWS::SSM::Parameter::(?:Name|Value<[\w:<>]+>))$/;

/** The value of a parameter of AWS's parameter store, which CloudFormation reads. */
export const readsStore = ({ type }: OwnParameter): boolean => type.startsWith('AWS::SSM::Parameter::Value');
export const isNumber = ({ type }: OwnParameter): boolean => type === 'Number';
export const isList = ({ type }: OwnParameter): boolean =>
  type === 'CommaDelimitedList' || type.startsWith('List<');

/** Throws `BadTemplate`. */
export function readParameters(tree: TreeMap): OwnParameter[] {
  const face = interfaceOf(tree);
  const declared = Object.entries(isTreeMap(tree['Parameters']) ? tree['Parameters'] : {});
  const all = declared.map(([name, value]) => parameter(name, value, face));
  const place = (name: string) => {
    const at = face.order.indexOf(name);
    return at === -1 ? face.order.length : at;
  };
  return all.sort((a, b) => place(a.name) - place(b.name));
}

interface Face {
  order: string[];
  groups: Map<string, string>;
  labels: TreeMap;
}

function interfaceOf(tree: TreeMap): Face {
  const metadata = isTreeMap(tree['Metadata'])
    ? tree['Metadata']['AWS::CloudFormation::Interface']
    : undefined;
  const face = isTreeMap(metadata) ? metadata : {};
  const list = Array.isArray(face['ParameterGroups']) ? face['ParameterGroups'].filter(isTreeMap) : [];
  const groups = new Map<string, string>();
  for (const { Label: label, Parameters: names } of list)
    for (const name of Array.isArray(names) ? names : [])
      if (typeof name === 'string' && !groups.has(name))
        groups.set(name, foreignText(isTreeMap(label) ? label['default'] : label, 100));
  const labels = face['ParameterLabels'];
  return { order: [...groups.keys()], groups, labels: isTreeMap(labels) ? labels : {} };
}

function parameter(name: string, value: Tree, face: Face): OwnParameter {
  if (!isTreeMap(value)) throw new BadTemplate('shape', { name });
  const { Type: type } = value;
  if (typeof type !== 'string' || !(plain.includes(type) || ofAws.test(type)))
    throw new BadTemplate('parameterType', { name, type: foreignText(type, 60) });
  const label = face.labels[name];
  const allowed = value['AllowedValues'];
  if (allowed !== undefined && !(Array.isArray(allowed) && allowed.every(isScalar)))
    throw new BadTemplate('shape', { name });
  const text = (member: string) => scalar(name, value[member]);
  const number = (member: string) => {
    const found = text(member);
    if (found !== undefined && (found.trim() === '' || Number.isNaN(Number(found))))
      throw new BadTemplate('shape', { name });
    return found === undefined ? undefined : Number(found);
  };
  return {
    name,
    type,
    label: foreignText(isTreeMap(label) ? label['default'] : label, 100) || name,
    description: foreignText(value['Description'], 400),
    group: face.groups.get(name) ?? '',
    noEcho: text('NoEcho')?.toLowerCase() === 'true',
    ...given('default', text('Default')),
    ...given('allowed', Array.isArray(allowed) ? allowed.map(String) : undefined),
    ...given('pattern', text('AllowedPattern')),
    ...given('rule', foreignText(value['ConstraintDescription'], 300) || undefined),
    ...given('minLength', number('MinLength')),
    ...given('maxLength', number('MaxLength')),
    ...given('min', number('MinValue')),
    ...given('max', number('MaxValue')),
  };
}

const given = <K extends keyof OwnParameter>(key: K, value: OwnParameter[K] | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<OwnParameter>;

const isScalar = (value: Tree): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function scalar(name: string, value: Tree | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!isScalar(value)) throw new BadTemplate('shape', { name });
  return String(value);
}

/** Longest value: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const mostInValue = 4_096;

/** The rule that a value breaks; undefined when it breaks none. */
export function brokenRule(value: string, declared: OwnParameter): { rule: string; n?: number } | undefined {
  if (Buffer.byteLength(value) > mostInValue) return { rule: 'tooLong', n: mostInValue };
  const items = isList(declared) ? value.split(',').map((one) => one.trim()) : [value];
  for (const item of items) {
    const broken = brokenItem(item, declared);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function brokenItem(value: string, declared: OwnParameter): { rule: string; n?: number } | undefined {
  const { type, allowed, pattern, minLength, maxLength, min, max } = declared;
  if (type === 'Number' || type === 'List<Number>') {
    if (value.trim() === '' || !Number.isFinite(Number(value))) return { rule: 'number' };
    if (min !== undefined && Number(value) < min) return { rule: 'atLeast', n: min };
    if (max !== undefined && Number(value) > max) return { rule: 'atMost', n: max };
  }
  if (allowed !== undefined && !allowed.includes(value)) return { rule: 'oneOf' };
  if (minLength !== undefined && value.length < minLength) return { rule: 'longer', n: minLength };
  if (maxLength !== undefined && value.length > maxLength) return { rule: 'tooLong', n: maxLength };
  if (pattern !== undefined && !fits(value, pattern)) return { rule: 'pattern' };
  return undefined;
}

const patience = 50;

/**
 * Whether a value fits a stranger's pattern. A pattern that this computer cannot read, or needs too long for, is left to
 * AWS, which checks it again.
 */
function fits(value: string, pattern: string): boolean {
  try {
    const test = 'new RegExp(`^(?:${pattern})$`, "u").test(value)';
    return runInNewContext(test, { pattern, value }, { timeout: patience }) === true;
  } catch {
    // Its own reading of patterns is AWS's; here it is only told earlier.
    return true;
  }
}
