/** Users and their access keys. */
import type {
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  CreateUserRequest,
  CreateUserResponse,
  DeleteAccessKeyRequest,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListAccessKeysRequest,
  ListUsersRequest,
  UpdateAccessKeyRequest,
  User as AwsUser,
} from '@aws-sdk/client-iam';
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList, tagsFrom } from '../shared/tags.ts';
import { needs } from './access-needs.ts';
import { boundaryShape, checkedBoundary } from './boundaries.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity, validation } from './errors.ts';
import type { AccessKey, User } from './kinds.ts';
import { paged } from './page.ts';
import { arnOf, entityId, pathOf, tables, userOf } from './store.ts';

const MAX_KEYS = 2;
const MAX_USERS = 5000;

export function describeUser(user: Readonly<User>, listed = false): AwsUser {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...(listed ? {} : boundaryShape(user)),
    ...(listed || Object.keys(user.tags).length === 0 ? {} : { Tags: tagList(user.tags) }),
  };
}

/** The user named in the call, else the caller itself. */
function userIn({ account, input, caller }: Call<{ UserName?: string | undefined }>): Readonly<User> {
  const name = input.UserName ?? (caller.kind === 'user' ? caller.name : undefined);
  if (name === undefined) throw validation('Must specify userName when calling with non-User credentials');
  return userOf(account, name);
}

const keysOf = (account: SandboxAccount, name: string): Readonly<AccessKey>[] =>
  tables
    .keys(account)
    .list()
    .filter((key) => key.userName === name);

function keyIn(call: Call<{ UserName?: string | undefined; AccessKeyId: string | undefined }>): AccessKey {
  const user = userIn(call);
  const key = tables.keys(call.account).get(call.input.AccessKeyId ?? '');
  if (key?.userName !== user.name) {
    throw noSuchEntity(`The Access Key with id ${call.input.AccessKeyId} cannot be found.`);
  }
  return key;
}

function deleteUser({ account, input }: Call<DeleteUserRequest>): object {
  const user = userOf(account, input.UserName);
  const conflict = (what: string): Error => deleteConflict(`Cannot delete entity, must ${what} first.`);
  if (
    tables
      .groups(account)
      .list()
      .some((g) => g.members.includes(user.name))
  ) {
    throw conflict('remove users from group');
  }
  if (keysOf(account, user.name).length > 0) throw conflict('delete access keys');
  if (user.login) throw conflict('delete login profile');
  if (user.attached.length > 0) throw conflict('detach all policies');
  if (Object.keys(user.inline).length > 0) throw conflict('delete policies');
  tables.users(account).delete(user.name.toLowerCase());
  return {};
}

const lifeOperations: Operations = {
  CreateUser: operation<CreateUserRequest, CreateUserResponse>({
    access: needs.newUser,
    run({ account, input, now }) {
      const name = input.UserName ?? '';
      const path = pathOf(input.Path);
      const table = tables.users(account);
      if (table.get(name.toLowerCase())) throw alreadyExists(`User with name ${name} already exists.`);
      if (table.list().length >= MAX_USERS) throw limitExceeded('UsersPerAccount', MAX_USERS);
      const user: User = {
        name,
        path,
        id: entityId(account, 'AIDA'),
        arn: arnOf(account, 'user', path, name),
        createdAt: now,
        tags: tagsFrom(input.Tags),
        inline: {},
        attached: [],
        login: null,
        ...checkedBoundary(account, input.PermissionsBoundary),
      };
      table.put(user);
      return { User: describeUser(user) };
    },
  }),
  GetUser: operation<GetUserRequest, GetUserResponse>({
    access: needs.user,
    run: (call) => ({ User: describeUser(userIn(call)) }),
  }),
  ListUsers: operation<ListUsersRequest, object>({
    access: needs.list('user'),
    page: paged('Users'),
    run: ({ account, input }) => ({
      Users: tables
        .users(account)
        .range({ limit: MAX_USERS })
        .filter((user) => user.path.startsWith(input.PathPrefix ?? '/'))
        .map((user) => describeUser(user, true)),
    }),
  }),
  DeleteUser: operation({ access: needs.user, run: deleteUser }),
};

const keyOperations: Operations = {
  CreateAccessKey: operation<CreateAccessKeyRequest, CreateAccessKeyResponse>({
    access: needs.user,
    run(call) {
      const { account, now } = call;
      const user = userIn(call);
      if (keysOf(account, user.name).length >= MAX_KEYS) throw limitExceeded('AccessKeysPerUser', MAX_KEYS);
      const key: AccessKey = {
        id: `AKIA${account.newId(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
        secret: account.newId(40, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
        userName: user.name,
        active: true,
        createdAt: now,
      };
      tables.keys(account).put(key);
      return {
        AccessKey: {
          UserName: user.name,
          AccessKeyId: key.id,
          Status: 'Active',
          SecretAccessKey: key.secret,
          CreateDate: new Date(now),
        },
      };
    },
  }),
  ListAccessKeys: operation<ListAccessKeysRequest, object>({
    access: needs.user,
    page: paged('AccessKeyMetadata'),
    run: (call) => ({
      AccessKeyMetadata: keysOf(call.account, userIn(call).name).map((key) => ({
        UserName: key.userName,
        AccessKeyId: key.id,
        Status: key.active ? 'Active' : 'Inactive',
        CreateDate: new Date(key.createdAt),
      })),
    }),
  }),
  UpdateAccessKey: operation<UpdateAccessKeyRequest, object>({
    access: needs.user,
    run(call) {
      tables.keys(call.account).put({ ...keyIn(call), active: call.input.Status === 'Active' });
      return {};
    },
  }),
  DeleteAccessKey: operation<DeleteAccessKeyRequest, object>({
    access: needs.user,
    run(call) {
      tables.keys(call.account).delete(keyIn(call).id);
      return {};
    },
  }),
};

export const userOperations: Operations = { ...lifeOperations, ...keyOperations };
