/** Stacks in the sandbox through the real client, with virtual time moved until they come to rest. */
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type CreateChangeSetCommandInput,
  type DescribeChangeSetCommandOutput,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import type { TestSandbox } from './sandbox.ts';

export const values = (given: Record<string, string>) =>
  Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));

export type ChangeSetInput = Omit<CreateChangeSetCommandInput, 'StackName' | 'ChangeSetName'> & {
  ChangeSetName?: string;
};

export interface Stacks {
  client: CloudFormationClient;
  /** Makes a change set and waits until it is worked out. */
  changeSet(StackName: string, input: ChangeSetInput): Promise<DescribeChangeSetCommandOutput>;
  /** Carries it out and waits until the stack rests. */
  execute(StackName: string, ChangeSetName?: string): Promise<Stack>;
  /** Both; `TemplateBody` alone makes a new stack. */
  deploy(StackName: string, input: ChangeSetInput): Promise<Stack>;
  rest(StackName: string): Promise<Stack>;
  stack(StackName: string): Promise<Stack>;
  /** Oldest first. */
  events(StackName: string): Promise<StackEvent[]>;
  /** `Logical STATUS`, oldest first. */
  story(StackName: string): Promise<string[]>;
}

const CAPABILITIES = ['CAPABILITY_NAMED_IAM'] as const;

export function stacksOf(sandbox: TestSandbox): Stacks {
  const client = new CloudFormationClient(sandbox.client);
  const stacks: Stacks = {
    client,
    async changeSet(StackName, { ChangeSetName = 'changes', ...input }) {
      await client.send(
        new CreateChangeSetCommand({ Capabilities: [...CAPABILITIES], ...input, StackName, ChangeSetName }),
      );
      await sandbox.advance(10);
      return client.send(
        new DescribeChangeSetCommand({ StackName, ChangeSetName, IncludePropertyValues: true }),
      );
    },
    async execute(StackName, ChangeSetName = 'changes') {
      await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
      return stacks.rest(StackName);
    },
    async deploy(StackName, input) {
      const made = await stacks.changeSet(StackName, input);
      if (made.Status !== 'CREATE_COMPLETE') throw new Error(made.StatusReason ?? made.Status ?? '');
      return stacks.execute(made.StackId!, made.ChangeSetId);
    },
    async rest(StackName) {
      for (let i = 0; i < 100; i++) {
        const stack = await stacks.stack(StackName);
        if (!stack.StackStatus!.endsWith('_IN_PROGRESS')) return stack;
        await sandbox.advance(60);
      }
      throw new Error(`${StackName} does not come to rest.`);
    },
    async stack(StackName) {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
      return Stacks![0]!;
    },
    async events(StackName) {
      const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }));
      return StackEvents!.toReversed();
    },
    async story(StackName) {
      const events = await stacks.events(StackName);
      return events.map((e) => `${e.LogicalResourceId} ${e.ResourceStatus}`);
    },
  };
  return stacks;
}

export const outputs = (stack: Stack): Record<string, string> =>
  Object.fromEntries((stack.Outputs ?? []).map((o) => [o.OutputKey!, o.OutputValue!]));

/** Things of the account that are still there, other than what it began with and what only notes. */
export const standing = (sandbox: TestSandbox): string[] =>
  sandbox
    .ledger()
    .filter((entry) => entry.goneAt === null && !entry.madeBy.endsWith(':root'))
    .map((entry) => `${entry.kind} ${entry.key}`);
