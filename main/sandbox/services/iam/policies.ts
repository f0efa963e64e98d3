/** Customer managed policies with their versions; AWS's own are listed and read too. */
import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyRequest,
  DeletePolicyVersionRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListEntitiesForPolicyRequest,
  ListPoliciesRequest,
  ListPolicyVersionsRequest,
  Policy as AwsPolicy,
  PolicyVersion as AwsPolicyVersion,
  SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam';
import { AwsError, type SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList, tagsFrom } from '../shared/tags.ts';
import { needs } from './access-needs.ts';
import { entitiesFor } from './attachments.ts';
import { awsManagedPolicies } from './aws-managed.ts';
import { alreadyExists, deleteConflict, noSuchEntity } from './errors.ts';
import type { Policy, PolicyVersion } from './kinds.ts';
import { paged } from './page.ts';
import {
  arnOf,
  attachmentsOf,
  checkedPolicy,
  encodedDocument,
  entityId,
  ownPolicyOf,
  pathOf,
  policyOf,
  tables,
} from './store.ts';

const SIZE = { quota: 'PolicySize', limit: 6144 };
const MAX_VERSIONS = 5;

function describe(account: SandboxAccount, policy: Readonly<Policy>, listed = false): AwsPolicy {
  const counts = attachmentsOf(account, policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: counts.attached,
    PermissionsBoundaryUsageCount: counts.boundary,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(listed || policy.description === undefined ? {} : { Description: policy.description }),
    ...(listed ? {} : { Tags: tagList(policy.tags) }),
  };
}

function describeVersion(policy: Readonly<Policy>, version: PolicyVersion, full = false): AwsPolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.createdAt),
    ...(full ? { Document: encodedDocument(version.document) } : {}),
  };
}

function versionOf(policy: Readonly<Policy>, id: string | undefined): PolicyVersion {
  const version = policy.versions.find((v) => v.id === id);
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

const lifeOperations: Operations = {
  CreatePolicy: operation<CreatePolicyRequest, CreatePolicyResponse>({
    access: needs.newPolicy,
    run({ account, input, now }) {
      const name = input.PolicyName ?? '';
      const path = pathOf(input.Path);
      const document = checkedPolicy(input.PolicyDocument, 'identity', SIZE);
      const table = tables.policies(account);
      if (table.list().some((p) => p.name.toLowerCase() === name.toLowerCase())) {
        throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      }
      const policy: Policy = {
        name,
        path,
        id: entityId(account, 'ANPA'),
        arn: arnOf(account, 'policy', path, name),
        createdAt: now,
        updatedAt: now,
        tags: tagsFrom(input.Tags),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        versions: [{ id: 'v1', document, createdAt: now }],
        defaultVersion: 'v1',
        nextVersion: 2,
      };
      table.put(policy);
      return { Policy: describe(account, policy) };
    },
  }),
  GetPolicy: operation<GetPolicyRequest, GetPolicyResponse>({
    access: needs.policy,
    run: ({ account, input }) => ({ Policy: describe(account, policyOf(account, input.PolicyArn)) }),
  }),
  ListPolicies: operation<ListPoliciesRequest, object>({
    access: needs.list('policy'),
    page: paged('Policies'),
    run({ account, input }) {
      const scope = input.Scope ?? 'All';
      const usage = input.PolicyUsageFilter;
      const all = [
        ...(scope === 'Local' ? [] : [...awsManagedPolicies.values()]),
        ...(scope === 'AWS' ? [] : tables.policies(account).list()),
      ];
      return {
        Policies: all
          .filter((policy) => policy.path.startsWith(input.PathPrefix ?? '/'))
          .filter(
            (policy) =>
              !(input.OnlyAttached === true || usage) || entitiesFor(account, policy.arn, usage).length > 0,
          )
          .map((policy) => describe(account, policy, true)),
      };
    },
  }),
  DeletePolicy: operation<DeletePolicyRequest, object>({
    access: needs.policy,
    run({ account, input }) {
      const policy = ownPolicyOf(account, input.PolicyArn);
      const counts = attachmentsOf(account, policy.arn);
      if (counts.attached + counts.boundary > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      tables.policies(account).delete(policy.arn);
      return {};
    },
  }),
  ListEntitiesForPolicy: operation<ListEntitiesForPolicyRequest, object>({
    access: needs.policy,
    run({ account, input }) {
      const found = entitiesFor(account, policyOf(account, input.PolicyArn).arn, input.PolicyUsageFilter);
      const wanted = (type: string): typeof found =>
        input.EntityFilter === undefined || input.EntityFilter === type
          ? found.filter((c) => c.arn.includes(`:${type.toLowerCase()}/`))
          : [];
      return {
        PolicyGroups: wanted('Group').map((c) => ({ GroupName: c.name, GroupId: c.id })),
        PolicyUsers: wanted('User').map((c) => ({ UserName: c.name, UserId: c.id })),
        PolicyRoles: wanted('Role').map((c) => ({ RoleName: c.name, RoleId: c.id })),
        IsTruncated: false,
      };
    },
  }),
};

const versionOperations: Operations = {
  CreatePolicyVersion: operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>({
    access: needs.policy,
    run({ account, input, now }) {
      const policy = ownPolicyOf(account, input.PolicyArn);
      const document = checkedPolicy(input.PolicyDocument, 'identity', SIZE);
      if (policy.versions.length >= MAX_VERSIONS) {
        throw new AwsError(
          'LimitExceeded',
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
          409,
        );
      }
      const version = { id: `v${policy.nextVersion}`, document, createdAt: now };
      const changed: Policy = {
        ...policy,
        versions: [version, ...policy.versions],
        nextVersion: policy.nextVersion + 1,
        defaultVersion: input.SetAsDefault === true ? version.id : policy.defaultVersion,
        updatedAt: now,
      };
      tables.policies(account).put(changed);
      return { PolicyVersion: describeVersion(changed, version) };
    },
  }),
  GetPolicyVersion: operation<GetPolicyVersionRequest, GetPolicyVersionResponse>({
    access: needs.policy,
    run({ account, input }) {
      const policy = policyOf(account, input.PolicyArn);
      return { PolicyVersion: describeVersion(policy, versionOf(policy, input.VersionId), true) };
    },
  }),
  ListPolicyVersions: operation<ListPolicyVersionsRequest, object>({
    access: needs.policy,
    page: paged('Versions'),
    run({ account, input }) {
      const policy = policyOf(account, input.PolicyArn);
      return { Versions: policy.versions.map((version) => describeVersion(policy, version)) };
    },
  }),
  SetDefaultPolicyVersion: operation<SetDefaultPolicyVersionRequest, object>({
    access: needs.policy,
    run({ account, input, now }) {
      const policy = ownPolicyOf(account, input.PolicyArn);
      const { id } = versionOf(policy, input.VersionId);
      tables.policies(account).put({ ...policy, defaultVersion: id, updatedAt: now });
      return {};
    },
  }),
  DeletePolicyVersion: operation<DeletePolicyVersionRequest, object>({
    access: needs.policy,
    run({ account, input, now }) {
      const policy = ownPolicyOf(account, input.PolicyArn);
      const { id } = versionOf(policy, input.VersionId);
      if (id === policy.defaultVersion) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      tables
        .policies(account)
        .put({ ...policy, versions: policy.versions.filter((v) => v.id !== id), updatedAt: now });
      return {};
    },
  }),
};

export const policyOperations: Operations = { ...lifeOperations, ...versionOperations };
