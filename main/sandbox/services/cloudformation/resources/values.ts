/** Reading properties that may be text where a number or a truth value is meant, as CloudFormation allows. */
import { AwsError } from '../../../engine/types.ts';
import { isObject, type Json, type JsonObject } from '../template/types.ts';

const wrong = (path: string, expected: string) =>
  new AwsError('InvalidRequest', `Properties validation failed: [#/${path}: expected type: ${expected}]`);

export function text(from: JsonObject, key: string): string | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw wrong(key, 'String');
  return String(value);
}

export function integer(from: JsonObject, key: string): number | undefined {
  const value = text(from, key);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number)) throw wrong(key, 'Integer');
  return number;
}

export function truth(from: JsonObject, key: string): boolean | undefined {
  const value = text(from, key);
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false') throw wrong(key, 'Boolean');
  return value === 'true';
}

export function texts(from: JsonObject, key: string): string[] | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((v) => typeof v === 'object')) throw wrong(key, 'JSONArray');
  return value.map(String);
}

export function object(from: JsonObject, key: string): JsonObject | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrong(key, 'JSONObject');
  return value;
}

export function objects(from: JsonObject, key: string): JsonObject[] | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isObject)) throw wrong(key, 'JSONArray');
  return value;
}

/** A policy document as the API takes it: JSON text. */
export function document(from: JsonObject, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Policy text from an answer (IAM URL-encodes) back to a tree. */
export function parsedDocument(value: unknown): Json {
  const found = typeof value === 'string' ? value : '{}';
  return JSON.parse(found.startsWith('%') ? decodeURIComponent(found) : found) as Json;
}

/** Only the members that are there. */
export const present = <T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** Which tags to add and which keys to take away. */
export function tagChanges(
  before: readonly { Key: string; Value: string }[],
  after: readonly { Key: string; Value: string }[],
): { add: { Key: string; Value: string }[]; drop: string[] } {
  const had = new Map(before.map((t) => [t.Key, t.Value]));
  return {
    add: after.filter((t) => had.get(t.Key) !== t.Value),
    drop: before.map((t) => t.Key).filter((key) => !after.some((t) => t.Key === key)),
  };
}
