/**
 * "May I?", asked of IAM before anything is done.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html: wants the role's ARN and not the
 * session's; session policies and the organisation's are outside it, so a yes is a yes of the account's policies only.
 */
import { z } from 'zod';
import type { Aws, AwsCallOptions, InputOf } from '../../aws/aws.ts';
import type { PermissionNeed } from '../permissions.ts';

/** Answers by `action|resource`. */
export const PermissionsFact = z.record(z.string(), z.enum(['yes', 'no', 'unknown']));
export type PermissionsFact = z.infer<typeof PermissionsFact>;

export const permissionKey = ({ action, resource }: Pick<PermissionNeed, 'action' | 'resource'>) =>
  `${action}|${resource}`;

/** ARN that IAM simulates for a caller; undefined where it cannot (federated users). `root` may do everything. */
export async function simulatedArn(
  aws: Aws,
  options: AwsCallOptions,
): Promise<{ arn: string } | 'root' | undefined> {
  const { callerArn } = aws;
  if (/:root$/.test(callerArn)) return 'root';
  if (/:user\//.test(callerArn)) return { arn: callerArn };
  const role = /:assumed-role\/([^/]+)\//.exec(callerArn)?.[1];
  if (role === undefined) return undefined;
  // The session's ARN leaves the role's path out.
  const found = await aws.call('iam', 'GetRole', { RoleName: role }, options);
  return found.Role?.Arn === undefined ? undefined : { arn: found.Role.Arn };
}

type Context = NonNullable<InputOf<'iam', 'SimulatePrincipalPolicy'>['ContextEntries']>;

export async function readPermissions(
  aws: Aws,
  needs: readonly PermissionNeed[],
  options: AwsCallOptions,
): Promise<PermissionsFact> {
  const who = await simulatedArn(aws, options);
  if (who === undefined) return {};
  if (who === 'root') return Object.fromEntries(needs.map((need) => [permissionKey(need), 'yes' as const]));
  const answers: PermissionsFact = {};
  for (const group of groups(needs)) {
    const { resource, context } = group;
    const ContextEntries: Context = Object.entries(context).map(([ContextKeyName, value]) => ({
      ContextKeyName,
      ContextKeyType: 'string',
      ContextKeyValues: [value],
    }));
    const result = await aws.call(
      'iam',
      'SimulatePrincipalPolicy',
      {
        PolicySourceArn: who.arn,
        ActionNames: group.actions,
        ...(resource !== '*' && { ResourceArns: [resource] }),
        ...(ContextEntries.length > 0 && { ContextEntries }),
        MaxItems: 1000,
      },
      options,
    );
    for (const one of result.EvaluationResults ?? []) {
      const action = one.EvalActionName ?? '';
      const unclear = one.EvalDecision === 'implicitDeny' && (one.MissingContextValues ?? []).length > 0;
      answers[permissionKey({ action, resource })] =
        one.EvalDecision === 'allowed' ? 'yes' : unclear ? 'unknown' : 'no';
    }
  }
  return answers;
}

/** Needs with the same resource and context go in one request. */
function groups(needs: readonly PermissionNeed[]) {
  const byKey = new Map<string, { resource: string; context: Record<string, string>; actions: string[] }>();
  for (const { action, resource, context = {} } of needs) {
    const key = JSON.stringify([resource, context]);
    const group = byKey.get(key) ?? { resource, context, actions: [] };
    if (!group.actions.includes(action)) group.actions.push(action);
    byKey.set(key, group);
  }
  return byKey.values();
}
