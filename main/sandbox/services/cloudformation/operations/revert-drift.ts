/**
 * Drift-aware change sets (DeploymentMode REVERT_DRIFT): what is wanted is compared with the things as they are, and a
 * failed update goes back to how they were.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
import type { Principal } from '../../../engine/types.ts';
import { invalid } from '../errors.ts';
import type { Stack, StackResource } from '../model.ts';
import { resourceType } from '../resources/registry.ts';
import { StackRecord } from '../runner/stack-record.ts';
import { workFor } from '../runner/work.ts';
import { asText, type JsonObject } from '../template/types.ts';
import { asExpected, differencesOf } from './drift.ts';

/** The stack's resources, each with those properties that somebody else has changed as they are now. */
export async function resourcesAsTheyAre(
  record: StackRecord,
  caller: Principal,
): Promise<Stack['resources']> {
  const seen: Stack['resources'] = {};
  for (const [id, resource] of Object.entries(record.stack.resources))
    seen[id] = resource.gone === true ? resource : await asItIs(record, resource, caller);
  return seen;
}

async function asItIs(
  record: StackRecord,
  resource: Readonly<StackResource>,
  caller: Principal,
): Promise<StackResource> {
  const actual = await resourceType(resource.type)?.read(workFor(record, resource, {}, caller));
  if (!actual)
    throw invalid(
      `REVERT_DRIFT of a deleted resource (${resource.logicalId}) is not modelled in the sandbox.`,
    );
  const found = asExpected(resource, actual.properties);
  const changed = new Set(
    differencesOf(resource, found).map((one) => asText(one['PropertyPath']).split('/')[1] ?? ''),
  );
  const properties: JsonObject = {};
  for (const [name, expected] of Object.entries(resource.properties)) {
    const value = changed.has(name) ? found[name] : expected;
    if (value !== undefined) properties[name] = value;
  }
  return { ...resource, properties };
}
