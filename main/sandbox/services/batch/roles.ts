/** Roles around Batch: its own service-linked role, those it is handed, and the instance profile. */
import { AwsError, type AccessNeed, type Call, type SandboxAccount } from '../../engine/types.ts';
import { accessDenied } from '../../engine/perform.ts';
import { tables } from '../iam/store.ts';

const service = 'batch.amazonaws.com';
const linkedName = 'AWSServiceRoleForBatch';

export const batchItself = { kind: 'service', arn: service, userId: service } as const;

/** Given by name or by ARN. */
export const findProfile = (account: SandboxAccount, nameOrArn: string) =>
  tables.profiles(account).get((nameOrArn.split('/').at(-1) ?? '').toLowerCase());

/** Given by name or by ARN. */
export const roleExists = (account: SandboxAccount, nameOrArn: string): boolean =>
  tables.roles(account).get((nameOrArn.split('/').at(-1) ?? '').toLowerCase()) !== undefined;

/** That the caller may hand over a role, asked as IAM does. */
export function passRole(roleArn: string | undefined, to: string): AccessNeed[] {
  if (roleArn === undefined || roleArn === '') return [];
  return [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': to } }];
}

/** The role inside of an instance profile is handed to EC2. */
export function passProfile(account: SandboxAccount, profile: string | undefined): AccessNeed[] {
  const roleName = profile === undefined ? null : findProfile(account, profile)?.roleName;
  const role = roleName ? tables.roles(account).get(roleName.toLowerCase()) : undefined;
  return passRole(role?.arn, 'ec2.amazonaws.com');
}

/**
 * The role that Batch acts as: the given one, else its service-linked role, which it makes when the account has none and
 * the caller may make it. https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html
 */
export async function serviceRole(call: Call, given: string | undefined): Promise<string> {
  const { account, caller, region } = call;
  if (given) return given.startsWith('arn:') ? given : `arn:aws:iam::${account.id}:role/${given}`;
  const arn = `arn:aws:iam::${account.id}:role/aws-service-role/${service}/${linkedName}`;
  if (tables.roles(account).get(linkedName.toLowerCase())) return arn;
  const action = 'iam:CreateServiceLinkedRole';
  const context = { 'iam:AWSServiceName': service };
  const answer = account.authorize({ principal: caller, action, resource: arn, context });
  if (!answer.allowed) throw accessDenied('restJson1', caller.arn, action, arn, answer.explicit, answer.by);
  await account.perform({
    service: 'iam',
    operation: 'CreateServiceLinkedRole',
    input: { AWSServiceName: service },
    as: batchItself,
    region,
  });
  return arn;
}

export const isLinked = (roleArn: string): boolean => roleArn.endsWith(`/${linkedName}`);

/** A role of one's own that Batch cannot work as, or that may not start machines. */
export function serviceRoleLacks(account: SandboxAccount, roleArn: string): boolean {
  if (isLinked(roleArn)) return false;
  try {
    const principal = account.assume(roleArn, 'aws-batch', { service });
    return !account.authorize({ principal, action: 'ec2:RunInstances', resource: '*', context: {} }).allowed;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return true;
  }
}

/** Undefined: a container may work as this role. Text: ECS's words for "no", which stand in the job's status reason. */
export function roleFault(account: SandboxAccount, roleArn: string | undefined): string | undefined {
  if (roleArn === undefined) return undefined;
  try {
    account.assume(roleArn, 'batch-job', { service: 'ecs-tasks.amazonaws.com' });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
  }
}
