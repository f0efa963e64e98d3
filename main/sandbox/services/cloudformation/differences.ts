/** Which properties of a resource differ between what was applied and what is wanted. */
import { isDeepStrictEqual } from 'node:util';
import type { Tag } from './model.ts';
import type { ResourceType } from './resources/types.ts';
import type { Json, JsonObject } from './template/types.ts';

interface State {
  properties: JsonObject;
  tags: readonly Tag[];
}

/** Names of properties that differ; `Tags` also when only the stack's tags do. */
export function changedProperties(before: State, after: State): Set<string> {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  const changed = [...names].filter((n) => !same(before.properties[n], after.properties[n]));
  const tagged = isDeepStrictEqual(before.tags, after.tags) ? [] : ['Tags'];
  return new Set([...changed, ...tagged]);
}

/** Whether a change of these properties makes a new thing. */
export const replaces = (
  type: ResourceType,
  changed: Iterable<string>,
  before: JsonObject,
  after: JsonObject,
): boolean =>
  [...changed].some(
    (name) => type.properties[name]?.createOnly === true || type.recreates?.(name, before, after) === true,
  );

/** Equal for CloudFormation: `5` and `"5"` are, the order of keys does not count. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return isDeepStrictEqual(textual(a), textual(b));
}

function textual(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((v) => textual(v) ?? null);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, textual(v) ?? null]));
  return value === undefined ? undefined : String(value);
}
