/** Policy evaluation by table. Expected results from the IAM User Guide's evaluation logic and operator tables. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contextOf,
  evaluate,
  type Policies,
  type PrincipalView,
} from '../../main/sandbox/services/iam/evaluate.ts';
import { matches, pattern } from '../../main/sandbox/services/iam/match.ts';
import { readPolicy, type SourcedPolicy } from '../../main/sandbox/services/iam/policy.ts';

const ACCOUNT = '123456789012';
const bucket = 'arn:aws:s3:::data';
const object = 'arn:aws:s3:::data/in/a.csv';
const user: PrincipalView = { kind: 'user', arn: `arn:aws:iam::${ACCOUNT}:user/ann`, accountId: ACCOUNT };
const role: PrincipalView = {
  kind: 'role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/worker`,
  accountId: ACCOUNT,
};
const service: PrincipalView = { kind: 'service', arn: 'sagemaker.amazonaws.com', accountId: ACCOUNT };
const root: PrincipalView = { kind: 'root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };

type Statement = Record<string, unknown>;
const policy = (statements: Statement[], version = '2012-10-17'): SourcedPolicy => ({
  document: readPolicy(JSON.stringify({ Version: version, Statement: statements })),
  id: 'p',
  type: 'user',
});
const allow = (action: unknown = '*', resource: unknown = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const deny = (action: unknown = '*', resource: unknown = '*', more: Statement = {}): Statement => ({
  Effect: 'Deny',
  Action: action,
  Resource: resource,
  ...more,
});

interface Row {
  identity?: Statement[];
  boundary?: Statement[];
  session?: Statement[];
  resource?: Statement[];
  as?: PrincipalView;
  action?: string;
  on?: string;
  context?: Record<string, string | string[]>;
  version?: string;
}
const ask = (row: Row, more: Partial<Policies> = {}): string => {
  const decision = evaluate(
    {
      principal: row.as ?? user,
      action: row.action ?? 's3:GetObject',
      resource: row.on ?? object,
      context: contextOf(row.context ?? {}),
    },
    {
      identity: row.identity ? [policy(row.identity, row.version)] : [],
      boundary: row.boundary && policy(row.boundary),
      session: row.session && [policy(row.session)],
      resource: row.resource && policy(row.resource),
      ...more,
    },
  );
  return decision.decision === 'allowed'
    ? 'yes'
    : `${decision.decision === 'explicitDeny' ? 'denied' : 'no'}: ${decision.by}`;
};

const YES = 'yes';
const NO = 'no: identity-based policy';
const DENIED = 'denied: identity-based policy';

describe('which policies together allow a call', () => {
  const rows: [string, Row, string][] = [
    ['nothing allows', {}, NO],
    ['an identity policy allows', { identity: [allow()] }, YES],
    ['a deny beside an allow', { identity: [allow(), deny()] }, DENIED],
    ['a deny before an allow', { identity: [deny(), allow()] }, DENIED],
    ['a deny of another action', { identity: [allow(), deny('s3:PutObject')] }, YES],
    ['a deny of another resource', { identity: [allow(), deny('*', `${bucket}/out/*`)] }, YES],
    ['a boundary that allows', { identity: [allow()], boundary: [allow('s3:*')] }, YES],
    [
      'a boundary without the action',
      { identity: [allow()], boundary: [allow('ec2:*')] },
      'no: permissions boundary',
    ],
    ['a boundary alone', { boundary: [allow()] }, NO],
    [
      'a boundary that denies',
      { identity: [allow()], boundary: [allow(), deny('s3:Get*')] },
      'denied: permissions boundary',
    ],
    ['an empty boundary', { identity: [allow()], boundary: [] }, 'no: permissions boundary'],
    [
      'a deny in identity inside a wide boundary',
      { identity: [allow(), deny()], boundary: [allow()] },
      DENIED,
    ],
    [
      'a session policy that allows',
      { as: role, identity: [allow()], session: [allow('s3:GetObject')] },
      YES,
    ],
    [
      'a session policy without the action',
      { as: role, identity: [allow()], session: [allow('s3:PutObject')] },
      'no: session policy',
    ],
    ['a session policy alone', { as: role, session: [allow()] }, NO],
    [
      'a session policy that denies',
      { as: role, identity: [allow()], session: [allow(), deny()] },
      'denied: session policy',
    ],
    [
      'boundary and session both needed',
      { as: role, identity: [allow()], boundary: [allow('s3:*')], session: [allow('ec2:*')] },
      'no: session policy',
    ],
    [
      'a bucket policy naming the user',
      { resource: [allow('s3:GetObject', `${bucket}/*`, { Principal: { AWS: user.arn } })] },
      YES,
    ],
    [
      'a bucket policy naming another user',
      { resource: [allow('*', '*', { Principal: { AWS: `${user.arn}a` } })] },
      NO,
    ],
    ['a bucket policy naming everyone', { resource: [allow('*', '*', { Principal: '*' })] }, YES],
    ['a bucket policy naming AWS *', { resource: [allow('*', '*', { Principal: { AWS: '*' } })] }, YES],
    [
      'a bucket policy naming the account alone',
      { resource: [allow('*', '*', { Principal: { AWS: root.arn } })] },
      NO,
    ],
    [
      'a bucket policy naming the account id and an identity policy',
      { identity: [allow()], resource: [allow('*', '*', { Principal: { AWS: ACCOUNT } })] },
      YES,
    ],
    [
      'a bucket policy naming a user is not narrowed by his boundary',
      { boundary: [allow('ec2:*')], resource: [allow('*', '*', { Principal: { AWS: user.arn } })] },
      YES,
    ],
    [
      'a bucket policy naming a role is narrowed by its boundary',
      {
        as: role,
        boundary: [allow('ec2:*')],
        resource: [allow('*', '*', { Principal: { AWS: role.roleArn } })],
      },
      'no: permissions boundary',
    ],
    [
      'a bucket policy naming a role inside its boundary',
      {
        as: role,
        boundary: [allow('s3:*')],
        resource: [allow('*', '*', { Principal: { AWS: role.roleArn } })],
      },
      YES,
    ],
    [
      'a bucket policy naming a role is narrowed by its session',
      {
        as: role,
        session: [allow('ec2:*')],
        resource: [allow('*', '*', { Principal: { AWS: role.roleArn } })],
      },
      'no: session policy',
    ],
    [
      'a bucket policy naming a session',
      { as: role, boundary: [allow('ec2:*')], resource: [allow('*', '*', { Principal: { AWS: role.arn } })] },
      YES,
    ],
    [
      'a bucket policy naming everyone, for a role with a boundary',
      { as: role, boundary: [allow('ec2:*')], resource: [allow('*', '*', { Principal: '*' })] },
      'no: permissions boundary',
    ],
    [
      'a bucket policy that denies everyone',
      { identity: [allow()], resource: [deny('*', '*', { Principal: '*' })] },
      'denied: resource-based policy',
    ],
    [
      'a bucket policy that denies another',
      { identity: [allow()], resource: [deny('*', '*', { Principal: { AWS: role.roleArn } })] },
      YES,
    ],
    [
      'a deny for the role reaches its session',
      { as: role, identity: [allow()], resource: [deny('*', '*', { Principal: { AWS: role.roleArn } })] },
      'denied: resource-based policy',
    ],
    [
      'a deny for the account reaches its users',
      { identity: [allow()], resource: [deny('*', '*', { Principal: { AWS: root.arn } })] },
      'denied: resource-based policy',
    ],
    [
      'NotPrincipal deny spares the one named',
      { identity: [allow()], resource: [deny('*', '*', { NotPrincipal: { AWS: user.arn } })] },
      YES,
    ],
    [
      'NotPrincipal deny hits all others',
      { as: role, identity: [allow()], resource: [deny('*', '*', { NotPrincipal: { AWS: user.arn } })] },
      'denied: resource-based policy',
    ],
    [
      'an identity deny beats a bucket policy',
      { identity: [deny()], resource: [allow('*', '*', { Principal: '*' })] },
      DENIED,
    ],
    ['root needs no policy', { as: root }, YES],
    [
      'root is bound by a bucket policy deny',
      { as: root, resource: [deny('*', '*', { Principal: '*' })] },
      'denied: resource-based policy',
    ],
    [
      'a service named as service',
      { as: service, resource: [allow('*', '*', { Principal: { Service: 'sagemaker.amazonaws.com' } })] },
      YES,
    ],
    [
      'a service not named',
      { as: service, resource: [allow('*', '*', { Principal: { Service: 'ec2.amazonaws.com' } })] },
      NO,
    ],
    [
      'a service is no AWS principal',
      { as: service, resource: [allow('*', '*', { Principal: { AWS: '*' } })] },
      NO,
    ],
    [
      'a federated principal reaches no user',
      { resource: [allow('*', '*', { Principal: { Federated: '*' } })] },
      NO,
    ],
  ];
  it.each(rows)('%s', (_, row, expected) => expect(ask(row)).toBe(expected));
});

describe('trust policies', () => {
  const trust = (principal: unknown, more: Statement = {}): Statement => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: principal,
    ...more,
  });
  const on = { action: 'sts:AssumeRole', on: role.roleArn ?? '' };
  const rows: [string, Row, string][] = [
    [
      'the service that is trusted',
      { ...on, as: service, resource: [trust({ Service: 'sagemaker.amazonaws.com' })] },
      YES,
    ],
    [
      'a service among several',
      {
        ...on,
        as: service,
        resource: [trust({ Service: ['ec2.amazonaws.com', 'sagemaker.amazonaws.com'] })],
      },
      YES,
    ],
    [
      'a service that is not trusted',
      { ...on, as: service, resource: [trust({ Service: 'batch.amazonaws.com' })] },
      'no: resource-based policy',
    ],
    ['a user that is named needs no policy of his own', { ...on, resource: [trust({ AWS: user.arn })] }, YES],
    [
      'an administrator that is not trusted',
      { ...on, identity: [allow()], resource: [trust({ Service: 'ec2.amazonaws.com' })] },
      'no: resource-based policy',
    ],
    [
      'the account is trusted, the user may',
      { ...on, identity: [allow('sts:AssumeRole', role.roleArn)], resource: [trust({ AWS: root.arn })] },
      YES,
    ],
    ['the account is trusted, the user may not', { ...on, resource: [trust({ AWS: root.arn })] }, NO],
    [
      'another account is trusted',
      { ...on, identity: [allow()], resource: [trust({ AWS: '999999999999' })] },
      'no: resource-based policy',
    ],
    [
      'the external id fits',
      {
        ...on,
        context: { 'sts:ExternalId': 'x1' },
        resource: [trust({ AWS: user.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } })],
      },
      YES,
    ],
    [
      'the external id is missing',
      {
        ...on,
        resource: [trust({ AWS: user.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } })],
      },
      'no: resource-based policy',
    ],
    [
      'only web identity is trusted',
      { ...on, resource: [trust({ AWS: user.arn }, { Action: 'sts:AssumeRoleWithWebIdentity' })] },
      'no: resource-based policy',
    ],
  ];
  it.each(rows)('%s', (_, row, expected) => expect(ask(row, { resourceMustAllow: true })).toBe(expected));
});

describe('actions and resources', () => {
  const rows: [string, Row, boolean][] = [
    ['exact action', { identity: [allow('s3:GetObject')] }, true],
    ['action without case', { identity: [allow('S3:getobject')] }, true],
    ['action prefix', { identity: [allow('s3:Get*')] }, true],
    ['action in the middle', { identity: [allow('s3:*Object')] }, true],
    ['question mark', { identity: [allow('s3:?etObject')] }, true],
    ['question mark is one character', { identity: [allow('s3:?GetObject')] }, false],
    ['another service', { identity: [allow('ec2:GetObject')] }, false],
    ['list of actions', { identity: [allow(['s3:PutObject', 's3:GetObject'])] }, true],
    [
      'NotAction leaves it out',
      { identity: [{ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' }] },
      false,
    ],
    ['NotAction of others', { identity: [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }] }, true],
    [
      'NotAction deny of all but s3',
      { identity: [allow(), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }] },
      true,
    ],
    ['exact resource', { identity: [allow('*', object)] }, true],
    ['resource keeps case', { identity: [allow('*', object.toUpperCase())] }, false],
    ['folder', { identity: [allow('*', `${bucket}/in/*`)] }, true],
    ['other folder', { identity: [allow('*', `${bucket}/out/*`)] }, false],
    ['bucket is not its objects', { identity: [allow('*', bucket)] }, false],
    ['bucket prefix', { identity: [allow('*', 'arn:aws:s3:::dat*')] }, true],
    ['star inside', { identity: [allow('*', 'arn:aws:s3:::data/*/a.csv')] }, true],
    ['two stars', { identity: [allow('*', 'arn:aws:s3:::*/in/*.csv')] }, true],
    ['question marks', { identity: [allow('*', 'arn:aws:s3:::data/??/a.csv')] }, true],
    ['incomplete ARN', { identity: [allow('*', 'arn:aws:s3')] }, true],
    ['incomplete ARN of another service', { identity: [allow('*', 'arn:aws:sqs')] }, false],
    ['star at the end of a segment crosses colons', { identity: [allow('*', 'arn:aws:s3:*')] }, true],
    ['star in a segment does not', { identity: [allow('*', 'arn:aws:*3:data/in/a.csv')] }, false],
    [
      'NotResource leaves it out',
      { identity: [{ Effect: 'Allow', Action: '*', NotResource: `${bucket}/*` }] },
      false,
    ],
    [
      'NotResource of another',
      { identity: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::other/*' }] },
      true,
    ],
    ['asked on * with a narrow policy', { identity: [allow('*', object)], on: '*' }, false],
    ['asked on * with *', { identity: [allow('*', '*')], on: '*' }, true],
    [
      'username in the path',
      {
        identity: [allow('*', `${bucket}/\${aws:username}/*`)],
        on: `${bucket}/ann/x`,
        context: { 'aws:username': 'ann' },
      },
      true,
    ],
    [
      'another username',
      {
        identity: [allow('*', `${bucket}/\${aws:username}/*`)],
        on: `${bucket}/bob/x`,
        context: { 'aws:username': 'ann' },
      },
      false,
    ],
    [
      'username missing',
      { identity: [allow('*', `${bucket}/\${aws:username}/*`)], on: `${bucket}//x` },
      false,
    ],
    [
      'a star in a variable is text',
      {
        identity: [allow('*', `${bucket}/\${aws:username}/x`)],
        on: `${bucket}/bob/x`,
        context: { 'aws:username': '*' },
      },
      false,
    ],
    [
      'default of a variable',
      { identity: [allow('*', `${bucket}/\${aws:PrincipalTag/team, 'all'}/x`)], on: `${bucket}/all/x` },
      true,
    ],
    ['escaped star is text', { identity: [allow('*', `${bucket}/\${*}`)], on: `${bucket}/abc` }, false],
    ['escaped star matches a star', { identity: [allow('*', `${bucket}/\${*}`)], on: `${bucket}/*` }, true],
    [
      'old version knows no variables',
      {
        version: '2008-10-17',
        identity: [allow('*', `${bucket}/\${aws:username}`)],
        on: `${bucket}/ann`,
        context: { 'aws:username': 'ann' },
      },
      false,
    ],
    [
      'old version takes them as text',
      {
        version: '2008-10-17',
        identity: [allow('*', `${bucket}/\${aws:username}`)],
        on: `${bucket}/\${aws:username}`,
      },
      true,
    ],
    ['slash is a character like others', { identity: [allow('*', 'arn:aws:s3:::data*a.csv')] }, true],
  ];
  it.each(rows)('%s', (_, row, expected) => expect(ask(row) === YES).toBe(expected));
});

describe('conditions', () => {
  const found = {
    'k:a': 'Blue',
    'k:n': '10',
    'k:d': '2026-06-01T00:00:00Z',
    'k:ip': '10.1.2.3',
    'k:b': 'true',
    'k:m': ['red', 'green'],
    'k:arn': 'arn:aws:iam::123456789012:role/x/y',
    'k:e': '1780272000',
    'k:six': '2001:db8::1',
  };
  const rows: [string, string, string, unknown, boolean][] = [
    ['same text', 'StringEquals', 'k:a', 'Blue', true],
    ['other case', 'StringEquals', 'k:a', 'blue', false],
    ['one of several', 'StringEquals', 'k:a', ['red', 'Blue'], true],
    ['key without case', 'StringEquals', 'K:A', 'Blue', true],
    ['missing key', 'StringEquals', 'k:none', 'x', false],
    ['missing key if exists', 'StringEqualsIfExists', 'k:none', 'x', true],
    ['existing key if exists', 'StringEqualsIfExists', 'k:a', 'x', false],
    ['ignoring case', 'StringEqualsIgnoreCase', 'k:a', 'bLUE', true],
    ['not equal', 'StringNotEquals', 'k:a', 'red', true],
    ['not equal to one of several', 'StringNotEquals', 'k:a', ['red', 'Blue'], false],
    ['not equal with a missing key', 'StringNotEquals', 'k:none', 'x', true],
    ['not equal ignoring case', 'StringNotEqualsIgnoreCase', 'k:a', 'BLUE', false],
    ['like', 'StringLike', 'k:a', 'Bl*', true],
    ['like with a question mark', 'StringLike', 'k:a', 'Bl?e', true],
    ['like keeps case', 'StringLike', 'k:a', 'bl*', false],
    ['equals has no wildcards', 'StringEquals', 'k:a', 'Bl*', false],
    ['not like', 'StringNotLike', 'k:a', 'R*', true],
    ['not like, but it is', 'StringNotLike', 'k:a', 'B*', false],
    ['variable in a value', 'StringEquals', 'k:a', '${k:a}', true],
    ['variable in like', 'StringLike', 'k:arn', '*${k:n}*', false],
    ['missing variable', 'StringLike', 'k:a', '*${k:none}', false],
    ['number equal in another form', 'NumericEquals', 'k:n', '10.0', true],
    ['number not equal', 'NumericNotEquals', 'k:n', '10', false],
    ['less', 'NumericLessThan', 'k:n', '11', true],
    ['less is not equal', 'NumericLessThan', 'k:n', '10', false],
    ['less or equal', 'NumericLessThanEquals', 'k:n', '10', true],
    ['greater', 'NumericGreaterThan', 'k:n', '9', true],
    ['greater or equal', 'NumericGreaterThanEquals', 'k:n', '11', false],
    ['number as number', 'NumericEquals', 'k:n', 10, true],
    ['no number', 'NumericEquals', 'k:a', '10', false],
    ['empty is no number', 'NumericEquals', 'k:n', '', false],
    ['date equal', 'DateEquals', 'k:d', '2026-06-01T00:00:00Z', true],
    ['date in seconds', 'DateEquals', 'k:e', '2026-06-01T00:00:00Z', true],
    ['date before', 'DateLessThan', 'k:d', '2026-06-02', true],
    ['date after', 'DateGreaterThan', 'k:d', '2026-05-31', true],
    ['date not after', 'DateGreaterThanEquals', 'k:d', '2026-06-02', false],
    ['date not equal', 'DateNotEquals', 'k:d', '2026-06-02', true],
    ['no date', 'DateLessThan', 'k:a', '2026-06-02', false],
    ['true', 'Bool', 'k:b', 'true', true],
    ['true as boolean', 'Bool', 'k:b', true, true],
    ['false', 'Bool', 'k:b', 'false', false],
    ['missing bool', 'Bool', 'k:none', 'false', false],
    ['missing bool if exists', 'BoolIfExists', 'k:none', 'false', true],
    ['address in a range', 'IpAddress', 'k:ip', '10.0.0.0/8', true],
    ['address outside', 'IpAddress', 'k:ip', '192.168.0.0/16', false],
    ['address alone', 'IpAddress', 'k:ip', '10.1.2.3', true],
    ['address not in', 'NotIpAddress', 'k:ip', '10.0.0.0/8', false],
    ['address not in another', 'NotIpAddress', 'k:ip', '11.0.0.0/8', true],
    ['v6 range', 'IpAddress', 'k:six', '2001:db8::/32', true],
    ['v6 against v4', 'IpAddress', 'k:six', '0.0.0.0/0', false],
    ['no address', 'IpAddress', 'k:ip', '10.0.0.0/99', false],
    ['key is missing: null true', 'Null', 'k:none', 'true', true],
    ['key is there: null true', 'Null', 'k:a', 'true', false],
    ['key is there: null false', 'Null', 'k:a', 'false', true],
    ['arn like', 'ArnLike', 'k:arn', 'arn:aws:iam::*:role/x/*', true],
    ['arn equals has wildcards too', 'ArnEquals', 'k:arn', 'arn:aws:iam::123456789012:role/*', true],
    ['arn star stays in its part', 'ArnLike', 'k:arn', 'arn:aws:*:role/x/y', false],
    ['arn not like', 'ArnNotLike', 'k:arn', 'arn:aws:iam::*:user/*', true],
    ['arn not equals', 'ArnNotEquals', 'k:arn', 'arn:aws:iam::123456789012:role/x/y', false],
    ['any of several', 'ForAnyValue:StringEquals', 'k:m', 'red', true],
    ['any of none', 'ForAnyValue:StringEquals', 'k:none', 'red', false],
    ['any: no match', 'ForAnyValue:StringEquals', 'k:m', 'blue', false],
    ['any differs', 'ForAnyValue:StringNotEquals', 'k:m', 'red', true],
    ['all of several', 'ForAllValues:StringEquals', 'k:m', ['red', 'green', 'blue'], true],
    ['all: one is missing', 'ForAllValues:StringEquals', 'k:m', ['red'], false],
    ['all of none', 'ForAllValues:StringEquals', 'k:none', 'red', true],
    ['all like', 'ForAllValues:StringLike', 'k:m', '*e*', true],
    ['several without a set operator', 'StringEquals', 'k:m', 'green', true],
    ['several differ without a set operator', 'StringNotEquals', 'k:m', 'green', false],
    ['binary', 'BinaryEquals', 'k:a', 'Blue', true],
    ['unknown operator', 'StringSounds', 'k:a', 'Blue', false],
    ['unknown set', 'ForSomeValues:StringEquals', 'k:m', 'red', false],
  ];
  it.each(rows)('%s: %s', (_, operator, key, value, expected) => {
    const identity = [allow('*', '*', { Condition: { [operator]: { [key]: value } } })];
    expect(ask({ identity, context: found }) === YES).toBe(expected);
  });
  it('all operators of a statement must hold', () => {
    const both = (n: string): Statement[] => [
      allow('*', '*', { Condition: { StringEquals: { 'k:a': 'Blue' }, NumericEquals: { 'k:n': n } } }),
    ];
    expect(ask({ identity: both('10'), context: found })).toBe(YES);
    expect(ask({ identity: both('11'), context: found })).toBe(NO);
  });
  it('a condition can narrow a deny', () => {
    const identity = [allow(), deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })];
    expect(ask({ identity, context: { 'aws:SecureTransport': 'true' } })).toBe(YES);
    expect(ask({ identity, context: { 'aws:SecureTransport': 'false' } })).toBe(DENIED);
  });
});

describe('properties', () => {
  const word = fc.constantFrom('s3:GetObject', 's3:Get*', 's3:*', '*', 'ec2:*', 's3:PutObject');
  const place = fc.constantFrom('*', object, `${bucket}/*`, `${bucket}/out/*`, 'arn:aws:s3:::*');
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: word,
    Resource: place,
  }) as fc.Arbitrary<Statement>;
  const statements = fc.array(statement, { maxLength: 5 });
  const call = fc.record({
    as: fc.constantFrom(user, role),
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'ec2:RunInstances'),
    on: fc.constantFrom(object, bucket, '*'),
  });
  const withPrincipal = (list: Statement[]): Statement[] => list.map((s) => ({ ...s, Principal: '*' }));

  it('a deny that applies always wins', () => {
    fc.assert(
      fc.property(
        call,
        statements,
        statements,
        statements,
        fc.nat(2),
        (c, identity, boundary, resource, where) => {
          const row: Row = { ...c, identity, boundary, resource: withPrincipal(resource) };
          const everything = deny();
          if (where === 0) row.identity = [...identity, everything];
          if (where === 1) row.boundary = [...boundary, everything];
          if (where === 2) row.resource = withPrincipal([...resource, everything]);
          expect(ask(row)).toMatch(/^denied/);
        },
      ),
    );
  });
  it('a boundary never widens', () => {
    fc.assert(
      fc.property(call, statements, statements, statements, (c, identity, boundary, resource) => {
        const plain: Row = { ...c, identity, resource: withPrincipal(resource) };
        if (ask({ ...plain, boundary }) === YES) expect(ask(plain)).toBe(YES);
      }),
    );
  });
  it('a session policy never widens', () => {
    fc.assert(
      fc.property(call, statements, statements, (c, identity, session) => {
        if (ask({ ...c, identity, session: [...session] }) === YES) expect(ask({ ...c, identity })).toBe(YES);
      }),
    );
  });
  it('wildcards match as a plain search would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    const plain = (p: string, t: string): boolean =>
      p === ''
        ? t === ''
        : p[0] === '*'
          ? plain(p.slice(1), t) || (t !== '' && plain(p, t.slice(1)))
          : t !== '' && (p[0] === '?' || p[0] === t[0]) && plain(p.slice(1), t.slice(1));
    fc.assert(
      fc.property(letters, text, (p, t) => {
        expect(matches(pattern(p) ?? [], t)).toBe(plain(p, t));
      }),
      {
        numRuns: 1000,
      },
    );
  });
  it('hostile patterns cost no more than pattern times text', () => {
    const hostile = pattern('a*'.repeat(1000) + 'b') ?? [];
    const started = performance.now();
    expect(matches(hostile, 'a'.repeat(2000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
