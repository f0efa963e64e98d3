/** The bucket's own policy. */
import type { PutBucketPolicyRequest } from '@aws-sdk/client-s3';
import type { Call } from '../../engine/types.ts';
import { readPolicy } from '../iam/policy.ts';
import { policyFault } from '../iam/validate.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { onBucket } from './access.ts';
import { refusal } from './errors.ts';
import { bucketIn, tables, type BucketInput } from './store.ts';

const MAX_BYTES = 20_480;

/** Condition keys with which a statement for everyone is not public. Source: S3 User Guide, "The meaning of public". */
const NARROWING = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
];

function isPublic(text: string): boolean {
  return readPolicy(text).statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      statement.principals?.values.some((entry) => entry.value === '*') === true &&
      !statement.conditions.some(
        ({ key, operator, values }) =>
          NARROWING.includes(key) && !operator.includes('Not') && !values.includes('*'),
      ),
  );
}

/** Every resource of a bucket policy is the bucket or in it. */
function checkPolicy(text: string, bucket: string): void {
  if (!text.startsWith('{')) throw refusal('MalformedPolicy');
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw refusal('MalformedPolicy', 'Policies must not exceed 20 KB in size');
  }
  const fault = policyFault(text, 'bucket');
  if (fault !== null) throw refusal('MalformedPolicy', fault);
  const arn = `arn:aws:s3:::${bucket}`;
  for (const { resources, actions } of readPolicy(text).statements) {
    for (const resource of resources?.values ?? []) {
      if (resource !== arn && !resource.startsWith(`${arn}/`)) {
        throw refusal('MalformedPolicy', 'Policy has invalid resource');
      }
    }
    if (actions.values.some((action) => action !== '*' && !/^s3:/i.test(action))) {
      throw refusal('MalformedPolicy', 'Policy has invalid action');
    }
  }
}

function putPolicy(call: Call<PutBucketPolicyRequest>): object {
  const bucket = bucketIn(call);
  const text = (call.input.Policy ?? '').trim();
  checkPolicy(text, bucket.name);
  const block = bucket.configuration.PublicAccessBlockConfiguration as
    { BlockPublicPolicy?: boolean } | undefined;
  if (block?.BlockPublicPolicy === true && isPublic(text)) {
    throw refusal(
      'AccessDenied',
      `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  }
  tables.buckets(call.account).put({ ...bucket, policy: text });
  return {};
}

function policyIn(call: Call<BucketInput>): string {
  const { policy, name } = bucketIn(call);
  if (policy === undefined) throw refusal('NoSuchBucketPolicy', undefined, { BucketName: name });
  return policy;
}

export const bucketPolicyOperations: Operations = {
  PutBucketPolicy: operation({ access: onBucket('PutBucketPolicy'), run: putPolicy }),
  GetBucketPolicy: operation<BucketInput, object>({
    access: onBucket('GetBucketPolicy'),
    run: (call) => ({ Policy: policyIn(call) }),
  }),
  GetBucketPolicyStatus: operation<BucketInput, object>({
    access: onBucket('GetBucketPolicyStatus'),
    run: (call) => ({ PolicyStatus: { IsPublic: isPublic(policyIn(call)) } }),
  }),
  DeleteBucketPolicy: operation<BucketInput, object>({
    access: onBucket('DeleteBucketPolicy'),
    run(call) {
      const { policy: _, ...bucket } = bucketIn(call);
      tables.buckets(call.account).put(bucket);
      return {};
    },
  }),
};
