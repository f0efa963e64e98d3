/**
 * What Batch looks at before it takes a compute environment. Rules from the API model (batch/2016-08-10, botocore 1.43.11:
 * ComputeResource, Ec2Configuration, ComputeResourceUpdate). AWS's words where a public report has them, else our own.
 */
import type { ComputeResource, Ec2Configuration } from '@aws-sdk/client-batch';
import { notModelled } from '../../engine/perform.ts';
import type { AwsError, Call, SandboxAccount } from '../../engine/types.ts';
import { networkOf } from '../ec2/network.ts';
import { findProfile, roleExists } from './roles.ts';
import { familyOf, typesFor } from './machine-types.ts';

const strategies = {
  EC2: ['BEST_FIT', 'BEST_FIT_PROGRESSIVE'],
  SPOT: ['BEST_FIT', 'BEST_FIT_PROGRESSIVE', 'SPOT_CAPACITY_OPTIMIZED', 'SPOT_PRICE_CAPACITY_OPTIMIZED'],
} as const;

/** Since 30 June 2026 no new environment may use them; before, they were the default. */
const retiredImages = ['ECS_AL2', 'ECS_AL2_NVIDIA'];
const images = [...retiredImages, 'ECS_AL2023', 'ECS_AL2023_NVIDIA'];

/** GPU families that the GPU image of Amazon Linux 2023 has no driver for. */
const withoutDriver = ['p2', 'p3', 'g3'];

type Refuse = (text: string) => AwsError;

export const isBestFit = (r: Pick<ComputeResource, 'allocationStrategy'>): boolean =>
  (r.allocationStrategy ?? 'BEST_FIT') === 'BEST_FIT';

export function checkResources(r: ComputeResource, refuse: Refuse): void {
  if (r.type !== 'EC2' && r.type !== 'SPOT') {
    if (r.type === 'FARGATE' || r.type === 'FARGATE_SPOT')
      throw notModelled('batch', `CreateComputeEnvironment with type ${r.type}`);
    throw refuse('ComputeResources.type must be one of EC2, SPOT, FARGATE, FARGATE_SPOT');
  }
  const allowed: readonly string[] = strategies[r.type];
  if (r.allocationStrategy !== undefined && !allowed.includes(r.allocationStrategy))
    throw refuse(`Allocation strategy ${r.allocationStrategy} is not supported for compute type ${r.type}`);
  checkCounts(r, refuse);
  checkTypes(r, refuse);
  if (!r.instanceRole) throw refuse('ComputeResources.instanceRole cannot not be null or empty');
  if (!r.subnets?.length) throw refuse('ComputeResources.subnets cannot not be null or empty');
  if (!r.securityGroupIds?.length && r.launchTemplate === undefined)
    throw refuse('ComputeResources.securityGroupIds cannot not be null or empty');
  // The words are as hashicorp/terraform-provider-aws#1759 has them.
  if (r.type === 'SPOT' && isBestFit(r) && !r.spotIamFleetRole)
    throw refuse('ComputeResources.spotIamFleetRole cannot not be null or empty');
  checkImages(r, refuse);
}

export function checkCounts(r: ComputeResource, refuse: Refuse): void {
  const { minvCpus = 0, maxvCpus = 0, desiredvCpus = minvCpus, bidPercentage: bid } = r;
  if (maxvCpus < 1) throw refuse('maxvCpus must be greater than 0');
  if (minvCpus < 0 || minvCpus > maxvCpus) throw refuse('minvCpus must be between 0 and maxvCpus');
  if (desiredvCpus < minvCpus || desiredvCpus > maxvCpus)
    throw refuse('desiredvCpus must be between minvCpus and maxvCpus');
  if (bid !== undefined && (bid < 0 || bid > 100)) throw refuse('bidPercentage must be between 0 and 100');
  const delay = r.scalingPolicy?.minScaleDownDelayMinutes ?? 0;
  if (delay !== 0 && (delay < 20 || delay > 10_080))
    throw refuse('minScaleDownDelayMinutes must be 0 or between 20 and 10080');
}

export function checkTypes(r: ComputeResource, refuse: Refuse): void {
  if (!r.instanceTypes?.length) throw refuse('ComputeResources.instanceTypes cannot not be null or empty');
  const unknown = r.instanceTypes.find((entry) => typesFor(entry).length === 0 && familyOf(entry) !== 'g3');
  if (unknown !== undefined) throw refuse(`Instance type can only be one of those offered; not ${unknown}`);
}

/** An AMI of one's own is taken as it is; what Batch would provide must be provided still. */
export function checkImages(r: ComputeResource, refuse: Refuse): void {
  const wanted = r.ec2Configuration ?? [];
  if (wanted.length > 2) throw refuse('Ec2Configuration can have one or two entries');
  for (const { imageType } of wanted)
    if (imageType === undefined || !images.includes(imageType))
      throw refuse(`Ec2Configuration.imageType can only be one of ${images.join(', ')}`);
  const own = (entry: Ec2Configuration | undefined) =>
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- taken as AWS takes it
    Boolean(entry?.imageIdOverride ?? r.imageId);
  for (const entry of wanted)
    if (retiredImages.includes(entry.imageType ?? '') && !own(entry))
      throw refuse(
        `Creation of compute environments with Batch-provided Amazon Linux 2 AMIs (${entry.imageType ?? ''}) is not supported since June 30, 2026`,
      );
  const gpuImage = wanted.find((entry) => entry.imageType === 'ECS_AL2023_NVIDIA');
  if (own(gpuImage)) return;
  const wrong = (r.instanceTypes ?? []).find((entry) => withoutDriver.includes(familyOf(entry)));
  if (wrong !== undefined) throw refuse(`ECS_AL2023_NVIDIA does not support instance type ${wrong}`);
}

/**
 * What EC2 refuses only when Batch sets the environment up: it becomes INVALID with the text as its reason. Form as
 * reported in Netflix/metaflow-tools#9.
 */
export function setUpFault(
  account: SandboxAccount,
  region: string,
  r: ComputeResource | undefined,
): string | undefined {
  if (!r) return undefined;
  const network = networkOf(account, region);
  const profile = r.instanceRole ?? '';
  if (!findProfile(account, profile)?.roleName)
    return `CLIENT_ERROR - Invalid IamInstanceProfile: ${profile.split('/').at(-1) ?? ''}`;
  const subnet = r.subnets?.find((id) => !network.subnets.some((s) => s.id === id));
  if (subnet !== undefined) return `CLIENT_ERROR - The subnet ID '${subnet}' does not exist`;
  const group = r.securityGroupIds?.find((id) => id !== network.securityGroup);
  if (group !== undefined) return `CLIENT_ERROR - The security group '${group}' does not exist`;
  // Only the old way to buy on Spot uses this role: aws/aws-cdk#6706.
  if (r.type === 'SPOT' && isBestFit(r) && !roleExists(account, r.spotIamFleetRole ?? ''))
    return 'CLIENT_ERROR - Parameter: SpotFleetRequestConfig.IamFleetRole is invalid.';
  return undefined;
}

/** In-place changes of an environment: `BEST_FIT` lets only its size, state and role change. */
export function checkUpdate(
  call: Pick<Call, 'requestId'>,
  before: ComputeResource,
  change: object,
  refuse: Refuse,
): void {
  const always = ['minvCpus', 'maxvCpus', 'desiredvCpus'];
  const more = Object.keys(change).filter((name) => !always.includes(name));
  if (more.length > 0 && isBestFit(before))
    throw refuse(
      `Compute environments with allocation strategy BEST_FIT cannot be updated in place: ${more.join(', ')}`,
    );
}
