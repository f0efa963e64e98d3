/**
 * Policy evaluation as AWS documents it for one account: an explicit deny anywhere wins; then an allow is needed from an
 * identity policy (or a resource policy that names the principal), inside the permissions boundary and session policies.
 * Pure: everything it judges by is in its arguments.
 *
 * Source: IAM User Guide, "Policy evaluation logic" and "How AWS enforcement code logic evaluates requests to allow or
 * deny access" (same account).
 */
import { holds, type Context } from './conditions.ts';
import { matches, matchesAction, pattern, resourcePattern, type Variables } from './match.ts';
import type { Choice, PolicyDocument, PrincipalEntry, SourcedPolicy, Statement } from './policy.ts';

/** The caller as policies see it. */
export interface PrincipalView {
  kind: 'root' | 'user' | 'role' | 'service';
  /** User ARN, root ARN, session ARN (`assumed-role`), or the service's name (`sagemaker.amazonaws.com`). */
  arn: string;
  /** ARN of the role behind a session. */
  roleArn?: string;
  accountId: string;
}

export interface AccessRequest {
  principal: PrincipalView;
  action: string;
  resource: string;
  context: Context;
}

export interface Policies {
  identity: readonly SourcedPolicy[];
  boundary?: SourcedPolicy | undefined;
  session?: readonly SourcedPolicy[] | undefined;
  /** Bucket policy, or the trust policy of the role that is to be assumed. */
  resource?: SourcedPolicy | undefined;
  /** Trust policies: an identity policy alone is never enough. */
  resourceMustAllow?: boolean;
}

export type PolicyKind =
  'identity-based policy' | 'permissions boundary' | 'session policy' | 'resource-based policy';

export interface Matched {
  policy: SourcedPolicy;
  statement: Statement;
}

export interface Decision {
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** The kind of policy that decided: which one denied, or which one did not allow. */
  by: PolicyKind;
  /** Statements that decided: the denying ones, or the allowing ones; empty when nothing allowed. */
  matched: Matched[];
  /** False when only the permissions boundary was in the way. */
  allowedByBoundary: boolean;
}

/** How strongly a resource policy's Allow reaches the caller. */
type Grant = 'none' | 'account' | 'role' | 'principal';
const STRENGTH: readonly Grant[] = ['none', 'account', 'role', 'principal'];

export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const hits = {
    'identity-based policy': matching(request, policies.identity),
    'permissions boundary': matching(request, policies.boundary ? [policies.boundary] : []),
    'session policy': matching(request, policies.session ?? []),
    'resource-based policy': matching(request, policies.resource ? [policies.resource] : []),
  };
  const allows = (kind: PolicyKind): Matched[] => hits[kind].filter((m) => m.statement.effect === 'Allow');
  const allowedByBoundary = !policies.boundary || allows('permissions boundary').length > 0;

  for (const kind of Object.keys(hits) as PolicyKind[]) {
    const denying = hits[kind].filter((m) => m.statement.effect === 'Deny');
    if (denying.length > 0) {
      const boundaryDenies = kind === 'permissions boundary';
      return {
        decision: 'explicitDeny',
        by: kind,
        matched: denying,
        allowedByBoundary: allowedByBoundary && !boundaryDenies,
      };
    }
  }

  const refuse = (by: PolicyKind): Decision => ({
    decision: 'implicitDeny',
    by,
    matched: [],
    allowedByBoundary,
  });
  const allow = (by: PolicyKind): Decision => ({
    decision: 'allowed',
    by,
    matched: allows(by),
    allowedByBoundary,
  });

  const grant = strongestGrant(request.principal, allows('resource-based policy'));
  if (policies.resourceMustAllow && grant === 'none') return refuse('resource-based policy');
  if (grant === 'principal') return allow('resource-based policy');

  const byIdentity = request.principal.kind === 'root' || allows('identity-based policy').length > 0;
  if (grant !== 'role' && !byIdentity) return refuse('identity-based policy');
  if (!allowedByBoundary) return refuse('permissions boundary');
  if (policies.session?.length && allows('session policy').length === 0) return refuse('session policy');
  return allow(byIdentity ? 'identity-based policy' : 'resource-based policy');
}

function matching(request: AccessRequest, policies: readonly SourcedPolicy[]): Matched[] {
  return policies.flatMap((policy) => {
    const variables = variablesOf(policy.document, request.context);
    return policy.document.statements
      .filter((statement) => applies(statement, request, variables))
      .map((statement) => ({ policy, statement }));
  });
}

function applies(statement: Statement, request: AccessRequest, variables: Variables | undefined): boolean {
  return (
    chosen(statement.actions, (wanted) => matchesAction(wanted, request.action)) &&
    (!statement.resources ||
      chosen(statement.resources, (wanted) => coversResource(wanted, request.resource, variables))) &&
    (!statement.principals ||
      chosen(statement.principals, (entry) => reach(entry, request.principal) !== 'none')) &&
    statement.conditions.every((condition) => holds(condition, request.context, variables))
  );
}

function chosen<T>(choice: Choice<T>, hit: (value: T) => boolean): boolean {
  return choice.values.some(hit) !== choice.not;
}

/** An ARN with fewer than six parts is completed by wildcards. */
function coversResource(wanted: string, resource: string, variables: Variables | undefined): boolean {
  if (wanted === '*') return true;
  const missing = 6 - wanted.split(':').length;
  const whole = missing > 0 && wanted.startsWith('arn:') ? wanted + ':*'.repeat(missing) : wanted;
  const tokens = pattern(whole, variables);
  return tokens !== undefined && matches(resourcePattern(tokens), resource);
}

function variablesOf(document: PolicyDocument, context: Context): Variables | undefined {
  if (document.version !== '2012-10-17') return undefined;
  return (name) => {
    const values = context.get(name.toLowerCase());
    return values?.length === 1 ? values[0] : undefined;
  };
}

function strongestGrant(principal: PrincipalView, allowing: Matched[]): Grant {
  let best: Grant = 'none';
  for (const { statement } of allowing) {
    for (const entry of statement.principals?.values ?? []) {
      const found = statement.principals?.not ? 'none' : reach(entry, principal);
      if (STRENGTH.indexOf(found) > STRENGTH.indexOf(best)) best = found;
    }
  }
  return best;
}

/**
 * How a Principal entry reaches the caller. A grant to a user or to a session is direct; one to a role stays inside the
 * role's boundary and session policies; one to the account only lets identity policies decide.
 */
function reach(entry: PrincipalEntry, principal: PrincipalView): Grant {
  if (principal.kind === 'service') {
    return (entry.type === 'Service' || entry.type === '*') && [principal.arn, '*'].includes(entry.value)
      ? 'principal'
      : 'none';
  }
  if (entry.type !== 'AWS' && entry.type !== '*') return 'none';
  if (entry.value === '*') return principal.kind === 'role' ? 'role' : 'principal';
  if (entry.value === principal.arn) return 'principal';
  if (entry.value === principal.roleArn) return 'role';
  const account = /^arn:[^:]+:iam::(\d{12}):root$/.exec(entry.value)?.[1] ?? entry.value;
  return account === principal.accountId ? 'account' : 'none';
}

/** Context from plain records: keys lose their case, single values become lists. */
export function contextOf(...records: Record<string, string | string[] | undefined>[]): Context {
  const context = new Map<string, readonly string[]>();
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) {
      if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
    }
  }
  return context;
}
