/** The resource types that the sandbox models; every other one is refused by name. */
import { jobDefinition } from './batch-definition.ts';
import { computeEnvironment } from './batch-environment.ts';
import { jobQueue } from './batch-queue.ts';
import { codebuildProject } from './codebuild.ts';
import { repository } from './ecr.ts';
import { instanceProfile } from './iam-instance-profile.ts';
import { inlinePolicy, managedPolicy } from './iam-policies.ts';
import { role } from './iam-role.ts';
import { logGroup } from './logs.ts';
import { bucket } from './s3-bucket.ts';
import { bucketPolicy } from './s3-policy.ts';
import { lifecycleConfig } from './sagemaker-lifecycle-config.ts';
import { notebookInstance } from './sagemaker-notebook.ts';
import { schedule, scheduleGroup } from './scheduler.ts';
import { topic, topicPolicy } from './sns.ts';
import { subscription } from './sns-subscription.ts';
import type { ResourceType } from './types.ts';
import { waitConditionHandle } from './wait-condition-handle.ts';

export const RESOURCE_TYPES: readonly ResourceType[] = [
  computeEnvironment,
  jobQueue,
  jobDefinition,
  bucket,
  bucketPolicy,
  role,
  inlinePolicy,
  managedPolicy,
  instanceProfile,
  notebookInstance,
  lifecycleConfig,
  schedule,
  scheduleGroup,
  topic,
  subscription,
  topicPolicy,
  logGroup,
  repository,
  codebuildProject,
  waitConditionHandle,
];

const byName = new Map(RESOURCE_TYPES.map((type) => [type.type, type]));

export const resourceType = (name: string): ResourceType | undefined => byName.get(name);
