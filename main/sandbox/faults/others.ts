/** What somebody else in the account does meanwhile: takes a name, deletes a thing. The ledger names them. */
import { callerScope } from '../engine/caller.ts';
import { AwsError, type Principal, type SandboxAccount } from '../engine/types.ts';
import { environments, queues } from '../services/batch/kinds.ts';
import { shortName } from '../services/batch/names.ts';
import { tables } from '../services/iam/store.ts';
import { refusal } from '../services/s3/errors.ts';
import { notebooks } from '../services/sagemaker/kinds.ts';
import type { Act, Meeting } from './acts.ts';
import { spelled } from './spellings.ts';

const name = 'somebody-else';

/** Allowed everything, as an administrator is. */
export const somebodyElse = (account: SandboxAccount): Principal => ({
  kind: 'root',
  arn: `arn:${account.partition}:iam::${account.id}:user/${name}`,
  userId: 'AIDASOMEBODYELSE00000',
});

export const isSomebodyElse = (principal: Principal): boolean => principal.arn.endsWith(`:user/${name}`);

const theirTemplate = JSON.stringify({
  Resources: { Theirs: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
});

type Input = Record<string, unknown>;
type Calls = Record<string, (input: Input) => [operation: string, input: Input]>;

const theirStack = ({ StackName }: Input): [string, Input] => [
  'CreateStack',
  { StackName, TemplateBody: theirTemplate },
];

/** The call that takes the name. Tags and tokens are the caller's own. */
const taking: Calls = {
  'cloudformation:CreateChangeSet': theirStack,
  'cloudformation:CreateStack': theirStack,
  'sagemaker:CreateNotebookInstance': ({ Tags: _, ...input }) => ['CreateNotebookInstance', input],
  'sagemaker:CreateNotebookInstanceLifecycleConfig': ({ Tags: _, ...input }) => [
    'CreateNotebookInstanceLifecycleConfig',
    input,
  ],
  'batch:CreateComputeEnvironment': ({ tags: _, ...input }) => ['CreateComputeEnvironment', input],
  'batch:CreateJobQueue': ({ tags: _, ...input }) => ['CreateJobQueue', input],
  'iam:CreateRole': ({ Tags: _, ...input }) => ['CreateRole', input],
  'scheduler:CreateSchedule': ({ ClientToken: _, ...input }) => ['CreateSchedule', input],
};

/** Answers whether it could be done; a refusal of theirs is not ours to tell. */
async function theirs({ account, call }: Meeting, service: string, [operation, input]: [string, Input]) {
  try {
    await account.perform({ service, operation, input, as: somebodyElse(account), region: call.region });
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

const takeName: Act = async (meeting) => {
  const { service, operation, input } = meeting.call;
  if (!makes(operation)) return false;
  // A bucket's name belongs to one of all accounts.
  if (service === 's3' && operation === 'CreateBucket') throw refusal('BucketAlreadyExists');
  const take = taking[`${service}:${operation}`];
  if (!take) throw spelled('exists', service, meeting.protocol);
  return theirs(meeting, service, take(input));
};

/** Only what makes something can find that it exists. */
export const makes = (operation: string): boolean => /^(?:Create|Put|Upload|Register|Run)/.test(operation);

const deleteThing: Act = async (meeting) => {
  const { account, call } = meeting;
  const { input, region, service } = call;
  const text = (member: string): string | undefined => {
    const value = input[member];
    return typeof value === 'string' ? value : undefined;
  };
  const dropped = (table: { get(key: string): unknown; delete(key: string): void }, key: string): boolean => {
    if (table.get(key) === undefined) return false;
    callerScope.run(somebodyElse(account).arn, () => table.delete(key));
    return true;
  };
  const notebook = text('NotebookInstanceName');
  if (notebook !== undefined) return dropped(notebooks(account, region), notebook);
  const role = text('RoleName');
  if (role !== undefined) return dropped(tables.roles(account), role.toLowerCase());
  const stack = text('StackName');
  if (stack !== undefined) return theirs(meeting, 'cloudformation', ['DeleteStack', { StackName: stack }]);
  const [bucket, key] = [text('Bucket'), text('Key')];
  if (bucket !== undefined && key !== undefined)
    return theirs(meeting, 's3', ['DeleteObject', { Bucket: bucket, Key: key }]);
  const [job, queue, environment] = [text('jobId'), text('jobQueue'), text('computeEnvironment')];
  if (job !== undefined)
    return theirs(meeting, 'batch', ['TerminateJob', { jobId: job, reason: 'Ended by somebody else' }]);
  if (queue !== undefined) return dropped(queues(account, region), shortName(queue));
  if (environment !== undefined) return dropped(environments(account, region), shortName(environment));
  const schedule = text('Name');
  if (service === 'scheduler' && schedule !== undefined)
    return theirs(meeting, 'scheduler', ['DeleteSchedule', { Name: schedule }]);
  return false;
};

export const actsOfOthers = { F27: takeName, F33: deleteThing };
