/** A stack as its mending needs to know it: whose it is, what is in it and what AWS could not do with each thing. */
import type { Stack } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { AppFailure } from '../../failure.ts';
import { planOfChangeSets } from '../../stacks/shells.ts';
import { absent } from './absent.ts';

export const RepairFact = z.strictObject({
  status: z.string(),
  /** Plan that made it; null: not made by Millwright. */
  planId: z.string().nullable(),
  roleArn: z.string().nullable(),
  /** Whether the role that CloudFormation works with still exists; `unknown`: nobody may look. */
  role: z.enum(['none', 'there', 'gone', 'unknown']),
  parameters: z.record(z.string(), z.string()),
  /** What the stack still holds, in the order of its template's names. */
  things: z.array(
    z.strictObject({ logicalId: z.string(), type: z.string(), name: z.string(), status: z.string() }),
  ),
});
export type RepairFact = z.infer<typeof RepairFact>;

const gone = new Set(['DELETE_COMPLETE', 'DELETE_SKIPPED']);

/** Null where there is no such stack. */
export async function readRepair(
  aws: Aws,
  name: string,
  options: AwsCallOptions,
): Promise<RepairFact | null> {
  const answer = await absent(aws.call('cloudformation', 'DescribeStacks', { StackName: name }, options));
  const stack = answer?.Stacks?.[0];
  if (stack?.StackStatus === undefined || stack.StackStatus === 'DELETE_COMPLETE') return null;
  const roleArn = stack.RoleARN ?? null;
  return {
    status: stack.StackStatus,
    planId: await ownerOf(aws, stack, options),
    roleArn,
    role: roleArn === null ? 'none' : await roleThere(aws, roleArn, options),
    parameters: Object.fromEntries(
      (stack.Parameters ?? [])
        .map(({ ParameterKey = '', ParameterValue = '' }): [string, string] => [ParameterKey, ParameterValue])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    things: await thingsOf(aws, name, options),
  };
}

/** The tag of the plan; a shell that never was begun has no tags, but a change set that names the plan. */
async function ownerOf(aws: Aws, stack: Stack, options: AwsCallOptions): Promise<string | null> {
  const tag = stack.Tags?.find(({ Key }) => Key === 'millwright:plan')?.Value;
  if (tag !== undefined || stack.StackStatus !== 'REVIEW_IN_PROGRESS') return tag ?? null;
  return planOfChangeSets(aws, stack.StackName ?? '', options);
}

async function roleThere(aws: Aws, arn: string, options: AwsCallOptions): Promise<RepairFact['role']> {
  try {
    const found = await absent(
      aws.call('iam', 'GetRole', { RoleName: arn.split('/').at(-1) ?? '' }, options),
    );
    return found?.Role?.Arn === arn ? 'there' : 'gone';
  } catch (error) {
    if (!(error instanceof AppFailure) || !error.error.code.startsWith('permission.')) throw error;
    return 'unknown';
  }
}

async function thingsOf(aws: Aws, name: string, options: AwsCallOptions): Promise<RepairFact['things']> {
  const things: RepairFact['things'] = [];
  for await (const page of aws.pages('cloudformation', 'ListStackResources', { StackName: name }, options))
    for (const resource of page.StackResourceSummaries ?? []) {
      const {
        LogicalResourceId: logicalId = '',
        ResourceType: type = '',
        ResourceStatus: status = '',
      } = resource;
      const there = resource.PhysicalResourceId !== undefined && resource.PhysicalResourceId !== '';
      if (there && !gone.has(status))
        things.push({ logicalId, type, name: resource.PhysicalResourceId ?? '', status });
    }
  return things.sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}
