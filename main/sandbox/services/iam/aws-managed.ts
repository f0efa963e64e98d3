/**
 * AWS managed policies that the sandbox knows. Marked `reduced`: the real one is longer and changes often; here it allows
 * what the modelled services need. All others of AWS do not exist in the sandbox.
 * Source: AWS Managed Policy Reference Guide.
 */
import type { Policy } from './kinds.ts';

interface Row {
  name: string;
  path?: string;
  reduced?: true;
  allow: string[];
  resource?: string | string[];
  /** Further statements. */
  more?: object[];
}

const passRoleTo = (...services: string[]): object => ({
  Effect: 'Allow',
  Action: ['iam:PassRole'],
  Resource: 'arn:aws:iam::*:role/*',
  Condition: { StringEquals: { 'iam:PassedToService': services } },
});

const ROWS: readonly Row[] = [
  { name: 'AdministratorAccess', allow: ['*'] },
  {
    name: 'PowerUserAccess',
    reduced: true,
    allow: [],
    more: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles'],
        Resource: '*',
      },
    ],
  },
  {
    name: 'ReadOnlyAccess',
    reduced: true,
    allow: [
      'cloudformation:Describe*',
      'cloudformation:Detect*',
      'cloudformation:Get*',
      'cloudformation:List*',
      'cloudwatch:Describe*',
      'cloudwatch:Get*',
      'cloudwatch:List*',
      'ec2:Describe*',
      'ec2:Get*',
      'iam:Generate*',
      'iam:Get*',
      'iam:List*',
      'iam:Simulate*',
      'logs:Describe*',
      'logs:FilterLogEvents',
      'logs:Get*',
      'logs:List*',
      'pricing:Describe*',
      'pricing:Get*',
      's3:Get*',
      's3:List*',
      'sagemaker:Describe*',
      'sagemaker:List*',
      'sagemaker:Search',
      'scheduler:Get*',
      'scheduler:List*',
      'servicequotas:Get*',
      'servicequotas:List*',
      'sns:Get*',
      'sns:List*',
      'sts:GetAccessKeyInfo',
      'sts:GetCallerIdentity',
      'sts:GetSessionToken',
    ],
  },
  {
    name: 'AmazonSageMakerFullAccess',
    reduced: true,
    allow: ['sagemaker:*'],
    more: [
      {
        Effect: 'Allow',
        Action: [
          'cloudwatch:GetMetricData',
          'cloudwatch:GetMetricStatistics',
          'cloudwatch:ListMetrics',
          'cloudwatch:PutMetricData',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
          'iam:ListRoles',
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:DescribeLogStreams',
          'logs:GetLogEvents',
          'logs:PutLogEvents',
          's3:CreateBucket',
          's3:GetBucketCors',
          's3:GetBucketLocation',
          's3:ListAllMyBuckets',
          's3:ListBucket',
          's3:PutBucketCors',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        Resource: [
          'arn:aws:s3:::*SageMaker*',
          'arn:aws:s3:::*Sagemaker*',
          'arn:aws:s3:::*sagemaker*',
          'arn:aws:s3:::*aws-glue*',
        ],
      },
      {
        Effect: 'Allow',
        Action: 'iam:CreateServiceLinkedRole',
        Resource: 'arn:aws:iam::*:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*',
      },
      passRoleTo('sagemaker.amazonaws.com'),
    ],
  },
  { name: 'AmazonSageMakerReadOnly', reduced: true, allow: ['sagemaker:Describe*', 'sagemaker:List*'] },
  { name: 'AmazonS3FullAccess', allow: ['s3:*', 's3-object-lambda:*'] },
  {
    name: 'AmazonS3ReadOnlyAccess',
    allow: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'],
  },
  { name: 'IAMFullAccess', reduced: true, allow: ['iam:*'] },
  {
    name: 'IAMReadOnlyAccess',
    allow: [
      'iam:GenerateCredentialReport',
      'iam:GenerateServiceLastAccessedDetails',
      'iam:Get*',
      'iam:List*',
      'iam:SimulateCustomPolicy',
      'iam:SimulatePrincipalPolicy',
    ],
  },
  { name: 'AWSCloudFormationFullAccess', allow: ['cloudformation:*'] },
  {
    name: 'AWSCloudFormationReadOnlyAccess',
    reduced: true,
    allow: [
      'cloudformation:Describe*',
      'cloudformation:Get*',
      'cloudformation:List*',
      'cloudformation:ValidateTemplate',
      'cloudformation:Detect*',
    ],
  },
  {
    name: 'CloudWatchFullAccessV2',
    reduced: true,
    allow: ['cloudwatch:*', 'logs:*', 'sns:CreateTopic', 'sns:ListTopics'],
  },
  {
    name: 'CloudWatchReadOnlyAccess',
    reduced: true,
    allow: [
      'cloudwatch:Get*',
      'cloudwatch:List*',
      'cloudwatch:Describe*',
      'logs:Get*',
      'logs:List*',
      'logs:Describe*',
      'logs:FilterLogEvents',
    ],
  },
  { name: 'CloudWatchLogsFullAccess', reduced: true, allow: ['logs:*', 'cloudwatch:GenerateQuery'] },
  {
    name: 'CloudWatchLogsReadOnlyAccess',
    reduced: true,
    allow: ['logs:Describe*', 'logs:Get*', 'logs:List*', 'logs:FilterLogEvents'],
  },
  { name: 'AmazonEC2ReadOnlyAccess', reduced: true, allow: ['ec2:Describe*', 'ec2:GetSecurityGroupsForVpc'] },
  { name: 'AmazonSNSFullAccess', allow: ['sns:*'] },
  {
    name: 'AmazonEventBridgeSchedulerFullAccess',
    allow: ['scheduler:*'],
    more: [
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::*:role/*',
        Condition: { StringLike: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      },
    ],
  },
  {
    name: 'ServiceQuotasReadOnlyAccess',
    reduced: true,
    allow: ['servicequotas:Get*', 'servicequotas:List*'],
  },
  {
    name: 'AWSLambdaBasicExecutionRole',
    path: '/service-role/',
    allow: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  },
];

const MADE_AT = Date.UTC(2015, 1, 6, 18, 39, 46);

function policyFrom(row: Row): Policy {
  const path = row.path ?? '/';
  const statements = [
    ...(row.allow.length > 0 ? [{ Effect: 'Allow', Action: row.allow, Resource: row.resource ?? '*' }] : []),
    ...(row.more ?? []),
  ];
  return {
    name: row.name,
    path,
    id: `ANPA${Buffer.from(row.name).toString('hex').toUpperCase().padEnd(17, 'A').slice(-17)}`,
    arn: `arn:aws:iam::aws:policy${path}${row.name}`,
    createdAt: MADE_AT,
    updatedAt: MADE_AT,
    tags: {},
    ...(row.reduced ? { description: 'Reduced in the sandbox: the policy of AWS is longer.' } : {}),
    versions: [
      {
        id: 'v1',
        document: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        createdAt: MADE_AT,
      },
    ],
    defaultVersion: 'v1',
    nextVersion: 2,
  };
}

/** By ARN. */
export const awsManagedPolicies: ReadonlyMap<string, Policy> = new Map(
  ROWS.map((row) => policyFrom(row)).map((policy) => [policy.arn, policy]),
);

export const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';
