/** Inline policies and attached managed policies: the same ten operations for roles, users and groups. */
import type { Call, SandboxAccount, Table } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { needs } from './access-needs.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';
import type { Carrier } from './kinds.ts';
import { paged } from './page.ts';
import { changeableRole } from './roles.ts';
import {
  carriers,
  checkedPolicy,
  encodedDocument,
  findPolicy,
  groupOf,
  roleOf,
  tables,
  userOf,
} from './store.ts';

interface Input {
  RoleName?: string;
  UserName?: string;
  GroupName?: string;
  PolicyName?: string;
  PolicyArn?: string;
  PolicyDocument?: string;
  PathPrefix?: string;
}

interface CarrierType {
  /** `Role`: part of the operations' names; `RoleName` is the input's member. */
  title: 'Role' | 'User' | 'Group';
  need: typeof needs.role;
  table: (account: SandboxAccount) => Table<Carrier>;
  find(account: SandboxAccount, name: string | undefined): Readonly<Carrier>;
  /** Refuses what only AWS may change. */
  change(account: SandboxAccount, name: string | undefined): Readonly<Carrier>;
  /** Characters of all inline policies together. Source: IAM User Guide, "IAM and AWS STS quotas". */
  inlineLimit: number;
}

const MAX_ATTACHED = 10;

const types: CarrierType[] = [
  {
    title: 'Role',
    need: needs.role,
    table: (a) => tables.roles(a),
    find: roleOf,
    change: changeableRole,
    inlineLimit: 10_240,
  },
  {
    title: 'User',
    need: needs.user,
    table: (a) => tables.users(a),
    find: userOf,
    change: userOf,
    inlineLimit: 2048,
  },
  {
    title: 'Group',
    need: needs.group,
    table: (a) => tables.groups(a),
    find: groupOf,
    change: groupOf,
    inlineLimit: 5120,
  },
];

const NAME = { Role: 'RoleName', User: 'UserName', Group: 'GroupName' } as const;

function inlineOperations(type: CarrierType): Operations {
  const { title, need, table } = type;
  const nameOf = (input: Input): string | undefined => input[NAME[title]];
  const missing = (input: Input): Error =>
    noSuchEntity(`The ${title.toLowerCase()} policy with name ${input.PolicyName} cannot be found.`);

  function put({ account, input }: Call<Input>): object {
    const carrier = type.change(account, nameOf(input));
    const document = checkedPolicy(input.PolicyDocument, 'identity', {
      quota: 'PolicySize',
      limit: type.inlineLimit,
    });
    const inline = { ...carrier.inline, [input.PolicyName ?? '']: document };
    const size = Object.values(inline).join('').replace(/\s/g, '').length;
    if (size > type.inlineLimit) {
      throw limitExceeded(`PolicySize of ${title.toLowerCase()} ${carrier.name}`, type.inlineLimit);
    }
    table(account).put({ ...carrier, inline });
    return {};
  }

  return {
    [`Put${title}Policy`]: operation({ access: need, run: put }),
    [`Get${title}Policy`]: operation<Input, object>({
      access: need,
      run({ account, input }) {
        const carrier = type.find(account, nameOf(input));
        const document = carrier.inline[input.PolicyName ?? ''];
        if (document === undefined) throw missing(input);
        return {
          [NAME[title]]: carrier.name,
          PolicyName: input.PolicyName,
          PolicyDocument: encodedDocument(document),
        };
      },
    }),
    [`Delete${title}Policy`]: operation<Input, object>({
      access: need,
      run({ account, input }) {
        const carrier = type.change(account, nameOf(input));
        const { [input.PolicyName ?? '']: gone, ...inline } = carrier.inline;
        if (gone === undefined) throw missing(input);
        table(account).put({ ...carrier, inline });
        return {};
      },
    }),
    [`List${title}Policies`]: operation<Input, object>({
      access: need,
      page: paged('PolicyNames'),
      run: ({ account, input }) => ({
        PolicyNames: Object.keys(type.find(account, nameOf(input)).inline).sort(),
      }),
    }),
  };
}

function managedOperations(type: CarrierType): Operations {
  const { title, need, table } = type;
  const nameOf = (input: Input): string | undefined => input[NAME[title]];
  return {
    [`Attach${title}Policy`]: operation<Input, object>({
      access: need,
      run({ account, input }) {
        const carrier = type.change(account, nameOf(input));
        const policy = findPolicy(account, input.PolicyArn);
        if (!policy) throw noSuchEntity(`Policy ${input.PolicyArn} does not exist or is not attachable.`);
        if (carrier.attached.includes(policy.arn)) return {};
        if (carrier.attached.length >= MAX_ATTACHED) {
          throw limitExceeded(`PoliciesPer${title}`, MAX_ATTACHED);
        }
        table(account).put({ ...carrier, attached: [...carrier.attached, policy.arn] });
        return {};
      },
    }),
    [`Detach${title}Policy`]: operation<Input, object>({
      access: need,
      run({ account, input }) {
        const carrier = type.change(account, nameOf(input));
        if (!carrier.attached.includes(input.PolicyArn ?? '')) {
          throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
        }
        const attached = carrier.attached.filter((arn) => arn !== input.PolicyArn);
        table(account).put({ ...carrier, attached });
        return {};
      },
    }),
    [`ListAttached${title}Policies`]: operation<Input, object>({
      access: need,
      page: paged('AttachedPolicies'),
      run: ({ account, input }) => ({
        AttachedPolicies: type
          .find(account, nameOf(input))
          .attached.flatMap((arn) => findPolicy(account, arn) ?? [])
          .filter((policy) => policy.path.startsWith(input.PathPrefix ?? '/'))
          .map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })),
      }),
    }),
  };
}

export const attachmentOperations: Operations = Object.assign(
  {},
  ...types.flatMap((type) => [inlineOperations(type), managedOperations(type)]),
) as Operations;

/** Who a managed policy is attached to, as `PermissionsPolicy` or as `PermissionsBoundary`. */
export function entitiesFor(
  account: SandboxAccount,
  arn: string,
  usage: string | undefined,
): Readonly<Carrier>[] {
  return carriers(account).filter(
    (carrier) =>
      (usage !== 'PermissionsBoundary' && carrier.attached.includes(arn)) ||
      (usage !== 'PermissionsPolicy' && carrier.boundary === arn),
  );
}
