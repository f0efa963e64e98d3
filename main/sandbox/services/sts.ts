/** Security Token Service: who am I, and temporary keys. https://docs.aws.amazon.com/STS/latest/APIReference/ */
import {
  AwsError,
  type Call,
  type Kind,
  type Operation,
  type Principal,
  type SandboxAccount,
  type ServiceModule,
} from '../engine/types.ts';

/** Temporary credentials; found by the access key id of a request. */
interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  /** ISO 8601, virtual time. */
  expiresAt: string;
  principal: Principal;
}

const sessions: Kind<Session> = {
  name: 'sts/session',
  key: (s) => s.accessKeyId,
  scope: 'global',
  record: true,
};

export function findSession(account: SandboxAccount, accessKeyId: string): Readonly<Session> | undefined {
  return accessKeyId.startsWith('ASIA') ? account.table(sessions, '').get(accessKeyId) : undefined;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function openSession(
  { account, now }: Call<never>,
  principal: Principal,
  seconds: number,
): Record<string, unknown> {
  const session: Session = {
    accessKeyId: `ASIA${account.newId(16, UPPER)}`,
    secretAccessKey: account.newId(40, BASE64),
    token: account.newId(120, BASE64),
    expiresAt: new Date(now + seconds * 1000).toISOString(),
    principal,
  };
  account.table(sessions, '').put(session);
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.token,
    Expiration: new Date(session.expiresAt),
  };
}

const GetCallerIdentity: Operation = {
  open: true,
  run: ({ account, caller }) => ({ UserId: caller.userId, Account: account.id, Arn: caller.arn }),
};

interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
  ExternalId?: string;
  Policy?: string;
  PolicyArns?: unknown[];
  Tags?: { Key: string; Value: string }[];
}

/** The trust policy decides; within one account it is enough by itself, so no permission is asked here. */
const AssumeRole: Operation<AssumeRoleInput> = {
  open: true,
  run(call) {
    const { account, input, caller } = call;
    if (caller.kind === 'root')
      throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
    if (input.Policy !== undefined || input.PolicyArns?.length)
      throw new AwsError('NotModelledInSandbox', 'The sandbox account does not model session policies.', 501);
    const seconds = input.DurationSeconds ?? 3600;
    const chained = caller.kind === 'role';
    if (chained && seconds > 3600)
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      );
    const context: Record<string, string> = { 'sts:RoleSessionName': input.RoleSessionName };
    if (input.ExternalId !== undefined) context['sts:ExternalId'] = input.ExternalId;
    for (const tag of input.Tags ?? []) context[`aws:RequestTag/${tag.Key}`] = tag.Value;
    const principal = account.assume(input.RoleArn, input.RoleSessionName, caller, context);
    return {
      Credentials: openSession(call as Call<never>, principal, seconds),
      AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    };
  },
};

const GetSessionToken: Operation<{ DurationSeconds?: number }> = {
  open: true,
  run(call) {
    if (call.caller.kind === 'role')
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    return {
      Credentials: openSession(call as Call<never>, call.caller, call.input.DurationSeconds ?? 43_200),
    };
  },
};

const GetAccessKeyInfo: Operation<{ AccessKeyId: string }> = {
  run: ({ account }) => ({ Account: account.id }),
};

/** Patterns and ranges: STS API model, 2011-06-15. */
export const sts: ServiceModule = {
  signingName: 'sts',
  iamPrefix: 'sts',
  title: 'Security Token Service',
  sdk: () => import('@aws-sdk/client-sts'),
  operations: { GetCallerIdentity, AssumeRole, GetSessionToken, GetAccessKeyInfo },
  constraints: {
    AssumeRole: {
      RoleArn: { min: 20, max: 2048 },
      RoleSessionName: { min: 2, max: 64, pattern: /[\w+=,.@-]*/ },
      DurationSeconds: { min: 900, max: 43_200 },
      ExternalId: { min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/ },
    },
    GetSessionToken: { DurationSeconds: { min: 900, max: 129_600 } },
    GetAccessKeyInfo: { AccessKeyId: { min: 16, max: 128, pattern: /[\w]*/ } },
  },
  notModelled: [
    'session policies and session tags beyond their trust conditions',
    'AssumeRoleWithSAML, AssumeRoleWithWebIdentity, AssumeRoot, federation and web identity tokens',
    'multi-factor authentication',
  ],
};
