/** Groups: members inherit the group's policies. */
import type {
  AddUserToGroupRequest,
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  GetGroupRequest,
  Group as AwsGroup,
  ListGroupsForUserRequest,
  ListGroupsRequest,
  RemoveUserFromGroupRequest,
} from '@aws-sdk/client-iam';
import { operation, type Operations } from '../shared/operation.ts';
import { needs } from './access-needs.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import type { Group } from './kinds.ts';
import { paged } from './page.ts';
import { arnOf, entityId, groupOf, pathOf, tables, userOf } from './store.ts';
import { describeUser } from './users.ts';

const MAX_GROUPS = 300;

function describe(group: Readonly<Group>): AwsGroup {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: new Date(group.createdAt),
  };
}

export const groupOperations: Operations = {
  CreateGroup: operation<CreateGroupRequest, CreateGroupResponse>({
    access: needs.newGroup,
    run({ account, input, now }) {
      const name = input.GroupName ?? '';
      const path = pathOf(input.Path);
      const table = tables.groups(account);
      if (table.get(name.toLowerCase())) throw alreadyExists(`Group with name ${name} already exists.`);
      if (table.list().length >= MAX_GROUPS) throw limitExceeded('GroupsPerAccount', MAX_GROUPS);
      const group: Group = {
        name,
        path,
        id: entityId(account, 'AGPA'),
        arn: arnOf(account, 'group', path, name),
        createdAt: now,
        tags: {},
        inline: {},
        attached: [],
        members: [],
      };
      table.put(group);
      return { Group: describe(group) };
    },
  }),
  GetGroup: operation<GetGroupRequest, object>({
    access: needs.group,
    page: paged('Users'),
    run({ account, input }) {
      const group = groupOf(account, input.GroupName);
      return {
        Group: describe(group),
        Users: group.members.map((name) => describeUser(userOf(account, name), true)),
      };
    },
  }),
  ListGroups: operation<ListGroupsRequest, object>({
    access: needs.list('group'),
    page: paged('Groups'),
    run: ({ account, input }) => ({
      Groups: tables
        .groups(account)
        .range({ limit: MAX_GROUPS })
        .filter((group) => group.path.startsWith(input.PathPrefix ?? '/'))
        .map(describe),
    }),
  }),
  ListGroupsForUser: operation<ListGroupsForUserRequest, object>({
    access: needs.user,
    page: paged('Groups'),
    run({ account, input }) {
      const user = userOf(account, input.UserName);
      const all = tables.groups(account).list();
      return { Groups: all.filter((group) => group.members.includes(user.name)).map(describe) };
    },
  }),
  AddUserToGroup: operation<AddUserToGroupRequest, object>({
    access: needs.group,
    run({ account, input }) {
      const group = groupOf(account, input.GroupName);
      const user = userOf(account, input.UserName);
      const members = [...new Set([...group.members, user.name])];
      tables.groups(account).put({ ...group, members });
      return {};
    },
  }),
  RemoveUserFromGroup: operation<RemoveUserFromGroupRequest, object>({
    access: needs.group,
    run({ account, input }) {
      const group = groupOf(account, input.GroupName);
      const user = userOf(account, input.UserName);
      if (!group.members.includes(user.name)) {
        throw noSuchEntity(`User ${user.name} is not in group ${group.name}.`);
      }
      tables.groups(account).put({ ...group, members: group.members.filter((m) => m !== user.name) });
      return {};
    },
  }),
  DeleteGroup: operation<DeleteGroupRequest, object>({
    access: needs.group,
    run({ account, input }) {
      const group = groupOf(account, input.GroupName);
      const conflict = (what: string): Error => deleteConflict(`Cannot delete entity, must ${what} first.`);
      if (group.members.length > 0) throw conflict('remove users from group');
      if (group.attached.length > 0) throw conflict('detach all policies');
      if (Object.keys(group.inline).length > 0) throw conflict('delete policies');
      tables.groups(account).delete(group.name.toLowerCase());
      return {};
    },
  }),
};
