/** IAM's refusals, with its codes and status. */
import { AwsError } from '../../engine/types.ts';

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);
export const alreadyExists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message, 409);
export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflict', message, 409);
export const limitExceeded = (quota: string, limit: number): AwsError =>
  new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`, 409);
export const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message, 400);
export const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', message, 400);
export const validation = (message: string): AwsError => new AwsError('ValidationError', message, 400);
