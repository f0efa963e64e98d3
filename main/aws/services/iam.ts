/** The IAM operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  IAMClient as Client,
  GetRoleCommand,
  ListRolesCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
