/**
 * How CloudFormation words the failure of a resource. Registry types wrap the service's text in "Resource handler
 * returned message" with one of the handler error codes of
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html; older types
 * give the service's text with its particulars.
 */
import { AwsError } from '../../../engine/types.ts';
import type { ResourceType } from '../resources/types.ts';

const CODES: readonly (readonly [RegExp, string])[] = [
  [/AlreadyExists|EntityAlreadyExists|BucketAlready|ConflictException/, 'AlreadyExists'],
  [/AccessDenied|Unauthorized/, 'AccessDenied'],
  [/NotFound|NoSuch/, 'NotFound'],
  [/Throttl/, 'Throttling'],
  [/LimitExceeded/, 'ServiceLimitExceeded'],
  [/NotStabilized/, 'NotStabilized'],
  [/Validation|Malformed|Invalid/, 'InvalidRequest'],
];

export const handlerCode = (error: AwsError): string =>
  CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'GeneralServiceException';

/** Reason of a `…_FAILED` event. */
export function failureReason(
  error: AwsError,
  type: ResourceType,
  requestToken: string,
  requestId: string,
): string {
  // Errors of CloudFormation itself (a template function, a property check) stand alone.
  if (error.code === 'ValidationError') return error.message;
  const status = error.status ?? 400;
  if (type.legacy)
    return `${error.message} (Service: ${type.service}; Status Code: ${status}; Error Code: ${error.code}; Request ID: ${requestId}; Proxy: null)`;
  const message = `${error.message} (Service: ${type.service}, Status Code: ${status}, Request ID: ${requestId})`;
  return `Resource handler returned message: "${message}" (RequestToken: ${requestToken}, HandlerErrorCode: ${handlerCode(error)})`;
}
