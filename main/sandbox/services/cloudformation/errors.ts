import { AwsError } from '../../engine/types.ts';

/**
 * CloudFormation's errors in AWS's words. The texts of `ValidationError` are not in the API model; they are those that
 * the service is seen to answer in public issue threads and logs.
 */
export const invalid = (text: string): AwsError => new AwsError('ValidationError', text);
export const formatError = (text: string): AwsError => invalid(`Template format error: ${text}`);
export const templateError = (text: string): AwsError => invalid(`Template error: ${text}`);

export const stackMissing = (name: string): AwsError => invalid(`Stack with id ${name} does not exist`);
export const stackMissingForUpdate = (name: string): AwsError => invalid(`Stack [${name}] does not exist`);
export const wrongState = (stackId: string, status: string, verb: string): AwsError =>
  invalid(`Stack:${stackId} is in ${status} state and can not be ${verb}.`);
export const stackExists = (name: string): AwsError =>
  new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
export const tokenUsed = (token: string): AwsError =>
  new AwsError('TokenAlreadyExistsException', `Token [${token}] already exists`);
export const changeSetMissing = (name: string): AwsError =>
  new AwsError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, 404);
export const changeSetState = (text: string): AwsError =>
  new AwsError('InvalidChangeSetStatusException', text);
export const noUpdates = (): AwsError => invalid('No updates are to be performed.');
