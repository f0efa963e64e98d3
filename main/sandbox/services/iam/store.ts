/** Reading and making IAM's entities. */
import type { SandboxAccount, Table } from '../../engine/types.ts';
import { awsManagedPolicies } from './aws-managed.ts';
import { limitExceeded, malformed, noSuchEntity, validation } from './errors.ts';
import * as kinds from './kinds.ts';
import { policyFault, type PolicyUse } from './validate.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const tables = {
  roles: (account: SandboxAccount): Table<kinds.Role> => account.table(kinds.roles, kinds.GLOBAL),
  users: (account: SandboxAccount): Table<kinds.User> => account.table(kinds.users, kinds.GLOBAL),
  groups: (account: SandboxAccount): Table<kinds.Group> => account.table(kinds.groups, kinds.GLOBAL),
  policies: (account: SandboxAccount): Table<kinds.Policy> => account.table(kinds.policies, kinds.GLOBAL),
  profiles: (account: SandboxAccount): Table<kinds.InstanceProfile> =>
    account.table(kinds.profiles, kinds.GLOBAL),
  keys: (account: SandboxAccount): Table<kinds.AccessKey> => account.table(kinds.accessKeys, kinds.GLOBAL),
  settings: (account: SandboxAccount): Table<kinds.IamSettings> =>
    account.table(kinds.settings, kinds.GLOBAL),
};

/** Finds by exact name, or throws NoSuchEntity in AWS's words. */
function named<R extends { name: string }>(
  table: Table<R>,
  name: string | undefined,
  words: string,
): Readonly<R> {
  const found = table.get((name ?? '').toLowerCase());
  if (found?.name !== name) throw noSuchEntity(words);
  return found as Readonly<R>;
}

export const roleOf = (account: SandboxAccount, name: string | undefined): Readonly<kinds.Role> =>
  named(tables.roles(account), name, `The role with name ${name} cannot be found.`);
export const userOf = (account: SandboxAccount, name: string | undefined): Readonly<kinds.User> =>
  named(tables.users(account), name, `The user with name ${name} cannot be found.`);
export const groupOf = (account: SandboxAccount, name: string | undefined): Readonly<kinds.Group> =>
  named(tables.groups(account), name, `The group with name ${name} cannot be found.`);
export const profileOf = (
  account: SandboxAccount,
  name: string | undefined,
): Readonly<kinds.InstanceProfile> =>
  named(tables.profiles(account), name, `Instance Profile ${name} cannot be found.`);

/** A customer's or AWS's managed policy. */
export function findPolicy(
  account: SandboxAccount,
  arn: string | undefined,
): Readonly<kinds.Policy> | undefined {
  return arn === undefined ? undefined : (awsManagedPolicies.get(arn) ?? tables.policies(account).get(arn));
}

export function policyOf(account: SandboxAccount, arn: string | undefined): Readonly<kinds.Policy> {
  const found = findPolicy(account, arn);
  if (!found) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
}

/** Policies that the customer may change; AWS's own are read only. */
export function ownPolicyOf(account: SandboxAccount, arn: string | undefined): Readonly<kinds.Policy> {
  const found = tables.policies(account).get(arn ?? '');
  if (!found) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return found;
}

export function defaultDocument(policy: Readonly<kinds.Policy>): string {
  return policy.versions.find((v) => v.id === policy.defaultVersion)?.document ?? '';
}

/** Everything that carries policies, for attachment counts and delete conflicts. */
export function carriers(account: SandboxAccount): Readonly<kinds.Carrier>[] {
  return [...tables.roles(account).list(), ...tables.users(account).list(), ...tables.groups(account).list()];
}

export function attachmentsOf(account: SandboxAccount, arn: string): { attached: number; boundary: number } {
  const all = carriers(account);
  return {
    attached: all.filter((c) => c.attached.includes(arn)).length,
    boundary: all.filter((c) => c.boundary === arn).length,
  };
}

export function entityId(account: SandboxAccount, prefix: string): string {
  return prefix + account.newId(17, BASE32);
}

export function arnOf(account: SandboxAccount, type: string, path: string | undefined, name: string): string {
  return `arn:${account.partition}:iam::${account.id}:${type}${pathOf(path)}${name}`;
}

export function isPath(text: string): boolean {
  return text.length <= 512 && text.startsWith('/') && text.endsWith('/') && /^[!-~]+$/.test(text);
}

export function pathOf(path: string | undefined): string {
  const given = path ?? '/';
  if (!isPath(given)) {
    throw validation(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
  return given;
}

/** Checks grammar and size. Sizes are counted without white space, as IAM does. */
export function checkedPolicy(
  text: string | undefined,
  use: PolicyUse,
  size: { quota: string; limit: number },
): string {
  const document = text ?? '';
  const fault = policyFault(document, use);
  if (fault !== null) throw malformed(fault);
  if (document.replace(/\s/g, '').length > size.limit) throw limitExceeded(size.quota, size.limit);
  return document;
}

/** Policy documents travel percent-encoded (RFC 3986). */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
