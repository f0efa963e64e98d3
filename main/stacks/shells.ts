/**
 * Stacks that a change set prepared and nobody began (`REVIEW_IN_PROGRESS`). They carry no tags yet; whose they are is
 * told by the name of their change set, which is the token of our own step.
 */
import type { Aws, AwsCallOptions } from '../aws/aws.ts';

const ours = /^millwright-([0-9a-f]{20})-/;

/** The change sets of a stack: id, and the plan of ours that made it; null: somebody else's. */
export async function* changeSetsOn(
  aws: Aws,
  stack: string,
  options: AwsCallOptions,
): AsyncGenerator<{ id: string; planId: string | null }> {
  for await (const page of aws.pages('cloudformation', 'ListChangeSets', { StackName: stack }, options))
    for (const { ChangeSetId: id = '', ChangeSetName: name = '' } of page.Summaries ?? [])
      yield { id, planId: ours.exec(name)?.[1] ?? null };
}

/** The plan that prepared this shell; null: none of ours, or nobody may look. */
export async function planOfChangeSets(
  aws: Aws,
  stackName: string,
  options: AwsCallOptions,
): Promise<string | null> {
  for await (const { planId } of changeSetsOn(aws, stackName, options)) if (planId !== null) return planId;
  return null;
}
