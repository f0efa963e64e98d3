import type { Stack } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { failedWith } from '../failure.ts';
import { planOfChangeSets } from '../stacks/shells.ts';
import { meaningOf } from '../stacks/states.ts';

const base = {
  name: z.string(),
  status: z.string(),
  /** When it came into this status, as far as AWS tells: the beginning of its last operation. */
  since: z.string().default(''),
};

/** A stack that a plan of Millwright made: its tag `millwright:plan` says which. */
export const OwnedStack = z.strictObject({
  ...base,
  planId: z.string(),
  source: z.string(),
  parameters: z.record(z.string(), z.string()),
});
export type OwnedStack = z.infer<typeof OwnedStack>;

/** A stack of others that may be stuck: shown, never touched. */
export const ForeignStack = z.strictObject(base);
export type ForeignStack = z.infer<typeof ForeignStack>;

export interface StacksSeen {
  owned: OwnedStack[];
  foreign: ForeignStack[];
}

/**
 * All stacks of the region that carry our tag, and those of others in a state that can be stuck. DescribeStacks without a
 * name answers stacks with tags, page by page.
 */
export async function collectStacks(aws: Aws, options: AwsCallOptions): Promise<StacksSeen> {
  const seen: StacksSeen = { owned: [], foreign: [] };
  for await (const page of aws.pages('cloudformation', 'DescribeStacks', {}, options)) {
    for (const stack of page.Stacks ?? []) {
      const tags = new Map((stack.Tags ?? []).map((tag) => [tag.Key, tag.Value]));
      const planId = tags.get('millwright:plan') ?? (await planOfShell(aws, stack, options));
      const said = {
        name: stack.StackName ?? '',
        status: stack.StackStatus ?? 'UNKNOWN',
        since: sinceOf(stack),
      };
      if (planId !== undefined)
        seen.owned.push({
          ...said,
          planId,
          source: tags.get('millwright:source') ?? '',
          parameters: Object.fromEntries(
            (stack.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
              ParameterKey,
              ParameterValue,
            ]),
          ),
        });
      else if (meaningOf(said.status).stuck !== undefined) seen.foreign.push(said);
    }
  }
  return seen;
}

function sinceOf({ DeletionTime, LastUpdatedTime, CreationTime, StackStatus }: Stack): string {
  const at = StackStatus?.startsWith('DELETE') === true ? (DeletionTime ?? LastUpdatedTime) : LastUpdatedTime;
  return (at ?? CreationTime)?.toISOString() ?? '';
}

/** A shell of ours is told by its change set. Asked only for shells with a name such as ours have. */
async function planOfShell(aws: Aws, stack: Stack, options: AwsCallOptions): Promise<string | undefined> {
  const { StackName: name = '', StackStatus } = stack;
  if (StackStatus !== 'REVIEW_IN_PROGRESS' || !name.startsWith('millwright-')) return undefined;
  try {
    return (await planOfChangeSets(aws, name, options)) ?? undefined;
  } catch (error) {
    // Who may not list change sets sees it as a stack of others; one that went meanwhile is none.
    if (failedWith(error, 'permission.denied', 'permission.deniedExplicitly', 'resource.notFound'))
      return undefined;
    throw error;
  }
}
