import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { absent } from './absent.ts';

/** What a policy of the account says now; null where there is none. */
export const PolicyFact = z.strictObject({
  /** The default version, JSON. */
  document: z.string(),
});
export type PolicyFact = z.infer<typeof PolicyFact>;

/** `name`: of a policy in the path `/millwright/`. */
export async function readPolicy(
  aws: Aws,
  name: string,
  options: AwsCallOptions,
): Promise<PolicyFact | null> {
  const { partition, accountId } = aws.target;
  const PolicyArn = `arn:${partition}:iam::${accountId}:policy/millwright/${name}`;
  const found = await absent(aws.call('iam', 'GetPolicy', { PolicyArn }, options));
  const VersionId = found?.Policy?.DefaultVersionId;
  if (VersionId === undefined) return null;
  const version = await absent(aws.call('iam', 'GetPolicyVersion', { PolicyArn, VersionId }, options));
  const document = version?.PolicyVersion?.Document;
  // AWS sends it as a part of an address: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
  return document === undefined ? null : { document: decodeURIComponent(document) };
}
