/** Whose policies count: users with their groups, roles with their sessions; and what they bring to every request. */
import type { Principal, SandboxAccount } from '../../engine/types.ts';
import type { Policies, PrincipalView } from './evaluate.ts';
import type { Carrier } from './kinds.ts';
import { readPolicy, type PolicyDocument, type SourcedPolicy } from './policy.ts';
import { defaultDocument, findPolicy, tables } from './store.ts';

/** Parsed documents by their text: the same few policies judge every call. */
const parsed = new Map<string, PolicyDocument>();
const PARSED_MAX = 500;

function parse(text: string): PolicyDocument {
  const known = parsed.get(text);
  if (known) return known;
  if (parsed.size >= PARSED_MAX) parsed.clear();
  const document = readPolicy(text);
  parsed.set(text, document);
  return document;
}

export function sourced(text: string, id: string, type: SourcedPolicy['type']): SourcedPolicy {
  return { document: parse(text), id, type };
}

/** Inline and managed policies of one role, user or group. */
function carried(
  account: SandboxAccount,
  carrier: Readonly<Carrier>,
  type: 'user' | 'group' | 'role',
): SourcedPolicy[] {
  const inline = Object.entries(carrier.inline).map(([name, text]) => sourced(text, name, type));
  return [...inline, ...carrier.attached.flatMap((arn) => managed(account, arn))];
}

function managed(account: SandboxAccount, arn: string): SourcedPolicy[] {
  const policy = findPolicy(account, arn);
  if (!policy) return [];
  const type = arn.startsWith('arn:aws:iam::aws:') ? 'aws-managed' : 'user-managed';
  return [sourced(defaultDocument(policy), policy.name, type)];
}

/** An identity whose policies count: found by its name or, for simulations, by its ARN. */
export interface Identity {
  view: PrincipalView;
  policies: Pick<Policies, 'identity' | 'boundary' | 'session'>;
  /** Condition keys that the principal brings itself. */
  context: Record<string, string>;
}

export function userIdentity(account: SandboxAccount, name: string): Identity | undefined {
  const user = tables.users(account).get(name.toLowerCase());
  if (!user) return undefined;
  const memberships = tables
    .groups(account)
    .list()
    .filter((group) => group.members.includes(user.name));
  return {
    view: { kind: 'user', arn: user.arn, accountId: account.id },
    policies: {
      identity: [
        ...carried(account, user, 'user'),
        ...memberships.flatMap((group) => carried(account, group, 'group')),
      ],
      boundary: boundaryOf(account, user),
    },
    context: {
      ...principalContext(account, user, 'User'),
      'aws:username': user.name,
      'aws:userid': user.id,
    },
  };
}

export function roleIdentity(
  account: SandboxAccount,
  name: string,
  session?: Principal,
): Identity | undefined {
  const role = tables.roles(account).get(name.toLowerCase());
  if (!role) return undefined;
  return {
    view: { kind: 'role', arn: session?.arn ?? role.arn, roleArn: role.arn, accountId: account.id },
    policies: {
      identity: carried(account, role, 'role'),
      boundary: boundaryOf(account, role),
      session: session?.sessionPolicies?.map((text) => sourced(text, 'session', 'none')),
    },
    context: {
      ...principalContext(account, role, 'AssumedRole'),
      'aws:userid': session?.userId ?? role.id,
    },
  };
}

/** A group as one would be who is in it and in no other. */
export function groupIdentity(account: SandboxAccount, name: string): Identity | undefined {
  const group = tables.groups(account).get(name.toLowerCase());
  if (!group) return undefined;
  return {
    view: { kind: 'user', arn: group.arn, accountId: account.id },
    policies: { identity: carried(account, group, 'group') },
    context: {},
  };
}

/** A boundary that is gone allows nothing; IAM does not let it be deleted while it is in use. */
function boundaryOf(account: SandboxAccount, carrier: Readonly<Carrier>): SourcedPolicy | undefined {
  if (carrier.boundary === undefined) return undefined;
  const nothing: PolicyDocument = { version: '2012-10-17', statements: [] };
  return (
    managed(account, carrier.boundary)[0] ?? { document: nothing, id: carrier.boundary, type: 'user-managed' }
  );
}

function principalContext(
  account: SandboxAccount,
  carrier: Readonly<Carrier>,
  type: 'User' | 'AssumedRole',
): Record<string, string> {
  const tags = Object.entries(carrier.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
  return {
    ...(Object.fromEntries(tags) as Record<string, string>),
    'aws:PrincipalArn': carrier.arn,
    'aws:PrincipalAccount': account.id,
    'aws:PrincipalType': type,
  };
}

export function identityOf(account: SandboxAccount, principal: Principal): Identity | undefined {
  if (principal.kind === 'user') return userIdentity(account, principal.name ?? '');
  if (principal.kind === 'role') return roleIdentity(account, principal.name ?? '', principal);
  const { kind, arn, userId } = principal;
  return {
    view: { kind, arn, accountId: account.id },
    policies: { identity: [] },
    context: { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': account.id, 'aws:userid': userId },
  };
}

/**
 * Keys that every request carries. The sandbox stands for AWS behind TLS, so `aws:SecureTransport` is true although its
 * own port is plain HTTP on the loopback address.
 */
export function requestContext(account: SandboxAccount): Record<string, string> {
  const now = account.clock.now();
  return {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
  };
}
