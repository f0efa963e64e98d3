/** JSON and CBOR carry any type anywhere, and the SDK's readers let it pass; services refuse what their shape is not. */
import { AwsError } from '../engine/types.ts';
import { members, type Shape } from './service-model.ts';

export function demandTypes(shape: Shape, value: unknown): void {
  if (value == null || shape.isDocumentSchema() || shape.isStreaming()) return;
  if (shape.isListSchema()) {
    if (!Array.isArray(value)) throw wrongType(value, 'a list');
    for (const item of value) demandTypes(shape.getValueSchema(), item);
  } else if (shape.isStructSchema()) {
    const record = asObject(value);
    for (const [name, member] of members(shape)) demandTypes(member, record[name]);
  } else if (shape.isMapSchema()) {
    for (const item of Object.values(asObject(value))) demandTypes(shape.getValueSchema(), item);
  } else if (!fits(shape, value)) {
    throw wrongType(value, shape.isStringSchema() ? 'a String' : 'what the member is');
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(value, 'a structure');
  return value as Record<string, unknown>;
}

function fits(shape: Shape, value: unknown): boolean {
  if (shape.isStringSchema()) return typeof value === 'string';
  if (shape.isNumericSchema()) return typeof value === 'number';
  if (shape.isBooleanSchema()) return typeof value === 'boolean';
  if (shape.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (shape.isBlobSchema()) return value instanceof Uint8Array;
  return true;
}

/** In the words of AWS's JSON front ends: `NUMBER_VALUE can not be converted to a String`. */
function wrongType(value: unknown, target: string): AwsError {
  const kind = Array.isArray(value) ? 'LIST' : typeof value === 'object' ? 'STRUCTURE' : typeof value;
  return new AwsError(
    'SerializationException',
    `${kind.toUpperCase()}_VALUE can not be converted to ${target}`,
  );
}
