/** IAM: who may do what in the account. Global: one set of tables for all regions. */
import type { SandboxAccount, ServiceModule } from '../../engine/types.ts';
import { access } from './access.ts';
import { attachmentOperations } from './attachments.ts';
import { ADMINISTRATOR_ACCESS } from './aws-managed.ts';
import { boundaryOperations } from './boundaries.ts';
import { constraints } from './constraints.ts';
import { groupOperations } from './groups.ts';
import { linkedRoleOperations } from './linked-roles.ts';
import { policyOperations } from './policies.ts';
import { profileOperations } from './profiles.ts';
import { ROLE_USABLE, roleBecomesUsable, roleOperations } from './roles.ts';
import { simulationOperations } from './simulate.ts';
import { arnOf, entityId, tables } from './store.ts';
import { summaryOperations } from './summary.ts';
import { tagOperations } from './tagging.ts';
import { userOperations } from './users.ts';

export { roleRefusal } from './access.ts';
export { setRoleDelay } from './roles.ts';

/** A fresh account holds one user, an administrator. */
function seed(account: SandboxAccount): void {
  const { userName, accessKeyId, secretAccessKey } = account.administrator;
  const createdAt = account.clock.now();
  tables.users(account).put({
    name: userName,
    path: '/',
    id: entityId(account, 'AIDA'),
    arn: arnOf(account, 'user', '/', userName),
    createdAt,
    tags: {},
    inline: {},
    attached: [ADMINISTRATOR_ACCESS],
    login: null,
  });
  tables.keys(account).put({
    id: accessKeyId,
    secret: secretAccessKey,
    userName,
    active: true,
    createdAt,
  });
}

export const iam: ServiceModule = {
  signingName: 'iam',
  iamPrefix: 'iam',
  title: 'IAM',
  sdk: () => import('@aws-sdk/client-iam'),
  operations: {
    ...roleOperations,
    ...userOperations,
    ...groupOperations,
    ...policyOperations,
    ...attachmentOperations,
    ...boundaryOperations,
    ...profileOperations,
    ...linkedRoleOperations,
    ...tagOperations,
    ...simulationOperations,
    ...summaryOperations,
  },
  constraints,
  timers: {
    [ROLE_USABLE]: (account: SandboxAccount, _region: string, data: { name: string; id: string }) =>
      roleBecomesUsable(account, data),
  },
  seed,
  access,
  notModelled: [
    'Login profiles, MFA devices, SAML and OIDC providers, certificates, account password policy',
    'Unique ids in place of the ARNs of deleted principals in trust policies',
    'Service control policies, resource control policies, principals of other accounts',
    'Positions (line and column) of matched statements in simulations',
    'AWS managed policies other than those listed by ListPolicies; several of them are reduced and say so',
    'Last-used dates of roles and access keys',
    'Existence of the actions that a policy names',
  ],
};
