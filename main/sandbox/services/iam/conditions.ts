/**
 * Condition operators of IAM policies.
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multi-valued context keys".
 */
import { BlockList, isIP } from 'node:net';
import { matches, matchesArn, pattern, type Variables } from './match.ts';
import type { Condition } from './policy.ts';

/** Request context: lower-case key to its values. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Does the wanted value of the policy hold for one value of the request? */
type Test = (wanted: string, found: string, variables: Variables | undefined) => boolean;

const equals: Test = (wanted, found, variables) => fill(wanted, variables) === found;
const equalsIgnoringCase: Test = (wanted, found, variables) =>
  fill(wanted, variables)?.toLowerCase() === found.toLowerCase();
const like: Test = (wanted, found, variables) => {
  const tokens = pattern(wanted, variables);
  return tokens !== undefined && matches(tokens, found);
};
const arnLike: Test = (wanted, found, variables) => {
  const tokens = pattern(wanted, variables);
  return tokens !== undefined && matchesArn(tokens, found);
};
const bool: Test = (wanted, found) => wanted.toLowerCase() === found.toLowerCase();
const numeric =
  (holds: (found: number, wanted: number) => boolean): Test =>
  (wanted, found) => {
    const numbers = [found, wanted].map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
    return numbers.every((n) => !Number.isNaN(n)) && holds(numbers[0] ?? 0, numbers[1] ?? 0);
  };
const date =
  (holds: (found: number, wanted: number) => boolean): Test =>
  (wanted, found) => {
    const times = [found, wanted].map(instant);
    return times.every((n) => !Number.isNaN(n)) && holds(times[0] ?? 0, times[1] ?? 0);
  };

/** Dates come as ISO 8601 or as seconds since 1970. */
function instant(text: string): number {
  return /^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const MAX_BITS: Record<number, number> = { 4: 32, 6: 128 };

const inRange: Test = (wanted, found) => {
  const [address = '', prefix] = wanted.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(found) !== family) return false;
  const bits = prefix === undefined ? MAX_BITS[family] : Number(prefix);
  if (bits === undefined || !Number.isInteger(bits) || bits < 0 || bits > (MAX_BITS[family] ?? 0))
    return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const range = new BlockList();
  range.addSubnet(address, bits, type);
  return range.check(found, type);
};

function fill(text: string, variables: Variables | undefined): string | undefined {
  if (!variables || !text.includes('${')) return text;
  const missing = Symbol('missing');
  const parts = text.split(/(\$\{[^}]*\})/).map((part) => {
    if (!part.startsWith('${') || !part.endsWith('}')) return part;
    const tokens = pattern(part, variables);
    return tokens ? String.fromCharCode(...tokens) : missing;
  });
  return parts.includes(missing) ? undefined : parts.join('');
}

/** Base operators; `negated` ones hold when no wanted value matches, and when the key is missing. */
const OPERATORS: Record<string, { test: Test; negated?: true }> = {
  StringEquals: { test: equals },
  StringNotEquals: { test: equals, negated: true },
  StringEqualsIgnoreCase: { test: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { test: equalsIgnoringCase, negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnNotLike: { test: arnLike, negated: true },
  Bool: { test: bool },
  BinaryEquals: { test: equals },
  NumericEquals: { test: numeric((f, w) => f === w) },
  NumericNotEquals: { test: numeric((f, w) => f === w), negated: true },
  NumericLessThan: { test: numeric((f, w) => f < w) },
  NumericLessThanEquals: { test: numeric((f, w) => f <= w) },
  NumericGreaterThan: { test: numeric((f, w) => f > w) },
  NumericGreaterThanEquals: { test: numeric((f, w) => f >= w) },
  DateEquals: { test: date((f, w) => f === w) },
  DateNotEquals: { test: date((f, w) => f === w), negated: true },
  DateLessThan: { test: date((f, w) => f < w) },
  DateLessThanEquals: { test: date((f, w) => f <= w) },
  DateGreaterThan: { test: date((f, w) => f > w) },
  DateGreaterThanEquals: { test: date((f, w) => f >= w) },
  IpAddress: { test: inRange },
  NotIpAddress: { test: inRange, negated: true },
};

interface Operator {
  test: Test;
  negated: boolean;
  set: 'all' | 'any' | 'single';
  ifExists: boolean;
}

/** Reads `ForAnyValue:StringLikeIfExists`; undefined for an operator that IAM does not know. */
export function operatorOf(written: string): Operator | 'null' | undefined {
  const [head = '', tail] = written.split(':');
  const set =
    tail === undefined
      ? 'single'
      : head === 'ForAllValues'
        ? 'all'
        : head === 'ForAnyValue'
          ? 'any'
          : undefined;
  const name = tail ?? head;
  if (!set) return undefined;
  if (name === 'Null') return 'null';
  const ifExists = name.endsWith('IfExists');
  const base = OPERATORS[ifExists ? name.slice(0, -'IfExists'.length) : name];
  return base && { test: base.test, negated: base.negated === true, set, ifExists };
}

/** Does the condition hold for the request? An unknown operator never holds. */
export function holds(condition: Condition, context: Context, variables: Variables | undefined): boolean {
  const operator = operatorOf(condition.operator);
  if (!operator) return false;
  const found = context.get(condition.key) ?? [];
  if (operator === 'null') {
    return condition.values.some((wanted) => (wanted.toLowerCase() === 'true') === (found.length === 0));
  }
  const passes = (value: string): boolean =>
    condition.values.some((wanted) => operator.test(wanted, value, variables)) !== operator.negated;
  if (found.length === 0) {
    if (operator.ifExists || operator.set === 'all') return true;
    return operator.set === 'single' && operator.negated;
  }
  if (operator.set === 'all') return found.every(passes);
  if (operator.set === 'any') return found.some(passes);
  return operator.negated ? found.every(passes) : found.some(passes);
}
