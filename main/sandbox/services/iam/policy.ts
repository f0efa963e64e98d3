/** A policy document as IAM reads it: single values become lists, condition keys lose their case. */

export interface PolicyDocument {
  version: '2012-10-17' | '2008-10-17';
  statements: Statement[];
}

export interface Statement {
  sid?: string;
  /** Position in the document, from 0. */
  index: number;
  effect: 'Allow' | 'Deny';
  actions: Choice;
  /** Absent in trust policies: they are about the role that they belong to. */
  resources?: Choice;
  principals?: Choice<PrincipalEntry>;
  conditions: Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`, `Principal` or `NotPrincipal`. */
export interface Choice<T = string> {
  not: boolean;
  values: T[];
}

export interface PrincipalEntry {
  type: '*' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  value: string;
}

export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  /** Lower case. */
  key: string;
  values: string[];
}

/** Where a policy comes from, for the answer "which statement decided". */
export interface SourcedPolicy {
  document: PolicyDocument;
  /** Policy name or ARN. */
  id: string;
  type: 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';
}

type Json = Record<string, unknown>;

/** Reads JSON that `checkPolicy` accepted. Throws SyntaxError on text that is no JSON. */
export function readPolicy(text: string): PolicyDocument {
  const raw = JSON.parse(text) as Json;
  return {
    version: raw['Version'] === '2012-10-17' ? '2012-10-17' : '2008-10-17',
    statements: listOf(raw['Statement']).map((entry, index) => readStatement(entry as Json, index)),
  };
}

function readStatement(raw: Json, index: number): Statement {
  const resources = choice(raw, 'Resource');
  const principals = principalChoice(raw);
  return {
    ...(typeof raw['Sid'] === 'string' ? { sid: raw['Sid'] } : {}),
    index,
    effect: raw['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    actions: choice(raw, 'Action') ?? { not: false, values: [] },
    ...(resources ? { resources } : {}),
    ...(principals ? { principals } : {}),
    conditions: readConditions(raw['Condition']),
  };
}

function choice(raw: Json, name: string): Choice | undefined {
  const not = raw[`Not${name}`] !== undefined;
  const value = raw[not ? `Not${name}` : name];
  return value === undefined ? undefined : { not, values: listOf(value).map(String) };
}

function principalChoice(raw: Json): Choice<PrincipalEntry> | undefined {
  const not = raw['NotPrincipal'] !== undefined;
  const value = raw[not ? 'NotPrincipal' : 'Principal'];
  if (value === undefined) return undefined;
  if (value === '*') return { not, values: [{ type: '*', value: '*' }] };
  const values = Object.entries(value as Json).flatMap(([type, entries]) =>
    listOf(entries).map((entry) => ({ type: type as PrincipalEntry['type'], value: String(entry) })),
  );
  return { not, values };
}

function readConditions(raw: unknown): Condition[] {
  if (raw === undefined) return [];
  return Object.entries(raw as Record<string, Json>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: listOf(values).map(String),
    })),
  );
}

export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
