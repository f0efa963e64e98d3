/** Lists that the questions of wizards choose from. */
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

/** Names of the account's buckets, A to Z. */
export async function readBuckets(aws: Aws, options: AwsCallOptions): Promise<string[]> {
  const names: string[] = [];
  for await (const page of aws.pages('s3', 'ListBuckets', {}, options))
    for (const bucket of page.Buckets ?? []) if (bucket.Name !== undefined) names.push(bucket.Name);
  return names.sort();
}

/** ARNs of the roles that SageMaker may take on, by their trust policy. */
export async function readRoles(aws: Aws, options: AwsCallOptions): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of aws.pages('iam', 'ListRoles', {}, options))
    for (const role of page.Roles ?? []) {
      const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? '');
      const ours = role.Path?.startsWith('/millwright/') ?? false;
      if (!ours && trust.includes('sagemaker.amazonaws.com') && role.Arn !== undefined) arns.push(role.Arn);
    }
  return arns.sort();
}
