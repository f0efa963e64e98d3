/**
 * A plan applies once per account, also from two laptops. What it made carries its tag while it is there; a stack that is
 * gone is listed for 90 days more, and shows its tags to whoever asks by its id
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html, API_DescribeStacks.html).
 */
import type { Plan } from '../../preload/contract/plan.ts';
import type { Aws } from '../aws/aws.ts';
import { failure } from '../failure.ts';
import { findStack, type LookOptions, tagOf } from '../stacks/look.ts';

/** Of 100 stacks each: an account that deletes more of them in 90 days is not read to its end. */
const mostPages = 10;

/**
 * Throws `plan.alreadyApplied` when a stack of this plan was made and deleted again since the plan was made. One request
 * as a rule: only stacks of the same name that went since then are looked at.
 */
export async function refuseSecondTime(plan: Plan, aws: Aws, options: LookOptions): Promise<void> {
  const names = new Set(
    plan.changes.flatMap((change) =>
      change.kind === 'stack' && change.action === 'create' ? [change.stackName] : [],
    ),
  );
  if (names.size === 0) return;
  for (const stackId of await goneSince(plan.madeAt, names, aws, options)) {
    const stack = await findStack(aws, stackId, options);
    if (stack !== undefined && tagOf(stack, 'millwright:plan') === plan.id)
      throw failure('plan.alreadyApplied');
  }
}

async function goneSince(
  madeAt: string,
  names: ReadonlySet<string>,
  aws: Aws,
  options: LookOptions,
): Promise<string[]> {
  const gone: string[] = [];
  const input = { StackStatusFilter: ['DELETE_COMPLETE' as const] };
  let pages = 0;
  for await (const page of aws.pages('cloudformation', 'ListStacks', input, options)) {
    for (const { StackName = '', StackId, DeletionTime } of page.StackSummaries ?? []) {
      const since = DeletionTime === undefined || DeletionTime.getTime() >= Date.parse(madeAt);
      if (names.has(StackName) && StackId !== undefined && since) gone.push(StackId);
    }
    if ((pages += 1) === mostPages) break;
  }
  return gone;
}
