/** Temporary credentials of the account that are known to the test, and AWS's refusals at their most talkative. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Spine } from '../../support/spine.ts';

export interface Planted {
  env: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string; AWS_SESSION_TOKEN: string };
}

export const clientOf = ({ env }: Spine) => ({
  endpoint: env['AWS_ENDPOINT_URL'] ?? '',
  region: env['AWS_REGION'] ?? '',
  credentials: {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
});

/** A role that may everything, assumed for an hour. */
export async function plant(spine: Spine): Promise<Planted> {
  const iam = new IAMClient(clientOf(spine));
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } };
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const made = await iam.send(
    new CreateRoleCommand({ RoleName: 'planted', AssumeRolePolicyDocument: document(trust) }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'planted', PolicyName: 'all', PolicyDocument: document(statement) }),
  );
  await spine.clock.sleep(30_000);
  const { Credentials: given } = await new STSClient(clientOf(spine)).send(
    new AssumeRoleCommand({
      RoleArn: made.Role?.Arn ?? '',
      RoleSessionName: 'person',
      DurationSeconds: 3600,
    }),
  );
  return {
    env: {
      AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: given?.SessionToken ?? '',
    },
  };
}

/**
 * A refusal that quotes what it should not: the caller's keys, the canonical request with the token of the session (as S3
 * does with SignatureDoesNotMatch), and a presigned address.
 */
export function talkative({ env }: Planted, presigned: string): string {
  return [
    `User: arn:aws:sts::123456789012:assumed-role/planted/person is not authorized to perform: s3:ListAllMyBuckets`,
    `on resource: arn:aws:s3:::x (key ${env.AWS_ACCESS_KEY_ID}, secret ${env.AWS_SECRET_ACCESS_KEY}).`,
    `The Canonical String for this request should have been 'GET / host:s3.amazonaws.com`,
    `x-amz-security-token:${env.AWS_SESSION_TOKEN} X-Amz-Credential=${env.AWS_ACCESS_KEY_ID}/20261120/x/aws4_request'`,
    `Open ${presigned} instead.`,
  ].join(' ');
}
