/**
 * The same trouble in each service's own words. Codes and status are those of the services' API models (botocore 1.43) and
 * error pages: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and "Common Errors" of each API reference.
 */
import { AwsError } from '../engine/types.ts';
import type { Protocol } from '../wire/service-model.ts';

type Row = readonly [code: string, status: number, text: string];

/** By signing name; `query` and `json` stand for all others of that kind of protocol. */
type Spellings = Readonly<Record<string, Row>> & { query: Row; json: Row };

const rate = 'Rate exceeded';
const trouble = 'We encountered an internal error. Please try again.';

export const spellings = {
  throttled: {
    query: ['Throttling', 400, rate],
    json: ['ThrottlingException', 400, rate],
    s3: ['SlowDown', 503, 'Please reduce your request rate.'],
    ec2: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
    scheduler: ['ThrottlingException', 429, rate],
    batch: ['TooManyRequestsException', 429, 'Too Many Requests'],
  },
  internal: {
    query: ['InternalFailure', 500, trouble],
    json: ['InternalFailure', 500, trouble],
    s3: ['InternalError', 500, trouble],
    ec2: ['InternalError', 500, trouble],
    iam: ['ServiceFailure', 500, trouble],
    scheduler: ['InternalServerException', 500, trouble],
    sns: ['InternalError', 500, trouble],
    logs: ['ServiceUnavailableException', 500, trouble],
    ecr: ['ServerException', 500, trouble],
    batch: ['ServerException', 500, trouble],
  },
  quota: {
    query: ['LimitExceededException', 400, 'The quota has been reached.'],
    json: ['ServiceQuotaExceededException', 402, 'The quota has been reached.'],
    sagemaker: [
      'ResourceLimitExceeded',
      400,
      "The account-level service limit 'ml.t3.medium for notebook instance usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances. Please contact AWS support to request an increase for this limit.",
    ],
    s3: ['TooManyBuckets', 400, 'You have attempted to create more buckets than allowed.'],
    ec2: ['InstanceLimitExceeded', 400, 'You have requested more instances than your current limit allows.'],
    iam: ['LimitExceeded', 409, 'Cannot exceed quota for RolesPerAccount: 1000'],
    sns: ['TopicLimitExceeded', 403, 'The topic quota has been reached.'],
    monitoring: ['LimitExceeded', 400, 'The quota has been reached.'],
    ecr: ['LimitExceededException', 400, 'The quota has been reached.'],
    codebuild: ['AccountLimitExceededException', 400, 'The quota has been reached.'],
    batch: ['ClientException', 400, 'The quota has been reached.'],
  },
  hardLimit: {
    query: ['LimitExceededException', 400, 'A limit of the service has been reached.'],
    json: ['LimitExceededException', 400, 'A limit of the service has been reached.'],
    iam: ['LimitExceeded', 409, 'Cannot exceed quota for PolicySize: 6144'],
    s3: ['EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size'],
    codebuild: ['AccountLimitExceededException', 400, 'A limit of the service has been reached.'],
    batch: ['ClientException', 400, 'A limit of the service has been reached.'],
  },
  conflict: {
    query: ['OperationInProgressException', 400, 'Another operation is in progress.'],
    json: ['ConflictException', 409, 'Another operation is in progress.'],
    sagemaker: ['ConflictException', 400, 'There was a conflict when you attempted to modify the resource.'],
    s3: [
      'OperationAborted',
      409,
      'A conflicting conditional action is currently in progress against this resource. Try again.',
    ],
    ec2: ['IncorrectState', 400, 'The resource is in an incorrect state for the request.'],
    iam: ['ConcurrentModification', 409, 'Another request is changing this entity. Try again.'],
    sns: ['ConcurrentAccess', 400, "Can't perform multiple operations on a tag simultaneously."],
    logs: ['OperationAbortedException', 400, 'Multiple concurrent requests to update the same resource.'],
    batch: ['ClientException', 400, 'Cannot update, resource is being modified'],
  },
  exists: {
    query: ['AlreadyExistsException', 400, 'The resource already exists.'],
    json: ['ConflictException', 409, 'The resource already exists.'],
    sagemaker: ['ValidationException', 400, 'Cannot create already existing resource.'],
    s3: [
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
    ],
    iam: ['EntityAlreadyExists', 409, 'An entity with this name already exists.'],
    logs: ['ResourceAlreadyExistsException', 400, 'The resource already exists.'],
    ecr: ['RepositoryAlreadyExistsException', 400, 'The repository already exists.'],
    codebuild: ['ResourceAlreadyExistsException', 400, 'The resource already exists.'],
    batch: ['ClientException', 400, 'Object already exists'],
  },
  missing: {
    query: ['ValidationError', 400, 'The resource does not exist'],
    json: ['ResourceNotFoundException', 404, 'The resource does not exist.'],
    sagemaker: ['ValidationException', 400, 'RecordNotFound'],
    s3: ['NoSuchKey', 404, 'The specified key does not exist.'],
    ec2: ['InvalidVpcID.NotFound', 400, 'The resource does not exist.'],
    iam: ['NoSuchEntity', 404, 'The entity cannot be found.'],
    sns: ['NotFound', 404, 'Topic does not exist'],
    ecr: ['RepositoryNotFoundException', 400, 'The repository does not exist.'],
    codebuild: ['ResourceNotFoundException', 400, 'The resource does not exist.'],
    batch: ['ClientException', 400, 'JobQueue millwright-training not found.'],
  },
} as const satisfies Record<string, Spellings>;

export function spelled(what: keyof typeof spellings, service: string, protocol: Protocol): AwsError {
  const rows: Spellings = spellings[what];
  const [code, status, text] = rows[service] ?? (protocol.endsWith('Query') ? rows.query : rows.json);
  return new AwsError(code, text, status);
}
