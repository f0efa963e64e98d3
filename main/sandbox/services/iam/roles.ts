/** Roles: create, read, change, delete, permissions boundary. */
import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  Role as AwsRole,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleRequest,
} from '@aws-sdk/client-iam';
import { AwsError, type Call, type SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList, tagsFrom } from '../shared/tags.ts';
import { needs } from './access-needs.ts';
import { boundaryShape, checkedBoundary } from './boundaries.ts';
import { alreadyExists, deleteConflict, limitExceeded, malformed } from './errors.ts';
import type { Role } from './kinds.ts';
import { paged } from './page.ts';
import { readPolicy } from './policy.ts';
import { arnOf, checkedPolicy, encodedDocument, entityId, pathOf, roleOf, tables } from './store.ts';

export const ROLE_USABLE = 'iam/role-usable';
/** Roles become usable 10 to 30 s after creation in AWS; the sandbox takes this many seconds unless set. */
const ROLE_DELAY = 8;
const TRUST_SIZE = { quota: 'ACLSizePerRole', limit: 2048 };
const MAX_ROLES = 1000;

export function describeRole(account: SandboxAccount, role: Readonly<Role>, listed = false): AwsRole {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.description === undefined ? {} : { Description: role.description }),
    ...(listed ? {} : { ...boundaryShape(role) }),
    ...(listed || Object.keys(role.tags).length === 0 ? {} : { Tags: tagList(role.tags) }),
  };
}

/** Writes a role and plans the moment from which it can be used. */
export function addRole(account: SandboxAccount, role: Omit<Role, 'usable'>): Role {
  const delay = tables.settings(account).get('settings')?.roleDelay ?? ROLE_DELAY;
  const made: Role = { ...role, usable: delay <= 0 };
  tables.roles(account).put(made);
  if (delay > 0) account.afterTransition(delay, ROLE_USABLE, 'us-east-1', { name: made.name, id: made.id });
  return made;
}

export function roleBecomesUsable(account: SandboxAccount, data: { name: string; id: string }): void {
  const role = tables.roles(account).get(data.name.toLowerCase());
  if (role?.id === data.id) tables.roles(account).put({ ...role, usable: true });
}

/** Seconds (of AWS's time) that new roles stay unusable from now on. */
export function setRoleDelay(account: SandboxAccount, seconds: number): void {
  tables.settings(account).put({ id: 'settings', roleDelay: seconds });
}

/** Principals of this account that a trust policy names must exist. */
function checkTrust(account: SandboxAccount, text: string | undefined): string {
  const trust = checkedPolicy(text, 'trust', TRUST_SIZE);
  const known = new Set(
    [...tables.roles(account).list(), ...tables.users(account).list()].map((entity) => entity.arn),
  );
  for (const { principals } of readPolicy(trust).statements) {
    for (const { type, value } of principals?.values ?? []) {
      const own = new RegExp(`^arn:aws:iam::${account.id}:(role|user)/`).test(value);
      const shaped = /^(\*|\d{12}|arn:aws:(iam|sts)::\d{12}:.+)$/.test(value);
      if (type === 'AWS' && (!shaped || (own && !known.has(value)))) {
        throw malformed(`Invalid principal in policy: "AWS":"${value}"`);
      }
    }
  }
  return trust;
}

function changeable(role: Readonly<Role>): Readonly<Role> {
  if (role.linkedTo !== undefined) {
    throw new AwsError(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
      400,
    );
  }
  return role;
}

export const changeableRole = (account: SandboxAccount, name: string | undefined): Readonly<Role> =>
  changeable(roleOf(account, name));

function createRole(call: Call<CreateRoleRequest>): CreateRoleResponse {
  const { account, input, now } = call;
  const name = input.RoleName ?? '';
  const table = tables.roles(account);
  const path = pathOf(input.Path);
  const trust = checkTrust(account, input.AssumeRolePolicyDocument);
  if (table.get(name.toLowerCase())) throw alreadyExists(`Role with name ${name} already exists.`);
  if (table.list().length >= MAX_ROLES) throw limitExceeded('RolesPerAccount', MAX_ROLES);
  const role = addRole(account, {
    name,
    path,
    id: entityId(account, 'AROA'),
    arn: arnOf(account, 'role', path, name),
    createdAt: now,
    tags: tagsFrom(input.Tags),
    inline: {},
    attached: [],
    trust,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...checkedBoundary(account, input.PermissionsBoundary),
  });
  return { Role: describeRole(account, role) };
}

function deleteRole({ account, input }: Call<DeleteRoleRequest>): object {
  const role = changeableRole(account, input.RoleName);
  const inProfile = tables
    .profiles(account)
    .list()
    .some((profile) => profile.roleName === role.name);
  if (inProfile) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (Object.keys(role.inline).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.');
  }
  tables.roles(account).delete(role.name.toLowerCase());
  return {};
}

export const roleOperations: Operations = {
  CreateRole: operation({ access: needs.newRole, run: createRole }),
  GetRole: operation<GetRoleRequest, GetRoleResponse>({
    access: needs.role,
    run: ({ account, input }) => ({ Role: describeRole(account, roleOf(account, input.RoleName)) }),
  }),
  ListRoles: operation<ListRolesRequest, ListRolesResponse>({
    access: needs.list('role'),
    page: paged('Roles'),
    run: ({ account, input }) => ({
      IsTruncated: false,
      Roles: tables
        .roles(account)
        .range({ limit: MAX_ROLES + 50 })
        .filter((role) => role.path.startsWith(input.PathPrefix ?? '/'))
        .map((role) => describeRole(account, role, true)),
    }),
  }),
  DeleteRole: operation({ access: needs.role, run: deleteRole }),
  UpdateRole: operation<UpdateRoleRequest, object>({
    access: needs.role,
    run({ account, input }) {
      const role = changeableRole(account, input.RoleName);
      tables.roles(account).put({
        ...role,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
      });
      return {};
    },
  }),
  UpdateRoleDescription: operation<UpdateRoleDescriptionRequest, object>({
    access: needs.role,
    run({ account, input }) {
      const role = { ...changeableRole(account, input.RoleName), description: input.Description ?? '' };
      tables.roles(account).put(role);
      return { Role: describeRole(account, role) };
    },
  }),
  UpdateAssumeRolePolicy: operation<UpdateAssumeRolePolicyRequest, object>({
    access: needs.role,
    run({ account, input }) {
      const role = changeableRole(account, input.RoleName);
      tables.roles(account).put({ ...role, trust: checkTrust(account, input.PolicyDocument) });
      return {};
    },
  }),
};
