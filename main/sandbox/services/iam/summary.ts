/** What the account holds in all: GetAccountSummary and GetAccountAuthorizationDetails, account aliases. */
import type { GetAccountAuthorizationDetailsRequest, GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import type { SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList } from '../shared/tags.ts';
import { needs } from './access-needs.ts';
import { boundaryShape } from './boundaries.ts';
import type { Carrier } from './kinds.ts';
import { encodedDocument, findPolicy, tables } from './store.ts';

/** Quotas that the sandbox enforces, by GetAccountSummary's names. */
const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  AssumeRolePolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PolicySizeQuota: 6144,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};

function carried(account: SandboxAccount, carrier: Readonly<Carrier>): object {
  return {
    AttachedManagedPolicies: carrier.attached.flatMap((arn) => {
      const policy = findPolicy(account, arn);
      return policy ? [{ PolicyName: policy.name, PolicyArn: arn }] : [];
    }),
  };
}

function inline(carrier: Readonly<Carrier>): object[] {
  return Object.entries(carrier.inline).map(([PolicyName, text]) => ({
    PolicyName,
    PolicyDocument: encodedDocument(text),
  }));
}

function heads(carrier: Readonly<Carrier>): object {
  return { Path: carrier.path, Arn: carrier.arn, CreateDate: new Date(carrier.createdAt) };
}

function details(account: SandboxAccount, filter: readonly string[] | undefined): object {
  const wants = (type: string): boolean => !filter || filter.length === 0 || filter.includes(type);
  const groups = tables.groups(account).list();
  return {
    UserDetailList: (wants('User') ? tables.users(account).list() : []).map((user) => ({
      ...heads(user),
      UserName: user.name,
      UserId: user.id,
      UserPolicyList: inline(user),
      GroupList: groups.filter((g) => g.members.includes(user.name)).map((g) => g.name),
      ...carried(account, user),
      ...boundaryShape(user),
      Tags: tagList(user.tags),
    })),
    GroupDetailList: (wants('Group') ? groups : []).map((group) => ({
      ...heads(group),
      GroupName: group.name,
      GroupId: group.id,
      GroupPolicyList: inline(group),
      ...carried(account, group),
    })),
    RoleDetailList: (wants('Role') ? tables.roles(account).list() : []).map((role) => ({
      ...heads(role),
      RoleName: role.name,
      RoleId: role.id,
      AssumeRolePolicyDocument: encodedDocument(role.trust),
      InstanceProfileList: [],
      RolePolicyList: inline(role),
      ...carried(account, role),
      ...boundaryShape(role),
      Tags: tagList(role.tags),
    })),
    Policies: (wants('LocalManagedPolicy') ? tables.policies(account).list() : []).map((policy) => ({
      PolicyName: policy.name,
      PolicyId: policy.id,
      Arn: policy.arn,
      Path: policy.path,
      DefaultVersionId: policy.defaultVersion,
      CreateDate: new Date(policy.createdAt),
      UpdateDate: new Date(policy.updatedAt),
      IsAttachable: true,
      PolicyVersionList: policy.versions.map((v) => ({
        VersionId: v.id,
        Document: encodedDocument(v.document),
        IsDefaultVersion: v.id === policy.defaultVersion,
        CreateDate: new Date(v.createdAt),
      })),
    })),
    IsTruncated: false,
  };
}

export const summaryOperations: Operations = {
  GetAccountSummary: operation<object, GetAccountSummaryResponse>({
    access: needs.any,
    run: ({ account }) => ({
      SummaryMap: {
        ...QUOTAS,
        Users: tables.users(account).list().length,
        Groups: tables.groups(account).list().length,
        Roles: tables.roles(account).list().length,
        Policies: tables.policies(account).list().length,
        InstanceProfiles: tables.profiles(account).list().length,
        AccountMFAEnabled: 0,
        AccountAccessKeysPresent: 0,
      },
    }),
  }),
  GetAccountAuthorizationDetails: operation<GetAccountAuthorizationDetailsRequest, object>({
    access: needs.any,
    run: ({ account, input }) => details(account, input.Filter),
  }),
  ListAccountAliases: operation<object, object>({
    access: needs.any,
    run: () => ({ AccountAliases: [], IsTruncated: false }),
  }),
};
