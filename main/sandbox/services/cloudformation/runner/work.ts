/** What a resource type's functions get: the evaluated resource, and calls made as the stack's role. */
import { AwsError, type Principal } from '../../../engine/types.ts';
import type { Stack, StackResource, Step } from '../model.ts';
import type { Work } from '../resources/types.ts';
import { allTags } from '../tags.ts';
import type { StackRecord } from './stack-record.ts';

/** Who resource calls are made as: the stack's role if it has one, else the given person. Throws as STS would. */
export function principalOf(
  record: StackRecord,
  stack: Readonly<Pick<Stack, 'roleArn'>>,
  caller: Principal,
): Principal {
  if (stack.roleArn === undefined) return caller;
  return record.account.assume(stack.roleArn, 'AWSCloudFormation', {
    service: 'cloudformation.amazonaws.com',
  });
}

/** `asCaller`: with the person's own rights, also where the stack has a role. */
export function workFor(
  record: StackRecord,
  resource: Readonly<StackResource>,
  memo: Step['memo'],
  caller: Principal,
  asCaller = false,
): Work {
  const { account, region } = record;
  const call = async <O>(service: string, operation: string, input: object): Promise<O> => {
    const as = asCaller ? caller : principalOf(record, record.stack, caller);
    record.flush();
    const answer = await account.perform({
      service,
      operation,
      input: input as Record<string, unknown>,
      as,
      region,
    });
    return answer as O;
  };
  return {
    logicalId: resource.logicalId,
    properties: resource.properties,
    name: resource.name ?? '',
    physicalId: resource.physicalId ?? '',
    attributes: resource.attributes,
    tags: allTags(resource.properties, resource.tags),
    account: { id: account.id, partition: account.partition, region },
    memo,
    call,
    find: async <O>(service: string, operation: string, input: object, missing: readonly string[]) => {
      try {
        return await call<O>(service, operation, input);
      } catch (error) {
        if (error instanceof AwsError && isMissing(error, missing)) return undefined;
        throw error;
      }
    },
  };
}

const isMissing = (error: AwsError, missing: readonly string[]): boolean =>
  missing.some((m) => error.code === m || error.code === `${m}Exception` || error.message.includes(m));
