import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';

/** A stack that a plan of Millwright made: its tag `millwright:plan` says which. */
export const OwnedStack = z.strictObject({
  name: z.string(),
  status: z.string(),
  planId: z.string(),
  source: z.string(),
  parameters: z.record(z.string(), z.string()),
});
export type OwnedStack = z.infer<typeof OwnedStack>;

/** All stacks of the region that carry our tag; DescribeStacks without a name answers stacks with tags, page by page. */
export async function collectOwnedStacks(aws: Aws, options: AwsCallOptions): Promise<OwnedStack[]> {
  const owned: OwnedStack[] = [];
  for await (const page of aws.pages('cloudformation', 'DescribeStacks', {}, options)) {
    for (const stack of page.Stacks ?? []) {
      const tags = new Map((stack.Tags ?? []).map((tag) => [tag.Key, tag.Value]));
      const planId = tags.get('millwright:plan');
      if (planId === undefined) continue;
      owned.push({
        name: stack.StackName ?? '',
        status: stack.StackStatus ?? 'UNKNOWN',
        planId,
        source: tags.get('millwright:source') ?? '',
        parameters: Object.fromEntries(
          (stack.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
            ParameterKey,
            ParameterValue,
          ]),
        ),
      });
    }
  }
  return owned;
}
