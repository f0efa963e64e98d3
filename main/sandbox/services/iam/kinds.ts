/** What IAM keeps. Names are unique without case; instants are ms since 1970, virtual time. */
import type { Kind } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

interface Entity {
  name: string;
  /** `/` or `/millwright/`. */
  path: string;
  /** `AROA…`, `AIDA…`, …: never used again, also when the name is. */
  id: string;
  arn: string;
  createdAt: number;
  tags: Tags;
}

/** What carries policies: a role, a user, a group. */
export interface Carrier extends Entity {
  /** Inline policies: name to JSON text. */
  inline: Record<string, string>;
  /** ARNs of managed policies, in the order of attaching. */
  attached: string[];
  boundary?: string;
}

export interface Role extends Carrier {
  /** JSON text of the trust policy. */
  trust: string;
  description?: string;
  /** Seconds. */
  maxSessionDuration: number;
  /** False for the first seconds after creation, as roles take time to be known everywhere in AWS. */
  usable: boolean;
  /** Service of a service-linked role. */
  linkedTo?: string;
}

export interface User extends Carrier {
  /** Password profile: kept only as the fact that there is one. */
  login: { createdAt: number; resetRequired: boolean } | null;
}

export interface Group extends Carrier {
  members: string[];
}

export interface PolicyVersion {
  id: string;
  document: string;
  createdAt: number;
}

export interface Policy extends Entity {
  description?: string;
  versions: PolicyVersion[];
  defaultVersion: string;
  /** Number of the next version; numbers are never used again. */
  nextVersion: number;
  updatedAt: number;
}

export interface InstanceProfile extends Entity {
  roleName: string | null;
}

export interface AccessKey {
  id: string;
  secret: string;
  userName: string;
  active: boolean;
  createdAt: number;
}

export interface IamSettings {
  id: 'settings';
  /** Seconds that AWS takes until a new role can be used. */
  roleDelay: number;
}

const byName = (entity: Entity): string => entity.name.toLowerCase();

export const roles: Kind<Role> = { name: 'iam/role', key: byName, scope: 'global' };
export const users: Kind<User> = { name: 'iam/user', key: byName, scope: 'global' };
export const groups: Kind<Group> = { name: 'iam/group', key: byName, scope: 'global' };
export const policies: Kind<Policy> = { name: 'iam/policy', key: (p) => p.arn, scope: 'global' };
export const profiles: Kind<InstanceProfile> = {
  name: 'iam/instance-profile',
  key: byName,
  scope: 'global',
};
export const accessKeys: Kind<AccessKey> = { name: 'iam/access-key', key: (k) => k.id, scope: 'global' };
export const settings: Kind<IamSettings> = {
  name: 'iam/settings',
  key: (s) => s.id,
  scope: 'global',
  record: true,
};

/** Region under which global tables are opened. */
export const GLOBAL = 'aws-global';
