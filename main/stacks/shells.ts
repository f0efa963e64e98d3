/**
 * Stacks that a change set prepared and nobody began (`REVIEW_IN_PROGRESS`). They carry no tags yet; whose they are is
 * told by the name of their change set, which is the token of our own step.
 */
import type { Aws, AwsCallOptions } from '../aws/aws.ts';

const ours = /^millwright-([0-9a-f]{20})-/;

/** The plan that prepared this shell; null: none of ours, or nobody may look. */
export async function planOfChangeSets(
  aws: Aws,
  stackName: string,
  options: AwsCallOptions,
): Promise<string | null> {
  for await (const page of aws.pages('cloudformation', 'ListChangeSets', { StackName: stackName }, options))
    for (const { ChangeSetName = '' } of page.Summaries ?? []) {
      const plan = ours.exec(ChangeSetName)?.[1];
      if (plan !== undefined) return plan;
    }
  return null;
}
