/** The account's gate: every call is judged here by the IAM tables. */
import {
  AwsError,
  type AccessAnswer,
  type AccessProvider,
  type AccessQuestion,
  type Principal,
  type SandboxAccount,
} from '../../engine/types.ts';
import { contextOf, evaluate, type Decision, type Policies } from './evaluate.ts';
import { identityOf, requestContext, sourced } from './identity.ts';
import type { Role } from './kinds.ts';
import { tables } from './store.ts';

function decide(
  account: SandboxAccount,
  question: AccessQuestion,
  more: Partial<Policies> = {},
): Decision | null {
  const identity = identityOf(account, question.principal);
  if (!identity) return null;
  const resource =
    question.resourcePolicy === undefined
      ? undefined
      : sourced(question.resourcePolicy, 'resource', 'resource');
  return evaluate(
    {
      principal: identity.view,
      action: question.action,
      resource: question.resource,
      context: contextOf(requestContext(account), identity.context, question.context),
    },
    { ...identity.policies, resource, ...more },
  );
}

function authorize(account: SandboxAccount, question: AccessQuestion): AccessAnswer {
  // Services act inside AWS; what they do for a customer they do as a role, which is judged.
  if (question.principal.kind === 'service') return { allowed: true };
  const decision = decide(account, question);
  if (decision?.decision === 'allowed') return { allowed: true };
  return {
    allowed: false,
    explicit: decision?.decision === 'explicitDeny',
    by: decision?.by ?? 'identity-based policy',
  };
}

const SERVICE_ID = 'AROAAWSSERVICE';

function assume(
  account: SandboxAccount,
  roleArn: string,
  sessionName: string,
  as: { service: string } | Principal,
  context: Record<string, string | string[]> = {},
): Principal {
  const caller: Principal = 'service' in as ? { kind: 'service', arn: as.service, userId: SERVICE_ID } : as;
  const role = roleByArn(account, roleArn);
  if (!role?.usable || !trusts(account, role, caller, context)) {
    throw new AwsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }
  return {
    kind: 'role',
    arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
    name: role.name,
    userId: `${role.id}:${sessionName}`,
  };
}

/** Does the trust policy, with the caller's own permissions, let it become the role? */
function trusts(
  account: SandboxAccount,
  role: Readonly<Role>,
  caller: Principal,
  context: Record<string, string | string[]>,
): boolean {
  const own: Record<string, string> = caller.kind === 'service' ? { 'aws:SourceAccount': account.id } : {};
  const decision = decide(
    account,
    {
      principal: caller,
      action: 'sts:AssumeRole',
      resource: role.arn,
      context: { ...own, ...context },
      resourcePolicy: role.trust,
    },
    { resourceMustAllow: true },
  );
  return decision?.decision === 'allowed';
}

function roleByArn(account: SandboxAccount, arn: string): Readonly<Role> | undefined {
  const role = tables.roles(account).get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
  return role?.arn === arn ? role : undefined;
}

/**
 * Why a service cannot use a role, for the service's own words ("Could not assume role …"): it does not exist, does not
 * trust the service, or was made a moment ago and is not known everywhere yet. Undefined: it can.
 */
export function roleRefusal(
  account: SandboxAccount,
  roleArn: string,
  service: string,
): 'missing' | 'not trusted' | 'not usable yet' | undefined {
  const role = roleByArn(account, roleArn);
  if (!role) return 'missing';
  if (!trusts(account, role, { kind: 'service', arn: service, userId: SERVICE_ID }, {})) return 'not trusted';
  return role.usable ? undefined : 'not usable yet';
}

export const access: AccessProvider = {
  authorize,
  assume,
  credential(account, accessKeyId) {
    const key = tables.keys(account).get(accessKeyId);
    const user = key?.active ? tables.users(account).get(key.userName.toLowerCase()) : undefined;
    if (!key || !user) return undefined;
    return {
      secretAccessKey: key.secret,
      principal: { kind: 'user', arn: user.arn, name: user.name, userId: user.id },
    };
  },
};
