/** Properties against the type's table, in the words of the registry's validation and of the older types. */
import { invalid } from '../errors.ts';
import type { ResourceType } from '../resources/types.ts';
import type { JsonObject } from '../template/types.ts';

/** Throws `ValidationError` for a property that is unknown, missing, or not modelled in the sandbox. */
export function checkProperties(logicalId: string, type: ResourceType, properties: JsonObject): void {
  const unknown = Object.keys(properties).filter((name) => !(name in type.properties));
  const missing = Object.entries(type.properties)
    .filter(([name, rule]) => rule.required && (properties[name] ?? null) === null)
    .map(([name]) => name);
  const notModelled = Object.keys(properties).find((name) => type.properties[name]?.notModelled);
  if (notModelled !== undefined)
    throw invalid(`The property ${notModelled} of ${type.type} is not modelled in the sandbox.`);
  if (type.legacy) {
    if (unknown[0] !== undefined) throw invalid(`Encountered unsupported property ${unknown[0]}`);
    if (missing[0] !== undefined) throw invalid(`Property ${missing[0]} cannot be empty.`);
    return;
  }
  const faults = [
    ...missing.map((name) => `#: required key [${name}] not found`),
    ...unknown.map((name) => `#: extraneous key [${name}] is not permitted`),
  ];
  if (faults.length > 0)
    throw invalid(
      `Properties validation failed for resource ${logicalId} with message:\n[${faults.join(', ')}]`,
    );
}
