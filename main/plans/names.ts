/** Names and ARNs that follow from the account and region alone; a guard, a plan or a person must be able to name them. */
import { trainingEnvironmentName, trainingStackName } from '../../preload/contract/plain.ts';
import type { Target } from '../../preload/contract/plan.ts';

export const stackNames = {
  foundation: 'millwright-foundation',
  storage: (bucket: string) => `millwright-storage-${bucket.replaceAll('.', '-')}`,
  notebook: (notebook: string) => `millwright-notebook-${notebook}`,
  trainingEnvironment: trainingEnvironmentName,
  training: trainingStackName,
  imageBuild: (name: string) => imageBuildName(name),
  template: (name: string) => `millwright-template-${name}`,
};

/** Stack, repository and project of the image of a training. Repositories have small letters only. */
export const imageBuildName = (training: string): string => `millwright-image-${training.toLowerCase()}`;

/** What the training environment and a training are called in Batch; a call has to name them. */
export const trainingNames = {
  queue: trainingEnvironmentName,
  definition: trainingStackName,
};

/** Of the policy that is the upper limit of roles, in the path `/millwright/`. */
export const boundaryName = (region: string): string => `millwright-${region}-boundary`;

/** ARNs of what the foundation's template makes; undefined while the plan has no account. */
export function foundationArns(
  target: Target,
): { stackRole: string; guardRole: string; boundary: string } | undefined {
  if (target.accountId === null) return undefined;
  const iam = `arn:${target.partition}:iam::${target.accountId}`;
  return {
    stackRole: `${iam}:role/millwright/millwright-${target.region}-cloudformation`,
    guardRole: `${iam}:role/millwright/millwright-${target.region}-guard`,
    boundary: `${iam}:policy/millwright/${boundaryName(target.region)}`,
  };
}

/** Whether a role is the guard of a prepared account, as `foundationArns` names it; empty: the template takes that one. */
export const isOwnGuard = (roleArn: string): boolean =>
  roleArn === '' || /:role\/millwright\/millwright-[\w-]+-guard$/.test(roleArn);

/** The partition that a region belongs to: `cn-north-1` is in `aws-cn`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}
