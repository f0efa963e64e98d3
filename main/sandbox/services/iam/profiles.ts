/** Instance profiles: the wrapper in which EC2 is handed a role. */
import type {
  AddRoleToInstanceProfileRequest,
  CreateInstanceProfileRequest,
  CreateInstanceProfileResponse,
  DeleteInstanceProfileRequest,
  GetInstanceProfileRequest,
  InstanceProfile as AwsInstanceProfile,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesRequest,
  RemoveRoleFromInstanceProfileRequest,
} from '@aws-sdk/client-iam';
import type { SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList, tagsFrom } from '../shared/tags.ts';
import { needs } from './access-needs.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import type { InstanceProfile } from './kinds.ts';
import { paged } from './page.ts';
import { changeableRole, describeRole } from './roles.ts';
import { arnOf, entityId, pathOf, profileOf, roleOf, tables } from './store.ts';

const MAX_PROFILES = 1000;

function describe(account: SandboxAccount, profile: Readonly<InstanceProfile>): AwsInstanceProfile {
  const role = profile.roleName === null ? [] : [roleOf(account, profile.roleName)];
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: role.map((r) => describeRole(account, r, true)),
    ...(Object.keys(profile.tags).length === 0 ? {} : { Tags: tagList(profile.tags) }),
  };
}

export const profileOperations: Operations = {
  CreateInstanceProfile: operation<CreateInstanceProfileRequest, CreateInstanceProfileResponse>({
    access: needs.newProfile,
    run({ account, input, now }) {
      const name = input.InstanceProfileName ?? '';
      const path = pathOf(input.Path);
      const table = tables.profiles(account);
      if (table.get(name.toLowerCase())) throw alreadyExists(`Instance Profile ${name} already exists.`);
      if (table.list().length >= MAX_PROFILES)
        throw limitExceeded('InstanceProfilesPerAccount', MAX_PROFILES);
      const profile: InstanceProfile = {
        name,
        path,
        id: entityId(account, 'AIPA'),
        arn: arnOf(account, 'instance-profile', path, name),
        createdAt: now,
        tags: tagsFrom(input.Tags),
        roleName: null,
      };
      table.put(profile);
      return { InstanceProfile: describe(account, profile) };
    },
  }),
  GetInstanceProfile: operation<GetInstanceProfileRequest, object>({
    access: needs.profile,
    run: ({ account, input }) => ({
      InstanceProfile: describe(account, profileOf(account, input.InstanceProfileName)),
    }),
  }),
  ListInstanceProfiles: operation<ListInstanceProfilesRequest, object>({
    access: needs.list('instance-profile'),
    page: paged('InstanceProfiles'),
    run: ({ account, input }) => ({
      InstanceProfiles: tables
        .profiles(account)
        .range({ limit: MAX_PROFILES })
        .filter((profile) => profile.path.startsWith(input.PathPrefix ?? '/'))
        .map((profile) => describe(account, profile)),
    }),
  }),
  ListInstanceProfilesForRole: operation<ListInstanceProfilesForRoleRequest, object>({
    access: needs.role,
    page: paged('InstanceProfiles'),
    run({ account, input }) {
      const role = roleOf(account, input.RoleName);
      const all = tables.profiles(account).list();
      return {
        InstanceProfiles: all.filter((p) => p.roleName === role.name).map((p) => describe(account, p)),
      };
    },
  }),
  AddRoleToInstanceProfile: operation<AddRoleToInstanceProfileRequest, object>({
    access: needs.profileWithRole,
    run({ account, input }) {
      const profile = profileOf(account, input.InstanceProfileName);
      const role = changeableRole(account, input.RoleName);
      if (profile.roleName !== null) throw limitExceeded('InstanceSessionsPerInstanceProfile', 1);
      tables.profiles(account).put({ ...profile, roleName: role.name });
      return {};
    },
  }),
  RemoveRoleFromInstanceProfile: operation<RemoveRoleFromInstanceProfileRequest, object>({
    access: needs.profile,
    run({ account, input }) {
      const profile = profileOf(account, input.InstanceProfileName);
      const role = roleOf(account, input.RoleName);
      if (profile.roleName !== role.name) {
        throw noSuchEntity(`The role with name ${role.name} cannot be found.`);
      }
      tables.profiles(account).put({ ...profile, roleName: null });
      return {};
    },
  }),
  DeleteInstanceProfile: operation<DeleteInstanceProfileRequest, object>({
    access: needs.profile,
    run({ account, input }) {
      const profile = profileOf(account, input.InstanceProfileName);
      if (profile.roleName !== null) {
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      tables.profiles(account).delete(profile.name.toLowerCase());
      return {};
    },
  }),
};
