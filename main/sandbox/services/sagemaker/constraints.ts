/* eslint-disable security/detect-unsafe-regex -- AWS's own patterns, which its messages show; none is ambiguous, so all are linear */
import type { Constraint } from '../../engine/types.ts';

// Patterns, lengths and ranges from the API model of SageMaker (botocore 1.43.11, sagemaker/2017-07-24).
const name: Constraint = { pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, max: 63 };
const tagKey: Constraint = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, min: 1, max: 128 };
const tagValue: Constraint = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, max: 256 };
const role: Constraint = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  min: 20,
  max: 2048,
};
const repository: Constraint = {
  pattern: /^(https:\/\/([^/]+)\/?(.*)|[a-zA-Z0-9](-*[a-zA-Z0-9])*)$/,
  min: 1,
  max: 1024,
};
const networkId: Constraint = { pattern: /^[-0-9a-zA-Z]+$/, max: 32 };
const onOff: Constraint = { enum: ['Enabled', 'Disabled'] };
const arn: Constraint = { pattern: /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+$/, max: 256 };
const script: Constraint = { min: 1, max: 16_384 };
const pageSize: Constraint = { min: 1, max: 100 };
const sortOrder: Constraint = { enum: ['Ascending', 'Descending'] };
const nameContains: Constraint = { pattern: /^[a-zA-Z0-9-]+$/, max: 63 };

const tags = { Tags: { max: 50 }, 'Tags[].Key': tagKey, 'Tags[].Value': tagValue };

const settings = {
  NotebookInstanceName: name,
  RoleArn: role,
  LifecycleConfigName: name,
  VolumeSizeInGB: { min: 5, max: 16_384 },
  DefaultCodeRepository: repository,
  AdditionalCodeRepositories: { max: 3 },
  'AdditionalCodeRepositories[]': repository,
  RootAccess: onOff,
  PlatformIdentifier: {
    pattern: /^(notebook-al1-v1|notebook-al2-v1|notebook-al2-v2|notebook-al2-v3|notebook-al2023-v1)$/,
    max: 20,
  },
  IpAddressType: { enum: ['ipv4', 'dualstack'] },
  'InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion': {
    pattern: /^(1|2)$/,
    max: 1,
  },
} satisfies Record<string, Constraint>;

const oneNotebook = { NotebookInstanceName: name };
const lifecycle = {
  NotebookInstanceLifecycleConfigName: name,
  OnCreate: { max: 1 },
  'OnCreate[].Content': script,
  OnStart: { max: 1 },
  'OnStart[].Content': script,
};

export const constraints: Record<string, Record<string, Constraint>> = {
  CreateNotebookInstance: {
    ...settings,
    SubnetId: networkId,
    SecurityGroupIds: { max: 5 },
    'SecurityGroupIds[]': networkId,
    KmsKeyId: { pattern: /^[a-zA-Z0-9:/_-]*$/, max: 2048 },
    DirectInternetAccess: onOff,
    ...tags,
  },
  UpdateNotebookInstance: settings,
  DescribeNotebookInstance: oneNotebook,
  StartNotebookInstance: oneNotebook,
  StopNotebookInstance: oneNotebook,
  DeleteNotebookInstance: oneNotebook,
  CreatePresignedNotebookInstanceUrl: {
    ...oneNotebook,
    SessionExpirationDurationInSeconds: { min: 1800, max: 43_200 },
  },
  ListNotebookInstances: {
    MaxResults: pageSize,
    SortBy: { enum: ['Name', 'CreationTime', 'Status'] },
    SortOrder: sortOrder,
    NameContains: nameContains,
    StatusEquals: { enum: ['Pending', 'InService', 'Stopping', 'Stopped', 'Failed', 'Deleting', 'Updating'] },
    NotebookInstanceLifecycleConfigNameContains: name,
    DefaultCodeRepositoryContains: { pattern: /^[a-zA-Z0-9-]+$/, max: 1024 },
    AdditionalCodeRepositoryEquals: repository,
  },
  CreateNotebookInstanceLifecycleConfig: { ...lifecycle, ...tags },
  UpdateNotebookInstanceLifecycleConfig: lifecycle,
  DescribeNotebookInstanceLifecycleConfig: { NotebookInstanceLifecycleConfigName: name },
  DeleteNotebookInstanceLifecycleConfig: { NotebookInstanceLifecycleConfigName: name },
  ListNotebookInstanceLifecycleConfigs: {
    MaxResults: pageSize,
    SortBy: { enum: ['Name', 'CreationTime', 'LastModifiedTime'] },
    SortOrder: sortOrder,
    NameContains: nameContains,
  },
  AddTags: { ResourceArn: arn, ...tags },
  ListTags: { ResourceArn: arn, MaxResults: { min: 50 } },
  DeleteTags: { ResourceArn: arn, TagKeys: { min: 1, max: 50 }, 'TagKeys[]': tagKey },
};
