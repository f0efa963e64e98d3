/** Roles, users, groups and policies as AWS's own client sees them. */
import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleRefusal, setRoleDelay } from '../../main/sandbox/services/iam/index.ts';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
let client: iam.IAMClient;
beforeAll(async () => {
  sandbox = await testSandbox({ accountId: '123456789012' });
  client = new iam.IAMClient(sandbox.client);
});
afterAll(() => sandbox.end());

const trust = (principal: unknown): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
const sagemaker = trust({ Service: 'sagemaker.amazonaws.com' });
const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const readS3 = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
const makeRole = (RoleName: string, more: Partial<iam.CreateRoleCommandInput> = {}) =>
  client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: sagemaker, ...more }));

describe('roles', () => {
  it('a role comes back as it was made, its trust policy percent-encoded', async () => {
    const { Role } = await makeRole('first', {
      Path: '/millwright/',
      Description: 'for notebooks',
      Tags: [{ Key: 'team', Value: 'sales' }],
      MaxSessionDuration: 7200,
    });
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:role/millwright/first',
      Path: '/millwright/',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'team', Value: 'sales' }],
    });
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(sagemaker);
    const again = await client.send(new iam.GetRoleCommand({ RoleName: 'first' }));
    expect(again.Role?.Arn).toBe(Role?.Arn);
  });

  it('names are taken without regard to case', async () => {
    expect(await refusal(makeRole('FIRST'))).toBe(
      'EntityAlreadyExistsException: Role with name FIRST already exists.',
    );
  });

  const bad: [string, Partial<iam.CreateRoleCommandInput>, string][] = [
    [
      'no JSON',
      { AssumeRolePolicyDocument: '{' },
      'MalformedPolicyDocumentException: This policy contains invalid Json',
    ],
    [
      'a resource in a trust policy',
      {
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Resource: '*',
        }),
      },
      'MalformedPolicyDocumentException: Has prohibited field Resource',
    ],
    [
      'another action than STS',
      { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }) },
      'MalformedPolicyDocumentException: AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'no principal',
      { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole' }) },
      'MalformedPolicyDocumentException: Missing required field Principal',
    ],
    [
      'a principal that does not exist',
      { AssumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::123456789012:role/nobody' }) },
      'MalformedPolicyDocumentException: Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/nobody"',
    ],
    [
      'a boundary that does not exist',
      { PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none' },
      'NoSuchEntityException: Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is not attachable.',
    ],
    [
      'too long a session',
      { MaxSessionDuration: 90_000 },
      "ValidationError: 1 validation error detected: Value '90000' at 'maxSessionDuration' failed to satisfy constraint",
    ],
    [
      'a name with a space',
      { RoleName: 'a b' },
      "ValidationError: 1 validation error detected: Value 'a b' at 'roleName' failed",
    ],
    [
      'a path that is no path',
      { Path: 'millwright' },
      'ValidationError: The specified value for path is invalid',
    ],
    [
      'too long a trust policy',
      {
        AssumeRolePolicyDocument: trust({
          Service: Array.from({ length: 100 }, (_, i) => `service${i}.amazonaws.com`),
        }),
      },
      'LimitExceededException: Cannot exceed quota for ACLSizePerRole: 2048',
    ],
  ];
  it.each(bad)('refuses %s', async (_, input, expected) => {
    expect(await refusal(makeRole('bad', input))).toContain(expected);
    expect(await refusal(client.send(new iam.GetRoleCommand({ RoleName: 'bad' })))).toBe(
      'NoSuchEntityException: The role with name bad cannot be found.',
    );
  });

  it('is deleted only when nothing hangs on it', async () => {
    await makeRole('laden');
    const on = { RoleName: 'laden' };
    await client.send(new iam.PutRolePolicyCommand({ ...on, PolicyName: 'p', PolicyDocument: readS3 }));
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await client.send(new iam.AttachRolePolicyCommand({ ...on, PolicyArn }));
    const profile = { InstanceProfileName: 'laden' };
    await client.send(new iam.CreateInstanceProfileCommand(profile));
    await client.send(new iam.AddRoleToInstanceProfileCommand({ ...profile, ...on }));
    const remove = () => client.send(new iam.DeleteRoleCommand(on));
    expect(await refusal(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must remove roles from instance profile first.',
    );
    expect(await refusal(client.send(new iam.DeleteInstanceProfileCommand(profile)))).toContain(
      'DeleteConflict',
    );
    await client.send(new iam.RemoveRoleFromInstanceProfileCommand({ ...profile, ...on }));
    await client.send(new iam.DeleteInstanceProfileCommand(profile));
    expect(await refusal(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must detach all policies first.',
    );
    await client.send(new iam.DetachRolePolicyCommand({ ...on, PolicyArn }));
    expect(await refusal(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must delete policies first.',
    );
    await client.send(new iam.DeleteRolePolicyCommand({ ...on, PolicyName: 'p' }));
    await remove();
    expect(await refusal(remove())).toContain('NoSuchEntity');
    expect(
      sandbox.ledger().find((entry) => entry.kind === 'iam/role' && entry.key === 'laden')?.goneAt,
    ).not.toBeNull();
  });

  it('lists in pages of 100 with a marker, and by path', async () => {
    for (let i = 0; i < 130; i++) await makeRole(`many-${String(i).padStart(3, '0')}`, { Path: '/many/' });
    const first = await client.send(new iam.ListRolesCommand({ PathPrefix: '/many/' }));
    expect(first.Roles).toHaveLength(100);
    expect(first.IsTruncated).toBe(true);
    const rest = await client.send(new iam.ListRolesCommand({ PathPrefix: '/many/', Marker: first.Marker! }));
    expect(rest.Roles).toHaveLength(30);
    expect(rest.IsTruncated).toBe(false);
    const names = [...first.Roles!, ...rest.Roles!].map((role) => role.RoleName);
    expect(new Set(names).size).toBe(130);
    const pages = iam.paginateListRoles({ client, pageSize: 7 }, { PathPrefix: '/many/' });
    let count = 0;
    for await (const page of pages) count += page.Roles?.length ?? 0;
    expect(count).toBe(130);
    expect(await refusal(client.send(new iam.ListRolesCommand({ Marker: 'rubbish' })))).toContain(
      'ValidationError',
    );
  });
});

describe('managed policies', () => {
  it('keep five versions, one of them the default', async () => {
    const { Policy } = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: 'grown', PolicyDocument: readS3 }),
    );
    const PolicyArn = Policy!.Arn!;
    const more = (SetAsDefault = false) =>
      client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: readS3, SetAsDefault }));
    for (let i = 0; i < 4; i++) await more(i === 3);
    expect(await refusal(more())).toContain(
      'LimitExceededException: A managed policy can have up to 5 versions.',
    );
    const { Versions } = await client.send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map((v) => [v.VersionId, v.IsDefaultVersion])).toEqual([
      ['v5', true],
      ['v4', false],
      ['v3', false],
      ['v2', false],
      ['v1', false],
    ]);
    expect(
      await refusal(client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }))),
    ).toBe('DeleteConflictException: Cannot delete the default version of a policy.');
    expect(await refusal(client.send(new iam.DeletePolicyCommand({ PolicyArn })))).toContain(
      'more than one version',
    );
    for (const VersionId of ['v1', 'v2', 'v3', 'v4']) {
      await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    }
    expect((await more()).PolicyVersion?.VersionId).toBe('v6');
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v6' }));
    await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
  });

  it('are not deleted while attached, also as a boundary', async () => {
    const { Policy } = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: 'held', PolicyDocument: readS3 }),
    );
    const PolicyArn = Policy!.Arn!;
    await makeRole('holder', { PermissionsBoundary: PolicyArn });
    const remove = () => client.send(new iam.DeletePolicyCommand({ PolicyArn }));
    expect(await refusal(remove())).toBe(
      'DeleteConflictException: Cannot delete a policy attached to entities.',
    );
    const held = await client.send(new iam.GetPolicyCommand({ PolicyArn }));
    expect(held.Policy).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 });
    await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: 'holder' }));
    await remove();
  });

  it("lists AWS's own and the account's by scope", async () => {
    const { Policies } = await client.send(new iam.ListPoliciesCommand({ Scope: 'AWS' }));
    const names = Policies?.map((p) => p.PolicyName);
    expect(names).toContain('AdministratorAccess');
    expect(names).toContain('AmazonSageMakerFullAccess');
    const own = await client.send(new iam.ListPoliciesCommand({ Scope: 'Local' }));
    expect(own.Policies?.every((p) => p.Arn?.startsWith('arn:aws:iam::123456789012:'))).toBe(true);
  });

  const bad: [string, string, string][] = [
    ['no JSON', 'x', 'Syntax errors in policy.'],
    ['an unknown element', '{"Version":"2012-10-17","Statment":[]}', 'Syntax errors in policy.'],
    [
      'no version',
      '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
      'Policy document must be version 2012-10-17 or greater.',
    ],
    ['no statement', '{"Version":"2012-10-17","Statement":[]}', 'Syntax errors in policy.'],
    [
      'an effect of its own',
      policy({ Effect: 'allow', Action: 's3:*', Resource: '*' }),
      'Syntax errors in policy.',
    ],
    ['no actions', policy({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    ['no resources', policy({ Effect: 'Allow', Action: 's3:*' }), 'Policy statement must contain resources.'],
    [
      'an action without a service',
      policy({ Effect: 'Allow', Action: 'GetObject', Resource: '*' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      'a resource that is no ARN',
      policy({ Effect: 'Allow', Action: 's3:*', Resource: 'bucket' }),
      'Resource bucket must be in ARN format or "*".',
    ],
    [
      'a principal',
      policy({ Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*' }),
      'Policy document should not specify a principal.',
    ],
    [
      'the same Sid twice',
      policy(
        { Sid: 'a', Effect: 'Allow', Action: 's3:*', Resource: '*' },
        { Sid: 'a', Effect: 'Deny', Action: 's3:*', Resource: '*' },
      ),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
    [
      'an unknown operator',
      policy({
        Effect: 'Allow',
        Action: 's3:*',
        Resource: '*',
        Condition: { Sounds: { 'aws:username': 'x' } },
      }),
      'Invalid Condition type : Sounds.',
    ],
    [
      'both Action and NotAction',
      policy({ Effect: 'Allow', Action: 's3:*', NotAction: 's3:*', Resource: '*' }),
      'Syntax errors in policy.',
    ],
  ];
  it.each(bad)('refuse %s', async (_, PolicyDocument, expected) => {
    const made = client.send(new iam.CreatePolicyCommand({ PolicyName: 'bad', PolicyDocument }));
    expect(await refusal(made)).toBe(`MalformedPolicyDocumentException: ${expected}`);
  });

  it('have at most 6144 characters, white space not counted', async () => {
    const long = (n: number): string =>
      policy({ Effect: 'Allow', Action: Array.from({ length: n }, (_, i) => `s3:Get${i}`), Resource: '*' });
    const made = client.send(new iam.CreatePolicyCommand({ PolicyName: 'long', PolicyDocument: long(700) }));
    expect(await refusal(made)).toBe('LimitExceededException: Cannot exceed quota for PolicySize: 6144');
    const spaced = JSON.stringify(JSON.parse(long(300)), null, 30);
    expect(spaced.length).toBeGreaterThan(6144);
    await client.send(new iam.CreatePolicyCommand({ PolicyName: 'spaced', PolicyDocument: spaced }));
  });
});

describe('users, keys, groups', () => {
  it('a group gives its members permissions; a key that is switched off is unknown', async () => {
    const UserName = 'ann';
    await client.send(new iam.CreateUserCommand({ UserName }));
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    const credentials = {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    };
    const ann = new iam.IAMClient({ ...sandbox.client, credentials });
    const look = () => ann.send(new iam.ListUsersCommand({}));
    expect(await refusal(look())).toBe(
      'AccessDenied: User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::123456789012:user/ because no identity-based policy allows the iam:ListUsers action',
    );
    await client.send(new iam.CreateGroupCommand({ GroupName: 'readers' }));
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
    await client.send(new iam.AttachGroupPolicyCommand({ GroupName: 'readers', PolicyArn }));
    await client.send(new iam.AddUserToGroupCommand({ GroupName: 'readers', UserName }));
    expect((await look()).Users?.map((u) => u.UserName)).toEqual(['administrator', 'ann']);
    expect(await refusal(ann.send(new iam.CreateGroupCommand({ GroupName: 'x' })))).toContain('AccessDenied');

    expect(await refusal(client.send(new iam.DeleteGroupCommand({ GroupName: 'readers' })))).toContain(
      'DeleteConflict',
    );
    expect(await refusal(client.send(new iam.DeleteUserCommand({ UserName })))).toBe(
      'DeleteConflictException: Cannot delete entity, must remove users from group first.',
    );
    const { AccessKeyId } = AccessKey!;
    await client.send(new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
    expect(await refusal(look())).toContain('InvalidClientTokenId');
    await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    expect(await refusal(client.send(new iam.CreateAccessKeyCommand({ UserName })))).toBe(
      'LimitExceededException: Cannot exceed quota for AccessKeysPerUser: 2',
    );
  });

  it('an explicit deny is named as such', async () => {
    const UserName = 'ben';
    await client.send(new iam.CreateUserCommand({ UserName }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
    const PolicyDocument = policy({ Effect: 'Deny', Action: 'iam:Delete*', Resource: '*' });
    await client.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'no', PolicyDocument }));
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    const credentials = {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    };
    const ben = new iam.IAMClient({ ...sandbox.client, credentials });
    await ben.send(new iam.CreateGroupCommand({ GroupName: 'made-by-ben' }));
    expect(await refusal(ben.send(new iam.DeleteGroupCommand({ GroupName: 'made-by-ben' })))).toContain(
      'with an explicit deny in an identity-based policy',
    );
  });
});

describe('boundaries and escalation', () => {
  it('who may make roles only with a boundary cannot make one without', async () => {
    const boundary = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: 'edge', PolicyDocument: readS3 }),
    );
    const PermissionsBoundary = boundary.Policy!.Arn!;
    const UserName = 'operator';
    await client.send(new iam.CreateUserCommand({ UserName }));
    const PolicyDocument = policy({
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'],
      Resource: 'arn:aws:iam::*:role/millwright/*',
      Condition: { StringEquals: { 'iam:PermissionsBoundary': PermissionsBoundary } },
    });
    await client.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'roles', PolicyDocument }));
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    const operator = new iam.IAMClient({
      ...sandbox.client,
      credentials: { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! },
    });
    const make = (RoleName: string, more: object) =>
      operator.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: sagemaker, ...more }));
    expect(await refusal(make('free', { Path: '/millwright/' }))).toContain('AccessDenied');
    expect(await refusal(make('elsewhere', { PermissionsBoundary }))).toContain('AccessDenied');
    await make('inside', { Path: '/millwright/', PermissionsBoundary });
    await operator.send(
      new iam.PutRolePolicyCommand({ RoleName: 'inside', PolicyName: 'p', PolicyDocument: readS3 }),
    );
    await makeRole('unbounded', { Path: '/millwright/' });
    const put = operator.send(
      new iam.PutRolePolicyCommand({ RoleName: 'unbounded', PolicyName: 'p', PolicyDocument: readS3 }),
    );
    expect(await refusal(put)).toContain('AccessDenied');
    const drop = operator.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: 'inside' }));
    expect(await refusal(drop)).toContain('AccessDenied');
  });
});

describe('assuming roles', () => {
  const me = 'arn:aws:iam::123456789012:user/administrator';
  const sts = () => new STSClient(sandbox.client);
  const assume = (name: string, more: object = {}) =>
    sts().send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::123456789012:role/${name}`,
        RoleSessionName: 's1',
        ...more,
      }),
    );

  it('a new role cannot be used for the first seconds', async () => {
    await makeRole('fresh', { AssumeRolePolicyDocument: trust({ AWS: me }) });
    expect(await refusal(assume('fresh'))).toBe(
      `AccessDenied: User: ${me} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/fresh`,
    );
    await sandbox.advance(7);
    expect(await refusal(assume('fresh'))).toContain('AccessDenied');
    await sandbox.advance(1);
    const { Credentials } = await assume('fresh');
    const session = new STSClient({
      ...sandbox.client,
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    });
    const { Arn } = await session.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/fresh/s1');
  });

  it('how long that lasts can be set', async () => {
    setRoleDelay(sandbox.account, 60);
    await makeRole('slow', { AssumeRolePolicyDocument: trust({ AWS: me }) });
    await sandbox.advance(59);
    expect(await refusal(assume('slow'))).toContain('AccessDenied');
    await sandbox.advance(1);
    await assume('slow');
    setRoleDelay(sandbox.account, 0);
    await makeRole('quick', { AssumeRolePolicyDocument: trust({ AWS: me }) });
    await assume('quick');
    setRoleDelay(sandbox.account, 8);
  });

  it('the trust policy decides: services, external ids, strangers', async () => {
    const withId = policy({
      Effect: 'Allow',
      Principal: { AWS: '123456789012' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'abc' } },
    });
    await makeRole('guarded', { AssumeRolePolicyDocument: withId });
    await makeRole('for-service');
    await sandbox.advance(10);
    expect(await refusal(assume('for-service'))).toContain('AccessDenied');
    expect(await refusal(assume('guarded'))).toContain('AccessDenied');
    await assume('guarded', { ExternalId: 'abc' });
    expect(await refusal(assume('nobody'))).toContain('AccessDenied');
  });

  it('tells services why they cannot use a role', async () => {
    const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
    const why = (name: string, service = 'sagemaker.amazonaws.com') =>
      roleRefusal(sandbox.account, arn(name), service);
    await makeRole('asked');
    expect(why('asked')).toBe('not usable yet');
    await sandbox.advance(10);
    expect(why('asked')).toBeUndefined();
    expect(why('asked', 'scheduler.amazonaws.com')).toBe('not trusted');
    expect(why('missing')).toBe('missing');
    expect(sandbox.account.assume(arn('asked'), 'x', { service: 'sagemaker.amazonaws.com' })).toMatchObject({
      kind: 'role',
      name: 'asked',
      arn: 'arn:aws:sts::123456789012:assumed-role/asked/x',
    });
  });
});

describe('simulation', () => {
  it('answers as a real call would be judged, and names the deciding policy', async () => {
    await makeRole('simulated');
    const PolicyDocument = policy(
      { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::mine/*' },
      { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'ec2:RunInstances',
        Resource: '*',
        Condition: { StringEquals: { 'ec2:InstanceType': 't3.micro' } },
      },
    );
    await client.send(
      new iam.PutRolePolicyCommand({ RoleName: 'simulated', PolicyName: 'p', PolicyDocument }),
    );
    const ask = async (action: string, resource = 'arn:aws:s3:::mine/x', more: object = {}) => {
      const { EvaluationResults } = await client.send(
        new iam.SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::123456789012:role/simulated',
          ActionNames: [action],
          ResourceArns: [resource],
          ...more,
        }),
      );
      return EvaluationResults![0]!;
    };
    expect(await ask('s3:GetObject')).toMatchObject({
      EvalDecision: 'allowed',
      MatchedStatements: [{ SourcePolicyId: 'p', SourcePolicyType: 'role' }],
    });
    expect((await ask('s3:GetObject', 'arn:aws:s3:::other/x')).EvalDecision).toBe('implicitDeny');
    expect((await ask('s3:DeleteObject')).EvalDecision).toBe('explicitDeny');
    expect(await ask('ec2:RunInstances', '*')).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['ec2:instancetype'],
    });
    const ContextEntries = [
      { ContextKeyName: 'ec2:InstanceType', ContextKeyType: 'string', ContextKeyValues: ['t3.micro'] },
    ];
    expect((await ask('ec2:RunInstances', '*', { ContextEntries })).EvalDecision).toBe('allowed');
    const edge = {
      PermissionsBoundaryPolicyInputList: [policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' })],
    };
    expect(await ask('s3:GetObject', 'arn:aws:s3:::mine/x', edge)).toMatchObject({
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    });
    const stranger = client.send(
      new iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::123456789012:role/nobody',
        ActionNames: ['s3:GetObject'],
      }),
    );
    expect(await refusal(stranger)).toContain('NoSuchEntity');
  });

  it('judges policies that are not in the account, and names the keys that they need', async () => {
    const PolicyInputList = [
      policy({
        Effect: 'Allow',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::b/${aws:username}/*',
        Condition: { Bool: { 'aws:SecureTransport': true } },
      }),
    ];
    const { EvaluationResults } = await client.send(
      new iam.SimulateCustomPolicyCommand({
        PolicyInputList,
        ActionNames: ['s3:GetObject', 's3:PutObject'],
        ResourceArns: ['arn:aws:s3:::b/ann/x'],
        ContextEntries: [
          { ContextKeyName: 'aws:username', ContextKeyType: 'string', ContextKeyValues: ['ann'] },
          { ContextKeyName: 'aws:SecureTransport', ContextKeyType: 'boolean', ContextKeyValues: ['true'] },
        ],
      }),
    );
    expect(EvaluationResults?.map((r) => r.EvalDecision)).toEqual(['allowed', 'allowed']);
    const keys = await client.send(new iam.GetContextKeysForCustomPolicyCommand({ PolicyInputList }));
    expect(keys.ContextKeyNames).toEqual(['aws:securetransport', 'aws:username']);
  });
});

describe('service-linked roles', () => {
  it('are made once and changed by AWS only', async () => {
    const make = () =>
      client.send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: 'sagemaker.amazonaws.com' }));
    const { Role } = await make();
    expect(Role?.Arn).toBe(
      'arn:aws:iam::123456789012:role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks',
    );
    expect(await refusal(make())).toContain('InvalidInputException: Service role name');
    const RoleName = Role!.RoleName!;
    expect(await refusal(client.send(new iam.DeleteRoleCommand({ RoleName })))).toContain(
      'UnmodifiableEntity',
    );
    const { DeletionTaskId } = await client.send(new iam.DeleteServiceLinkedRoleCommand({ RoleName }));
    const status = await client.send(
      new iam.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: DeletionTaskId! }),
    );
    expect(status.Status).toBe('SUCCEEDED');
  });
});

it('tags are set, changed and taken off', async () => {
  await makeRole('tagged');
  const RoleName = 'tagged';
  await client.send(
    new iam.TagRoleCommand({
      RoleName,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  );
  await client.send(new iam.TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: '3' }] }));
  await client.send(new iam.UntagRoleCommand({ RoleName, TagKeys: ['b'] }));
  const { Tags } = await client.send(new iam.ListRoleTagsCommand({ RoleName }));
  expect(Tags).toEqual([{ Key: 'a', Value: '3' }]);
});

it('the account is summed up and shown in full', async () => {
  const { SummaryMap } = await client.send(new iam.GetAccountSummaryCommand({}));
  expect(SummaryMap?.['RolesQuota']).toBe(1000);
  const { Roles } = await client.send(new iam.ListRolesCommand({ MaxItems: 1000 }));
  expect(SummaryMap?.['Roles']).toBe(Roles?.length);
  const details = await client.send(new iam.GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));
  expect(details.RoleDetailList).toEqual([]);
  expect(
    details.UserDetailList?.find((u) => u.UserName === 'administrator')?.AttachedManagedPolicies,
  ).toEqual([
    { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ]);
});
