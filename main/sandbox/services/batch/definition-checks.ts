/**
 * What Batch looks at in a job definition, and in what a job overrides. Rules from the API model (batch/2016-08-10, botocore
 * 1.43.11). `vcpus` and `memory` are deprecated there and still taken on EC2; `resourceRequirements` count first.
 */
import type { ContainerProperties, ResourceRequirement, RetryStrategy } from '@aws-sdk/client-batch';
import type { AwsError } from '../../engine/types.ts';

type Refuse = (text: string) => AwsError;

export interface Resources {
  vcpus: number | undefined;
  memoryMib: number | undefined;
  gpus: number;
}

const whole = /^[1-9]\d{0,8}$/;

function amount(list: readonly ResourceRequirement[], type: string, no: Refuse): number | undefined {
  const found = list.filter((r) => r.type === type);
  if (found.length > 1) throw no(`Resource requirement ${type} is given more than once.`);
  const value = found[0]?.value;
  if (value === undefined) return undefined;
  if (!whole.test(value))
    throw no(`Value ${value} of resource requirement ${type} is not a positive integer.`);
  return Number(value);
}

export function resourcesOf(
  from: {
    vcpus?: number | undefined;
    memory?: number | undefined;
    resourceRequirements?: ResourceRequirement[] | undefined;
  },
  no: Refuse,
): Resources {
  const list = from.resourceRequirements ?? [];
  const strange = list.find((r) => !['GPU', 'VCPU', 'MEMORY'].includes(r.type ?? ''));
  if (strange) throw no(`Resource requirement type ${strange.type ?? ''} is not one of GPU, VCPU, MEMORY.`);
  return {
    vcpus: amount(list, 'VCPU', no) ?? from.vcpus,
    memoryMib: amount(list, 'MEMORY', no) ?? from.memory,
    gpus: amount(list, 'GPU', no) ?? 0,
  };
}

/** The first text is as reported in ASFHyP3/hyp3#586. */
export function checkContainer(container: ContainerProperties, no: Refuse): void {
  if (!container.image) throw no('Container image is not provided.');
  const { vcpus, memoryMib } = resourcesOf(container, no);
  if (vcpus === undefined) throw no('vCPU is not provided.');
  if (memoryMib === undefined) throw no('Memory is not provided.');
  if (memoryMib < 4) throw no('Memory must be at least 4 MiB.');
  checkEnvironment(container.environment, no);
}

export function checkEnvironment(variables: ContainerProperties['environment'], no: Refuse): void {
  const reserved = variables?.find((v) => v.name?.startsWith('AWS_BATCH'));
  if (reserved)
    throw no(`Environment variable ${reserved.name ?? ''} must not start with AWS_BATCH, which is reserved.`);
}

const text = /^[\w\s.:*()-]{1,512}$/;
const digits = /^\d*\*?$/;

export function checkRetry(retry: RetryStrategy | undefined, no: Refuse): void {
  if (!retry) return;
  const { attempts, evaluateOnExit: rules = [] } = retry;
  if (attempts !== undefined && (attempts < 1 || attempts > 10))
    throw no('Retry attempts must be between 1 and 10.');
  if (rules.length > 0 && attempts === undefined)
    throw no('Retry attempts must be given together with evaluateOnExit.');
  if (rules.length > 5) throw no('evaluateOnExit can have at most 5 rules.');
  for (const rule of rules) {
    if (!['RETRY', 'EXIT'].includes(rule.action?.toUpperCase() ?? ''))
      throw no('evaluateOnExit.action must be RETRY or EXIT.');
    if (rule.onReason === undefined && rule.onStatusReason === undefined && rule.onExitCode === undefined)
      throw no('evaluateOnExit must have at least one of onReason, onStatusReason and onExitCode.');
    const wrong = [rule.onReason, rule.onStatusReason].find((p) => p !== undefined && !text.test(p));
    if (wrong !== undefined) throw no(`Pattern ${wrong} of evaluateOnExit is not valid.`);
    if (rule.onExitCode !== undefined && !digits.test(rule.onExitCode))
      throw no(`Pattern ${rule.onExitCode} of evaluateOnExit.onExitCode is not valid.`);
  }
}

export function checkTimeout(seconds: number | undefined, no: Refuse): void {
  if (seconds !== undefined && seconds < 60) throw no('Timeout must be at least 60 seconds.');
}
