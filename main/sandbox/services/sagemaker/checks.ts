/** What SageMaker looks at beyond the shape of a request, with its words where they are public. */
import type { CreateNotebookInstanceInput, UpdateNotebookInstanceInput } from '@aws-sdk/client-sagemaker';
import { AwsError, type Call, type Principal, type SandboxAccount } from '../../engine/types.ts';
import { networkOf } from '../ec2/network.ts';
import { quotaLimit } from '../service-quotas/quotas.ts';
import { lifecycleConfigs, notebooks, type Notebook, type NotebookStatus } from './kinds.ts';

const service = 'sagemaker.amazonaws.com';
const refuse = (text: string) => new AwsError('ValidationException', text);

/** No new notebook may be made on these; see the AWS guide "Amazon Linux 2 notebook instances". */
const retired = ['notebook-al1-v1', 'notebook-al2-v1', 'notebook-al2-v2'];

/** States in which an instance takes a place of its type's quota. */
const usesQuota: readonly NotebookStatus[] = [
  'Pending',
  'InService',
  'PendingMaintenance',
  'InMaintenance',
  'Stopping',
];

export async function checkCreate({
  account,
  region,
  input,
}: Call<CreateNotebookInstanceInput>): Promise<void> {
  await checkType(input.InstanceType);
  checkPlatform(input.PlatformIdentifier);
  checkAccelerators(input.AcceleratorTypes);
  if (input.DirectInternetAccess === 'Disabled' && input.SubnetId === undefined)
    throw refuse('DirectInternetAccess can be set to Disabled only if a SubnetId is given.');
  if (input.SecurityGroupIds?.length && input.SubnetId === undefined)
    throw refuse('SecurityGroupIds can be given only together with a SubnetId.');
  const existing = notebooks(account, region).get(input.NotebookInstanceName ?? '');
  if (existing !== undefined)
    throw refuse(`Cannot create already existing notebook instance (${existing.arn}).`);
  checkLifecycle(account, region, input.LifecycleConfigName);
  checkNetwork(account, region, input);
}

export async function checkUpdate(
  { account, region, input }: Call<UpdateNotebookInstanceInput>,
  notebook: Readonly<Notebook>,
): Promise<void> {
  await checkType(input.InstanceType);
  checkPlatform(input.PlatformIdentifier);
  checkAccelerators(input.AcceleratorTypes);
  if (input.VolumeSizeInGB !== undefined && input.VolumeSizeInGB < notebook.volumeGb)
    throw refuse(
      `Requested volume size (${input.VolumeSizeInGB} GB) must not be smaller than the current one (${notebook.volumeGb} GB) of Notebook Instance (${notebook.arn})`,
    );
  if (input.LifecycleConfigName !== undefined && input.DisassociateLifecycleConfig === true)
    throw refuse('LifecycleConfigName and DisassociateLifecycleConfig cannot be given together.');
  checkLifecycle(account, region, input.LifecycleConfigName);
}

async function checkType(type: string | undefined): Promise<void> {
  if (type === undefined) return;
  const { _InstanceType: known } = await import('@aws-sdk/client-sagemaker');
  const names = Object.values(known) as string[];
  if (names.includes(type)) return;
  throw refuse(
    `1 validation error detected: Value '${type}' at 'instanceType' failed to satisfy constraint: Member must satisfy enum value set: [${names.join(', ')}]`,
  );
}

/** Text as reported in orcasecurity-research/AIGoat#10. */
function checkPlatform(platform: string | undefined): void {
  if (platform !== undefined && retired.includes(platform))
    throw refuse(`Platform identifier (${platform}) is not supported for this service.`);
}

function checkAccelerators(types: readonly string[] | undefined): void {
  if (types?.length) throw refuse('Amazon Elastic Inference is no longer available.');
}

function checkLifecycle(account: SandboxAccount, region: string, name: string | undefined): void {
  if (name !== undefined && lifecycleConfigs(account, region).get(name) === undefined)
    throw refuse(`Notebook Instance Lifecycle Config (${name}) does not exist.`);
}

function checkNetwork(account: SandboxAccount, region: string, input: CreateNotebookInstanceInput): void {
  if (input.SubnetId === undefined) return;
  const network = networkOf(account, region);
  if (!network.subnets.some((s) => s.id === input.SubnetId))
    throw refuse(`The subnet ID '${input.SubnetId}' does not exist`);
  for (const group of input.SecurityGroupIds ?? [])
    if (group !== network.securityGroup) throw refuse(`The security group '${group}' does not exist`);
}

/** The role must be of this account and trust SageMaker; a role just made is not yet usable. */
export function checkRole(account: SandboxAccount, roleArn: string): void {
  if (roleArn.split(':')[4] !== account.id)
    throw new AwsError('AccessDeniedException', 'Cross-account pass role is not allowed.');
  try {
    roleOf(account, roleArn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refuse(
      `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal '${service}' to assume the role.`,
    );
  }
}

/** The principal that a notebook acts as. Throws AwsError when the role cannot be assumed. */
export function roleOf(account: SandboxAccount, roleArn: string): Principal {
  return account.assume(roleArn, 'SageMaker', { service });
}

/** Text as reported in aws/amazon-sagemaker-examples#307. */
export function checkQuota(account: SandboxAccount, region: string, type: string): void {
  const quota = `${type} for notebook instance usage`;
  const limit = quotaLimit(account, region, 'sagemaker', quota);
  const used = notebooks(account, region)
    .list()
    .filter((n) => n.instanceType === type && usesQuota.includes(n.status)).length;
  if (used + 1 <= limit) return;
  throw new AwsError(
    'ResourceLimitExceeded',
    `The account-level service limit '${quota}' is ${limit} Instances, with current utilization of ${used} Instances and a request delta of 1 Instances. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`,
  );
}
