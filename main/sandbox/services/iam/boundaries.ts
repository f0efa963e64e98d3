/** Permissions boundaries of roles and users. */
import type {
  DeleteRolePermissionsBoundaryRequest,
  DeleteUserPermissionsBoundaryRequest,
  PutRolePermissionsBoundaryRequest,
  PutUserPermissionsBoundaryRequest,
} from '@aws-sdk/client-iam';
import type { SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { needs } from './access-needs.ts';
import { noSuchEntity } from './errors.ts';
import type { Carrier } from './kinds.ts';
import { findPolicy, roleOf, tables, userOf } from './store.ts';

/** A boundary must be a managed policy that exists. */
export function checkedBoundary(account: SandboxAccount, arn: string | undefined): { boundary?: string } {
  if (arn === undefined) return {};
  if (!findPolicy(account, arn)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  return { boundary: arn };
}

export function boundaryShape(carrier: Readonly<Carrier>): {
  PermissionsBoundary?: {
    PermissionsBoundaryType: 'PermissionsBoundaryPolicy';
    PermissionsBoundaryArn: string;
  };
} {
  return carrier.boundary === undefined
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: carrier.boundary,
        },
      };
}

function without<C extends Carrier>(carrier: Readonly<C>): C {
  const { boundary: _, ...rest } = carrier;
  return rest as C;
}

export const boundaryOperations: Operations = {
  PutRolePermissionsBoundary: operation<PutRolePermissionsBoundaryRequest, object>({
    access: needs.role,
    run({ account, input }) {
      const role = roleOf(account, input.RoleName);
      tables.roles(account).put({ ...role, ...checkedBoundary(account, input.PermissionsBoundary) });
      return {};
    },
  }),
  DeleteRolePermissionsBoundary: operation<DeleteRolePermissionsBoundaryRequest, object>({
    access: needs.role,
    run({ account, input }) {
      tables.roles(account).put(without(roleOf(account, input.RoleName)));
      return {};
    },
  }),
  PutUserPermissionsBoundary: operation<PutUserPermissionsBoundaryRequest, object>({
    access: needs.user,
    run({ account, input }) {
      const user = userOf(account, input.UserName);
      tables.users(account).put({ ...user, ...checkedBoundary(account, input.PermissionsBoundary) });
      return {};
    },
  }),
  DeleteUserPermissionsBoundary: operation<DeleteUserPermissionsBoundaryRequest, object>({
    access: needs.user,
    run({ account, input }) {
      tables.users(account).put(without(userOf(account, input.UserName)));
      return {};
    },
  }),
};
