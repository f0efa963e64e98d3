import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { healthOf } from '../../stacks/states.ts';
import { absent } from './absent.ts';

/** A stack as a plan needs to know it; null where there is none. Stacks that wait for a first review count as none. */
export const StackFact = z.strictObject({
  status: z.string(),
  /** `ready`: can be changed now. `busy`: something is going on. `stuck`: only a repair helps. */
  health: z.enum(['ready', 'busy', 'stuck']),
  /** Plan and source that made it; null: not made by Millwright. */
  planId: z.string().nullable(),
  source: z.string().nullable(),
  roleArn: z.string().nullable(),
  parameters: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
});
export type StackFact = z.infer<typeof StackFact>;

function record<K extends string, V extends string>(
  list: { [name in K | V]?: string | undefined }[] | undefined,
  key: K,
  value: V,
): Record<string, string> {
  const pairs = (list ?? []).map((item): [string, string] => [item[key] ?? '', item[value] ?? '']);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function readStack(aws: Aws, name: string, options: AwsCallOptions): Promise<StackFact | null> {
  const answer = await absent(aws.call('cloudformation', 'DescribeStacks', { StackName: name }, options));
  const stack = answer?.Stacks?.[0];
  const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
  if (stack === undefined || status === 'DELETE_COMPLETE' || status === 'REVIEW_IN_PROGRESS') return null;
  const tags = record(stack.Tags, 'Key', 'Value');
  return {
    status,
    health: healthOf(status),
    planId: tags['millwright:plan'] ?? null,
    source: tags['millwright:source'] ?? null,
    roleArn: stack.RoleARN ?? null,
    parameters: record(stack.Parameters, 'ParameterKey', 'ParameterValue'),
    outputs: record(stack.Outputs, 'OutputKey', 'OutputValue'),
    tags,
  };
}
