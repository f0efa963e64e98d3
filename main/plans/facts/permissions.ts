/**
 * "May I?", asked of IAM before anything is done.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html: wants the role's ARN and not the
 * session's; session policies and the organisation's are outside it, so a yes is a yes of the account's policies only.
 */
import { z } from 'zod';
import type { Aws, AwsCallOptions, InputOf, OutputOf } from '../../aws/aws.ts';
import type { PermissionNeed } from '../permissions.ts';
import { isOurTag, mayCarry } from './request-keys.ts';

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

type Entry = NonNullable<InputOf<'iam', 'SimulatePrincipalPolicy'>['ContextEntries']>[number];
type Result = NonNullable<OutputOf<'iam', 'SimulatePrincipalPolicy'>['EvaluationResults']>[number];

interface Group {
  resource: string;
  context: Record<string, string>;
  actions: string[];
}

export async function readPermissions(
  aws: Aws,
  needs: readonly PermissionNeed[],
  options: AwsCallOptions,
): Promise<PermissionsFact> {
  const who = await simulatedArn(aws, options);
  if (who === undefined) return {};
  if (who === 'root') return Object.fromEntries(needs.map((need) => [permissionKey(need), 'yes' as const]));
  const ask = async ({ resource, context, actions }: Group): Promise<Result[]> => {
    const input = {
      PolicySourceArn: who.arn,
      ActionNames: actions,
      ...(resource !== '*' && { ResourceArns: [resource] }),
      ContextEntries: [...always(aws), ...Object.entries(context).map(([name, value]) => entry(name, value))],
      MaxItems: 1000,
    };
    return (await aws.call('iam', 'SimulatePrincipalPolicy', input, options)).EvaluationResults ?? [];
  };
  const answers: PermissionsFact = {};
  for (const group of groups(needs)) {
    const { resource } = group;
    const byTags: Group = { ...group, actions: [], context: { ...group.context } };
    for (const one of await ask(group)) {
      const action = one.EvalActionName ?? '';
      const open = openKeys(one);
      const allowed = one.EvalDecision === 'allowed';
      // A thing whose name AWS will make up: a policy for such names only says nothing about "*".
      const nameless = resource === '*' && one.EvalDecision === 'implicitDeny';
      const unclear = nameless || open.length > 0;
      answers[permissionKey({ action, resource })] = allowed ? 'yes' : unclear ? 'unknown' : 'no';
      if (allowed || nameless || open.length === 0 || !open.every(isOurTag)) continue;
      byTags.actions.push(action);
      for (const key of open) byTags.context[key] = 'any';
    }
    if (byTags.actions.length === 0) continue;
    for (const { EvalActionName: action = '', EvalDecision } of await ask(byTags))
      if (EvalDecision !== 'allowed') answers[permissionKey({ action, resource })] = 'no';
  }
  return answers;
}

const entry = (ContextKeyName: string, value: string, type: 'string' | 'boolean' = 'string'): Entry => ({
  ContextKeyName,
  ContextKeyType: type,
  ContextKeyValues: [value],
});

/** What every call to this region carries. */
const always = ({ target }: Aws): Entry[] => [
  entry('aws:RequestedRegion', target.region),
  entry('aws:SecureTransport', 'true', 'boolean'),
];

/**
 * Keys that were not given and on which the answer may hang. AWS names them beside the resource when one was given
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html).
 */
function openKeys({ EvalActionName = '', MissingContextValues, ResourceSpecificResults }: Result): string[] {
  const named = (ResourceSpecificResults ?? []).flatMap((one) => one.MissingContextValues ?? []);
  const missing = [...(MissingContextValues ?? []), ...named];
  return [...new Set(missing)].filter((key) => mayCarry(EvalActionName, key));
}

/** Needs with the same resource and context go in one request. */
function groups(needs: readonly PermissionNeed[]) {
  const byKey = new Map<string, Group>();
  for (const { action, resource, context = {} } of needs) {
    const key = JSON.stringify([resource, context]);
    const group = byKey.get(key) ?? { resource, context, actions: [] };
    if (!group.actions.includes(action)) group.actions.push(action);
    byKey.set(key, group);
  }
  return byKey.values();
}
