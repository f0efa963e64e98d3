/** Tags of roles, users, managed policies and instance profiles. */
import type { Call, SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagList, tagsFrom, type Tags } from '../shared/tags.ts';
import { needs } from './access-needs.ts';
import { limitExceeded } from './errors.ts';
import { paged } from './page.ts';
import { ownPolicyOf, profileOf, roleOf, tables, userOf } from './store.ts';

const MAX_TAGS = 50;

interface Input {
  RoleName?: string;
  UserName?: string;
  PolicyArn?: string;
  InstanceProfileName?: string;
  Tags?: { Key: string; Value: string }[];
  TagKeys?: string[];
}

interface Tagged {
  /** `Role`, as in `TagRole` and `ListRoleTags`. */
  title: string;
  need: typeof needs.role;
  read(account: SandboxAccount, input: Input): Tags;
  write(account: SandboxAccount, input: Input, tags: Tags): void;
}

const kinds: Tagged[] = [
  {
    title: 'Role',
    need: needs.role,
    read: (a, i) => roleOf(a, i.RoleName).tags,
    write: (a, i, tags) => tables.roles(a).put({ ...roleOf(a, i.RoleName), tags }),
  },
  {
    title: 'User',
    need: needs.user,
    read: (a, i) => userOf(a, i.UserName).tags,
    write: (a, i, tags) => tables.users(a).put({ ...userOf(a, i.UserName), tags }),
  },
  {
    title: 'Policy',
    need: needs.policy,
    read: (a, i) => ownPolicyOf(a, i.PolicyArn).tags,
    write: (a, i, tags) => tables.policies(a).put({ ...ownPolicyOf(a, i.PolicyArn), tags }),
  },
  {
    title: 'InstanceProfile',
    need: needs.profile,
    read: (a, i) => profileOf(a, i.InstanceProfileName).tags,
    write: (a, i, tags) => tables.profiles(a).put({ ...profileOf(a, i.InstanceProfileName), tags }),
  },
];

function operationsOf(kind: Tagged): Operations {
  return {
    [`Tag${kind.title}`]: operation({
      access: kind.need,
      run({ account, input }: Call<Input>) {
        const tags = { ...kind.read(account, input), ...tagsFrom(input.Tags) };
        if (Object.keys(tags).length > MAX_TAGS) throw limitExceeded(`TagsPer${kind.title}`, MAX_TAGS);
        kind.write(account, input, tags);
        return {};
      },
    }),
    [`Untag${kind.title}`]: operation({
      access: kind.need,
      run({ account, input }: Call<Input>) {
        const gone = new Set(input.TagKeys);
        const kept = Object.entries(kind.read(account, input)).filter(([key]) => !gone.has(key));
        kind.write(account, input, Object.fromEntries(kept));
        return {};
      },
    }),
    [`List${kind.title}Tags`]: operation({
      access: kind.need,
      page: paged('Tags'),
      run: ({ account, input }: Call<Input>) => ({ Tags: tagList(kind.read(account, input)) }),
    }),
  };
}

export const tagOperations: Operations = Object.assign({}, ...kinds.map(operationsOf)) as Operations;
