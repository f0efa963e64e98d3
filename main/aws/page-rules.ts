/**
 * Lists that come in pages: the members that carry the token, and the largest page that AWS gives (its own default is
 * often 10). From the paginators and limits of the API models (botocore 1.43).
 */
export interface PageRule {
  input: string;
  output: string;
  limit?: { member: string; max: number };
}

const token = { input: 'NextToken', output: 'NextToken' };
const marker = { input: 'Marker', output: 'Marker' };
const lower = { input: 'nextToken', output: 'nextToken' };
const of = (member: string, max: number) => ({ limit: { member, max } });

const rules: Record<string, PageRule> = {
  'batch:DescribeComputeEnvironments': { ...lower, ...of('maxResults', 100) },
  'batch:DescribeJobQueues': { ...lower, ...of('maxResults', 100) },
  // With filters 100; without them 1000 (API reference of ListJobs).
  'batch:ListJobs': lower,
  'cloudformation:DescribeChangeSet': token,
  'cloudformation:DescribeStackEvents': token,
  'cloudformation:DescribeStackResourceDrifts': { ...token, ...of('MaxResults', 100) },
  'cloudformation:DescribeStacks': token,
  'cloudformation:ListChangeSets': token,
  'cloudformation:ListStackResources': token,
  'cloudformation:ListStacks': token,
  'cloudwatch:GetMetricData': token,
  'cloudwatch:ListMetrics': token,
  'codebuild:ListBuildsForProject': lower,
  'ec2:DescribeInstanceTypeOfferings': { ...token, ...of('MaxResults', 1000) },
  'ec2:DescribeInstances': { ...token, ...of('MaxResults', 1000) },
  'ec2:DescribeInstanceTypes': { ...token, ...of('MaxResults', 100) },
  'ec2:DescribeRouteTables': { ...token, ...of('MaxResults', 100) },
  'ec2:DescribeSecurityGroups': { ...token, ...of('MaxResults', 1000) },
  'ec2:DescribeSpotPriceHistory': { ...token, ...of('MaxResults', 1000) },
  'ec2:DescribeSubnets': { ...token, ...of('MaxResults', 1000) },
  'ec2:DescribeVpcs': { ...token, ...of('MaxResults', 1000) },
  'ecr:DescribeImages': { ...lower, ...of('maxResults', 1000) },
  'ecr:DescribeRepositories': { ...lower, ...of('maxResults', 1000) },
  'iam:ListAttachedRolePolicies': { ...marker, ...of('MaxItems', 1000) },
  'iam:ListRolePolicies': { ...marker, ...of('MaxItems', 1000) },
  'iam:ListRoles': { ...marker, ...of('MaxItems', 1000) },
  'iam:SimulatePrincipalPolicy': { ...marker, ...of('MaxItems', 1000) },
  'logs:DescribeLogGroups': { ...lower, ...of('limit', 50) },
  'logs:DescribeLogStreams': { ...lower, ...of('limit', 50) },
  'logs:FilterLogEvents': { ...lower, ...of('limit', 10_000) },
  'pricing:DescribeServices': { ...token, ...of('MaxResults', 100) },
  'pricing:GetAttributeValues': { ...token, ...of('MaxResults', 100) },
  'pricing:GetProducts': { ...token, ...of('MaxResults', 100) },
  's3:ListBuckets': { input: 'ContinuationToken', output: 'ContinuationToken', ...of('MaxBuckets', 1000) },
  's3:ListObjectsV2': {
    input: 'ContinuationToken',
    output: 'NextContinuationToken',
    ...of('MaxKeys', 1000),
  },
  's3:ListParts': { input: 'PartNumberMarker', output: 'NextPartNumberMarker', ...of('MaxParts', 1000) },
  'sagemaker:ListNotebookInstances': { ...token, ...of('MaxResults', 100) },
  'sagemaker:ListTags': { ...token, ...of('MaxResults', 50) },
  'scheduler:ListSchedules': { ...token, ...of('MaxResults', 100) },
  'service-quotas:ListAWSDefaultServiceQuotas': { ...token, ...of('MaxResults', 100) },
  'service-quotas:ListRequestedServiceQuotaChangeHistory': { ...token, ...of('MaxResults', 100) },
  'service-quotas:ListServiceQuotas': { ...token, ...of('MaxResults', 100) },
  'sns:ListTopics': token,
};

/** Undefined: the operation answers everything at once, or is no list. */
export function pageRuleOf(service: string, operation: string): PageRule | undefined {
  return rules[`${service}:${operation}`];
}
