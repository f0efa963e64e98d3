/** Required members (from the schemas) and constraints (from the services), refused in AWS's words. */
import { members, required, type Protocol, type Shape } from '../wire/service-model.ts';
import { AwsError, type Constraint } from './types.ts';

interface Problem {
  value: unknown;
  path: string;
  must: string;
}

export function validateInput(
  protocol: Protocol,
  shape: Shape,
  input: Record<string, unknown>,
  constraints: Record<string, Constraint> | undefined,
): void {
  const missing: string[] = [];
  findMissing(shape, input, '', missing);
  const problems: Problem[] = missing.map((path) => ({ value: null, path, must: 'not be null' }));
  if (missing.length && protocol === 'ec2Query')
    throw new AwsError('MissingParameter', `The request must contain the parameter ${missing[0] ?? ''}`);
  if (missing.length && protocol === 'restXml')
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  for (const [path, constraint] of Object.entries(constraints ?? {}))
    for (const found of valuesAt(input, path.split('.'), ''))
      for (const must of violations(found.value, constraint)) problems.push({ ...found, must });
  if (!problems.length) return;
  const text = problems.map(
    ({ value, path, must }) =>
      `Value ${value === null ? 'null' : `'${shown(value)}'`} at '${path}' failed to satisfy constraint: Member must ${must}`,
  );
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: `;
  throw new AwsError(codeFor(protocol), count + text.join('; '));
}

/** Smithy's services say ValidationException in JSON, ValidationError in the query protocol. */
export function codeFor(protocol: Protocol): string {
  switch (protocol) {
    case 'awsQuery':
      return 'ValidationError';
    case 'ec2Query':
      return 'InvalidParameterValue';
    case 'restXml':
      return 'InvalidArgument';
    default:
      return 'ValidationException';
  }
}

function findMissing(shape: Shape, value: unknown, path: string, missing: string[]): void {
  if (value == null) return;
  if (shape.isListSchema() && Array.isArray(value)) {
    const item = shape.getValueSchema();
    value.forEach((v, i) => findMissing(item, v, `${path}.${i + 1}.member`, missing));
  } else if (shape.isMapSchema()) {
    const item = shape.getValueSchema();
    for (const [key, v] of Object.entries(value)) findMissing(item, v, `${path}.${key}.member`, missing);
  } else if (shape.isStructSchema() && !shape.isStreaming()) {
    const record = value as Record<string, unknown>;
    for (const name of required(shape)) if (record[name] == null) missing.push(join(path, name));
    for (const [name, member] of members(shape)) findMissing(member, record[name], join(path, name), missing);
  }
}

/** `Tags[].Key`: every item of a list; names are shown as AWS does: `tags.1.member.key`. */
function* valuesAt(
  value: unknown,
  [first, ...rest]: string[],
  path: string,
): Generator<{ value: unknown; path: string }> {
  if (first === undefined) {
    if (value != null) yield { value, path };
    return;
  }
  const list = first.endsWith('[]');
  const name = list ? first.slice(0, -2) : first;
  const inner = (value as Record<string, unknown> | null | undefined)?.[name];
  if (inner == null) return;
  const here = join(path, name);
  if (!list) yield* valuesAt(inner, rest, here);
  else if (Array.isArray(inner))
    for (const [i, item] of inner.entries()) yield* valuesAt(item, rest, `${here}.${i + 1}.member`);
}

function* violations(value: unknown, { pattern, min, max, enum: allowed }: Constraint): Generator<string> {
  if (typeof value === 'string' || Array.isArray(value)) {
    if (max !== undefined && value.length > max) yield `have length less than or equal to ${max}`;
    if (min !== undefined && value.length < min) yield `have length greater than or equal to ${min}`;
  } else if (typeof value === 'number') {
    if (max !== undefined && value > max) yield `have value less than or equal to ${max}`;
    if (min !== undefined && value < min) yield `have value greater than or equal to ${min}`;
  }
  if (typeof value !== 'string') return;
  if (pattern && !whole(pattern).test(value))
    yield `satisfy regular expression pattern: ${pattern.source.replaceAll('\\/', '/')}`;
  if (allowed && !allowed.includes(value)) yield `satisfy enum value set: [${allowed.join(', ')}]`;
}

const wholes = new WeakMap<RegExp, RegExp>();
function whole(pattern: RegExp): RegExp {
  let found = wholes.get(pattern);
  if (!found) {
    found = new RegExp(`^(?:${pattern.source})$`, pattern.flags);
    wholes.set(pattern, found);
  }
  return found;
}

const join = (path: string, name: string): string => {
  const shownName = name.charAt(0).toLowerCase() + name.slice(1);
  return path ? `${path}.${shownName}` : shownName;
};

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
