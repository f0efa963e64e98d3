/** Calls that the contract accepts, made of its own schemas and of things that really exist. */
import fc from 'fast-check';
import { z } from 'zod';
import { contract } from '../../../preload/contract/index.ts';
import type { Method } from '../../../preload/contract/method.ts';

/** By the name of a member: what a page could know. Members without a pool are filled by their type. */
export type Pools = Record<string, readonly unknown[]>;

export const methods = new Map<string, Method>(
  Object.entries(contract).flatMap(([domain, room]) =>
    Object.entries<Method>(room).map(([verb, method]) => [`${domain}.${verb}`, method] as const),
  ),
);

type Schema = z.core.JSONSchema.BaseSchema;

function valuesOf(name: string, schema: Schema, pools: Pools): fc.Arbitrary<unknown> {
  const pool = pools[name];
  if (pool !== undefined) return fc.constantFrom(...pool);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined)
    return fc.oneof(...either.map((one) => valuesOf('', typeof one === 'boolean' ? {} : one, pools)));
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([key, member]) => [
        key,
        valuesOf(key, typeof member === 'boolean' ? {} : member, pools),
      ]);
      const shape = Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>;
      return fc.record(shape, { requiredKeys: schema.required ?? [] });
    }
    case 'array': {
      const { items } = schema;
      const item = typeof items === 'object' && !Array.isArray(items) ? items : {};
      return fc.array(valuesOf('', item, pools), { minLength: 1, maxLength: 3 });
    }
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 100, 100) });
    case 'null':
      return fc.constant(null);
    default:
      // Looking around is more than the generator can; names of buckets and keys come from pools.
      if (schema.pattern !== undefined && !schema.pattern.includes('(?'))
        return fc.stringMatching(new RegExp(schema.pattern));
      return fc.constantFrom(
        'a'.repeat(Math.max(1, schema.minLength ?? 0)),
        ...(schema.minLength ? [] : ['']),
      );
  }
}

/** So many inputs of a channel that its schema accepts; the same ones for the same seed. */
export function validInputs(channel: string, pools: Pools, count: number, seed: number): unknown[] {
  const method = methods.get(channel);
  if (method === undefined) throw new Error(`no channel ${channel}`);
  const schema = z.toJSONSchema(method.input, { io: 'input', unrepresentable: 'any' });
  const inputs = fc.sample(valuesOf('', schema, pools), { numRuns: count, seed });
  for (const input of inputs) method.input.parse(input);
  return inputs;
}
