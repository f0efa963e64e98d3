/** What Millwright made in one account and region, by what AWS itself keeps: tags and names of change sets. */
import type { Aws } from '../aws/aws.ts';
import { failedWith } from '../failure.ts';
import { notebookInstances } from '../inventory/collectors/notebook-instances.ts';
import type { Thing } from '../inventory/thing.ts';
import { type LookOptions, tagOf } from '../stacks/look.ts';
import { planOfChangeSets } from '../stacks/shells.ts';
import type { FoundStack } from './journal-lines.ts';

/** Everything of ours in one region, and all its notebooks, which tell what a stack costs. */
export interface Seen {
  found: FoundStack[];
  notebooks: readonly Thing[];
}

const notebookType = 'AWS::SageMaker::NotebookInstance';
const nameOf = (arnOrName: string): string => arnOrName.split('/').at(-1) ?? arnOrName;

/**
 * Stacks with the tag of a plan, shells that a change set of ours prepared, and notebooks with the tag whose stack is gone.
 * One request per page of stacks and of notebooks, and one for each shell and for each notebook that may be ours.
 */
export async function searchRegion(aws: Aws, options: LookOptions): Promise<Seen> {
  const found: FoundStack[] = [];
  const stackNames = new Set<string>();
  const { accountId, region } = aws.target;
  for await (const { Stacks = [] } of aws.pages('cloudformation', 'DescribeStacks', {}, options))
    for (const stack of Stacks) {
      const { StackId: stackId = '', StackName: stackName = '', StackStatus: status = '' } = stack;
      if (status === 'DELETE_COMPLETE') continue;
      stackNames.add(stackName);
      const shell = status === 'REVIEW_IN_PROGRESS' && stackName.startsWith('millwright-');
      const planId =
        tagOf(stack, 'millwright:plan') ?? (shell ? await planOfShell(aws, stackName, options) : null);
      if (planId === null) continue;
      const madeAt = (stack.CreationTime ?? new Date(aws.now())).toISOString();
      found.push({
        id: stackId,
        accountId,
        region,
        kind: 'stack',
        stackName,
        stackId,
        status,
        planId,
        madeAt,
        hourly: [],
      });
    }
  const notebooks = await notebookInstances.collect(aws, options);
  for (const notebook of notebooks) {
    const planId = await planOfNotebook(aws, notebook, stackNames, options);
    if (planId === null) continue;
    found.push({
      id: notebook.arn,
      accountId,
      region,
      kind: 'notebook',
      stackName: notebook.name,
      stackId: notebook.arn,
      status: notebook.status,
      planId,
      madeAt: notebook.createdAt,
      hourly: notebook.hourly,
    });
  }
  return { found, notebooks };
}

/** With what AWS bills by the hour for what the stack holds. */
export async function withHourly(
  aws: Aws,
  found: FoundStack,
  notebooks: readonly Thing[],
  options: LookOptions,
): Promise<FoundStack> {
  if (found.kind === 'notebook') return found;
  const held = new Set<string>();
  const input = { StackName: found.stackId };
  try {
    for await (const page of aws.pages('cloudformation', 'ListStackResources', input, options))
      for (const { ResourceType, PhysicalResourceId = '' } of page.StackResourceSummaries ?? [])
        // ARNs of notebooks are in small letters, whatever their names are.
        if (ResourceType === notebookType) held.add(nameOf(PhysicalResourceId).toLowerCase());
  } catch (error) {
    // It went while we looked: it costs nothing.
    if (!failedWith(error, 'resource.notFound')) throw error;
  }
  const hourly = notebooks
    .filter(({ name }) => held.has(name.toLowerCase()))
    .flatMap((notebook) => notebook.hourly);
  return { ...found, hourly };
}

/** Null: another program's, one that went meanwhile, or nobody may look. */
async function planOfShell(aws: Aws, stackName: string, options: LookOptions): Promise<string | null> {
  try {
    return await planOfChangeSets(aws, stackName, options);
  } catch (error) {
    if (failedWith(error, 'resource.notFound', ...denied)) return null;
    throw error;
  }
}

const denied = ['permission.denied', 'permission.deniedExplicitly'] as const;

/**
 * The plan of a notebook that no stack holds any more. Tags are asked for only where a start script of a template has the
 * notebook: in an account with thousands of notebooks of others that would take minutes.
 */
async function planOfNotebook(
  aws: Aws,
  { arn, details }: Thing,
  stackNames: ReadonlySet<string>,
  options: LookOptions,
): Promise<string | null> {
  if (details['startScript'] === undefined) return null;
  try {
    const tags = new Map<string, string>();
    for await (const { Tags = [] } of aws.pages('sagemaker', 'ListTags', { ResourceArn: arn }, options))
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
    const stack = tags.get('aws:cloudformation:stack-name');
    return stack !== undefined && stackNames.has(stack) ? null : (tags.get('millwright:plan') ?? null);
  } catch (error) {
    if (failedWith(error, 'resource.notFound', ...denied)) return null;
    throw error;
  }
}
