/**
 * On what each IAM action is asked, with the condition keys that it brings.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS IAM".
 */
import type { AccessNeed, Call, SandboxAccount } from '../../engine/types.ts';
import { requestTagContext, resourceTagContext, tagsFrom } from '../shared/tags.ts';
import type { Carrier } from './kinds.ts';
import { arnOf, findPolicy, isPath, tables } from './store.ts';

type Need = (call: Call<unknown>) => AccessNeed[];
type Context = Record<string, string | string[]>;

interface Input {
  RoleName?: string;
  UserName?: string;
  GroupName?: string;
  PolicyName?: string;
  PolicyArn?: string;
  InstanceProfileName?: string;
  Path?: string;
  PathPrefix?: string;
  PermissionsBoundary?: string;
  AWSServiceName?: string;
  TagKeys?: string[];
  Tags?: { Key?: string; Value?: string }[];
}

const read = (call: Call<unknown>): Input => call.input as Input;

function given(input: Input): Context {
  return {
    ...requestTagContext(tagsFrom(input.Tags)),
    ...(input.TagKeys ? { 'aws:TagKeys': input.TagKeys } : {}),
    ...(input.PermissionsBoundary === undefined
      ? {}
      : { 'iam:PermissionsBoundary': input.PermissionsBoundary }),
    ...(input.PolicyArn === undefined ? {} : { 'iam:PolicyARN': input.PolicyArn }),
  };
}

/** On an entity that exists (or would, by that name): its ARN, its tags and its boundary. */
function onCarrier(
  type: 'role' | 'user' | 'group',
  name: (input: Input, call: Call<unknown>) => string | undefined,
): Need {
  return (call) => {
    const input = read(call);
    const wanted = name(input, call) ?? '';
    const found: Readonly<Carrier> | undefined = tables[`${type}s`](call.account).get(wanted.toLowerCase());
    return [
      {
        resource: found?.arn ?? arnOf(call.account, type, input.Path, wanted),
        context: {
          ...(found ? resourceTagContext(found.tags, 'iam:ResourceTag/') : {}),
          ...(found?.boundary === undefined ? {} : { 'iam:PermissionsBoundary': found.boundary }),
          ...given(input),
        },
      },
    ];
  };
}

/** A new entity: its ARN to be. */
function onNew(type: string, name: (input: Input) => string | undefined): Need {
  return (call) => {
    const input = read(call);
    // A path that is no path is refused by the operation itself.
    const path = isPath(input.Path ?? '/') ? input.Path : '/';
    return [{ resource: arnOf(call.account, type, path, name(input) ?? ''), context: given(input) }];
  };
}

const onProfile: Need = (call) => {
  const input = read(call);
  const found = tables.profiles(call.account).get((input.InstanceProfileName ?? '').toLowerCase());
  return [
    {
      resource: found?.arn ?? arnOf(call.account, 'instance-profile', '/', input.InstanceProfileName ?? ''),
      context: { ...(found ? resourceTagContext(found.tags, 'iam:ResourceTag/') : {}), ...given(input) },
    },
  ];
};

const onPolicy: Need = (call) => {
  const input = read(call);
  const found = findPolicy(call.account, input.PolicyArn);
  return [
    {
      resource: input.PolicyArn ?? '*',
      context: { ...(found ? resourceTagContext(found.tags, 'iam:ResourceTag/') : {}), ...given(input) },
    },
  ];
};

/** The user named, else the caller. */
const namedUser = (input: Input, call: Call<unknown>): string | undefined =>
  input.UserName ?? call.caller.name;

export const needs = {
  role: onCarrier('role', (i) => i.RoleName),
  user: onCarrier('user', namedUser),
  group: onCarrier('group', (i) => i.GroupName),
  newRole: onNew('role', (i) => i.RoleName),
  newUser: onNew('user', (i) => i.UserName),
  newGroup: onNew('group', (i) => i.GroupName),
  newPolicy: onNew('policy', (i) => i.PolicyName),
  newProfile: onNew('instance-profile', (i) => i.InstanceProfileName),
  policy: onPolicy,
  profile: onProfile,
  /** Adding a role to an instance profile passes it to EC2. */
  profileWithRole: ((call) => {
    const role = tables.roles(call.account).get((read(call).RoleName ?? '').toLowerCase());
    const pass: AccessNeed[] = role
      ? [
          {
            action: 'iam:PassRole',
            resource: role.arn,
            context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
          },
        ]
      : [];
    return [...onProfile(call), ...pass];
  }) satisfies Need,
  list:
    (type: string): Need =>
    (call) => [{ resource: arnOf(call.account, type, '/', '') }],
  any: (() => [{ resource: '*' }]) satisfies Need,
  linkedRole: ((call) => {
    const service = read(call).AWSServiceName ?? '';
    return [
      {
        resource: `${accountArn(call.account)}:role/aws-service-role/${service}/*`,
        context: { 'iam:AWSServiceName': service },
      },
    ];
  }) satisfies Need,
};

function accountArn(account: SandboxAccount): string {
  return `arn:${account.partition}:iam::${account.id}`;
}
