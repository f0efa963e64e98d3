/**
 * The rights that a change needs, as data. CloudFormation with the foundation's role needs few of the person's own;
 * without it, those of every resource type count too.
 * Names: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import type { Change, StackChange, Target } from '../../preload/contract/plan.ts';
import { iamAction } from '../aws/iam-actions.ts';
import type { NotebookFact } from './facts/notebook.ts';
import type { Facts } from './source.ts';

export interface PermissionNeed {
  action: string;
  resource: string;
  /** Condition keys that the real call will carry. */
  context?: Record<string, string>;
}

const stackActions = {
  create: [
    'cloudformation:CreateChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
  ],
  update: [
    'cloudformation:CreateChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
  ],
  delete: [
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
  ],
  'roll-back': [
    'cloudformation:RollbackStack',
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
  ],
  'continue-roll-back': [
    'cloudformation:ContinueUpdateRollback',
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
  ],
};

/** What a caller without the foundation's role needs for a resource of this type. */
const resourceActions: Record<string, Partial<Record<'create' | 'update' | 'delete', string[]>>> = {
  'AWS::Batch::ComputeEnvironment': {
    create: ['batch:CreateComputeEnvironment', 'batch:TagResource', 'iam:PassRole'],
    update: ['batch:UpdateComputeEnvironment', 'iam:PassRole'],
    delete: ['batch:UpdateComputeEnvironment', 'batch:DeleteComputeEnvironment'],
  },
  'AWS::Batch::JobDefinition': {
    create: ['batch:RegisterJobDefinition', 'batch:TagResource', 'iam:PassRole'],
    update: ['batch:RegisterJobDefinition', 'batch:DeregisterJobDefinition', 'iam:PassRole'],
    delete: ['batch:DeregisterJobDefinition'],
  },
  'AWS::Batch::JobQueue': {
    create: ['batch:CreateJobQueue', 'batch:TagResource'],
    update: ['batch:UpdateJobQueue'],
    delete: ['batch:UpdateJobQueue', 'batch:DeleteJobQueue'],
  },
  'AWS::CodeBuild::Project': {
    create: ['codebuild:CreateProject', 'iam:PassRole'],
    update: ['codebuild:UpdateProject', 'iam:PassRole'],
    delete: ['codebuild:DeleteProject'],
  },
  'AWS::ECR::Repository': {
    create: ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:TagResource'],
    update: ['ecr:PutLifecyclePolicy'],
    delete: ['ecr:DeleteRepository'],
  },
  'AWS::IAM::InstanceProfile': {
    create: ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile', 'iam:PassRole'],
    delete: ['iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'],
  },
  'AWS::Logs::LogGroup': {
    create: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
    update: ['logs:PutRetentionPolicy'],
    delete: ['logs:DeleteLogGroup'],
  },
  'AWS::IAM::ManagedPolicy': {
    create: ['iam:CreatePolicy', 'iam:GetPolicy'],
    update: ['iam:CreatePolicyVersion', 'iam:ListPolicyVersions'],
    delete: ['iam:DeletePolicy'],
  },
  'AWS::IAM::Role': {
    create: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:GetRole'],
    update: ['iam:PutRolePolicy', 'iam:GetRole'],
    delete: ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  },
  'AWS::SNS::Topic': { create: ['sns:CreateTopic'], delete: ['sns:DeleteTopic'] },
  'AWS::SNS::Subscription': { create: ['sns:Subscribe'], delete: ['sns:Unsubscribe'] },
  'AWS::S3::Bucket': {
    create: [
      's3:CreateBucket',
      's3:PutEncryptionConfiguration',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketOwnershipControls',
      's3:PutLifecycleConfiguration',
    ],
  },
  'AWS::S3::BucketPolicy': { create: ['s3:PutBucketPolicy'] },
  'AWS::Scheduler::Schedule': {
    create: ['scheduler:CreateSchedule', 'iam:PassRole'],
    update: ['scheduler:GetSchedule', 'scheduler:UpdateSchedule', 'iam:PassRole'],
    delete: ['scheduler:DeleteSchedule'],
  },
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': {
    create: ['sagemaker:CreateNotebookInstanceLifecycleConfig'],
    delete: ['sagemaker:DeleteNotebookInstanceLifecycleConfig'],
  },
  'AWS::SageMaker::NotebookInstance': {
    create: ['sagemaker:CreateNotebookInstance', 'sagemaker:AddTags', 'iam:PassRole'],
    delete: ['sagemaker:DeleteNotebookInstance', 'sagemaker:DescribeNotebookInstance'],
  },
};

/** Whether the rights on things of this type are asked for before; of others nobody here knows which they are. */
export const checksRights = (type: string): boolean => Object.hasOwn(resourceActions, type);

const uploadActions = ['s3:PutObject', 's3:AbortMultipartUpload'];

/** The rights of all changes, each once, in the order of the changes. */
export function permissionsNeeded(
  changes: readonly Change[],
  target: Target,
  facts: Facts,
): PermissionNeed[] {
  const all = changes.flatMap((change) => needsOf(change, target, facts));
  const seen = new Set<string>();
  return all.filter(({ action, resource }) => {
    const key = `${action}|${resource}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function needsOf(change: Change, target: Target, facts: Facts): PermissionNeed[] {
  const { partition, region } = target;
  const account = target.accountId ?? '*';
  const on = (resource: string, actions: readonly string[]) =>
    actions.map((action): PermissionNeed => ({ action, resource }));
  switch (change.kind) {
    case 'stack':
      return stackNeeds(change, target);
    case 'upload':
      return on(`arn:${partition}:s3:::${change.bucket}/*`, uploadActions);
    case 'call':
    case 'setting': {
      const { NotebookInstanceName: notebook, Bucket: bucket, jobDefinition, jobQueue, jobId } = change.input;
      const { ServiceCode: of, QuotaCode: quota } = change.input;
      if (typeof of === 'string' && typeof quota === 'string')
        return on(`arn:${partition}:servicequotas:${region}:${account}:${of}/${quota}`, [
          iamAction(change.service, change.operation),
        ]);
      const { projectName: project } = change.input;
      if (typeof project === 'string')
        return on(`arn:${partition}:codebuild:${region}:${account}:project/${project}`, [
          iamAction(change.service, change.operation),
          'codebuild:BatchGetBuilds',
        ]);
      // A job is submitted with a right on both, its definition and its queue, and carries tags.
      if (typeof jobDefinition === 'string' && typeof jobQueue === 'string')
        return [
          ...[`job-definition/${jobDefinition}`, `job-queue/${jobQueue}`].flatMap((name) =>
            on(`arn:${partition}:batch:${region}:${account}:${name}`, ['batch:SubmitJob']),
          ),
          ...on(`arn:${partition}:batch:${region}:${account}:job/*`, ['batch:TagResource']),
        ];
      const resource =
        typeof notebook === 'string'
          ? `arn:${partition}:sagemaker:${region}:${account}:notebook-instance/${notebook.toLowerCase()}`
          : typeof bucket === 'string'
            ? `arn:${partition}:s3:::${bucket}${change.operation === 'DeleteBucket' ? '' : '/*'}`
            : typeof jobId === 'string'
              ? `arn:${partition}:batch:${region}:${account}:job/${jobId}`
              : '*';
      const key =
        typeof notebook === 'string'
          ? `notebook:${notebook}`
          : typeof jobId === 'string'
            ? `job:${jobId}`
            : '';
      const made = facts.value<Pick<NotebookFact, 'planId'> | null>(key)?.planId;
      return on(resource, [iamAction(change.service, change.operation)]).map((need) => ({
        ...need,
        // Policies tell what Millwright made by this tag; a simulation does not look it up.
        ...(made != null && { context: { 'aws:ResourceTag/millwright:plan': made } }),
      }));
    }
  }
}

type ResourceAction = 'create' | 'update' | 'delete';

/** Putting back is changing. An update makes, changes and takes away what its plan says. */
function resourceActionsOf(
  { action }: StackChange,
  { effect }: StackChange['resources'][number],
): ResourceAction[] {
  if (action === 'create' || action === 'delete') return [action];
  if (action !== 'update') return ['update'];
  if (effect === 'replace') return ['create', 'delete'];
  return [effect === 'create' || effect === 'delete' ? effect : 'update'];
}

function stackNeeds(change: StackChange, target: Target): PermissionNeed[] {
  const { partition, region } = target;
  const account = target.accountId ?? '*';
  const stack = `arn:${partition}:cloudformation:${region}:${account}:stack/${change.stackName}/*`;
  const role = change.roleArn;
  const own = stackActions[change.action].map((action): PermissionNeed => ({
    action,
    resource: stack,
    // The other calls name no role: the stack has it.
    ...(role !== undefined &&
      action === 'cloudformation:CreateChangeSet' && { context: { 'cloudformation:RoleArn': role } }),
  }));
  if (role !== undefined)
    // What has a role already keeps it: nobody hands it over again.
    return change.action !== 'create' && change.action !== 'update'
      ? own
      : [
          ...own,
          {
            action: 'iam:PassRole',
            resource: role,
            context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
          },
        ];
  const rest = change.resources
    .filter(({ effect }) => effect !== 'keep')
    .flatMap((resource) =>
      resourceActionsOf(change, resource).flatMap((one) => resourceActions[resource.type]?.[one] ?? []),
    );
  return [...own, ...rest.map((action): PermissionNeed => ({ action, resource: '*' }))];
}
