/**
 * Tags that a stack gives to its resources: its own, and three of the system.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
import type { StackIdentity } from './desired.ts';
import type { Tag } from './model.ts';
import type { ResourceType } from './resources/types.ts';
import { asText, isObject, type JsonObject } from './template/types.ts';

export function stackTags(
  stack: Pick<StackIdentity, 'id' | 'name'>,
  tags: readonly Tag[],
  type: ResourceType,
  logicalId: string,
): Tag[] {
  if (!type.stackTags) return [];
  if (type.stackTags === 'own') return [...tags];
  return [
    ...tags,
    { Key: 'aws:cloudformation:stack-name', Value: stack.name },
    { Key: 'aws:cloudformation:stack-id', Value: stack.id },
    { Key: 'aws:cloudformation:logical-id', Value: logicalId },
  ];
}

/** Tags that the template itself writes on the resource. */
export const ownTags = (properties: JsonObject): Tag[] =>
  (Array.isArray(properties['Tags']) ? properties['Tags'] : [])
    .filter(isObject)
    .map((tag) => ({ Key: asText(tag['Key']), Value: asText(tag['Value']) }));

/** The template's own tag wins over the stack's of the same key. */
export function allTags(properties: JsonObject, fromStack: readonly Tag[]): Tag[] {
  const own = ownTags(properties);
  return [...own, ...fromStack.filter((tag) => !own.some((o) => o.Key === tag.Key))];
}
