import { describe, expect, test } from 'vitest';
import { type AwsSaid, errorTable, rowFor } from '../../main/aws/error-table.ts';
import { scrub } from '../../main/aws/scrub.ts';
import { failure } from '../../main/failure.ts';
import { errorCodes } from '../../preload/contract/errors.ts';
import { languages, say } from '../../words/index.ts';

/** What AWS really says, one or more for each row: service, code, text, HTTP status. */
const samples: Record<string, [string, string, string, number][]> = {
  expired: [
    ['s3', 'ExpiredToken', 'The provided token has expired.', 400],
    ['sagemaker', 'ExpiredTokenException', 'The security token included in the request is expired', 400],
  ],
  skewed: [
    [
      's3',
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    ],
  ],
  'skewed-signature': [
    [
      'sagemaker',
      'InvalidSignatureException',
      'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
      400,
    ],
    ['sts', 'SignatureDoesNotMatch', 'Signature not yet current: 2026', 403],
  ],
  'unknown-key': [
    ['sts', 'InvalidClientTokenId', 'The security token included in the request is invalid.', 403],
    [
      'sagemaker',
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      400,
    ],
    ['ec2', 'AuthFailure', 'AWS was not able to validate the provided access credentials', 401],
  ],
  'throttled-limit': [
    ['cognito-idp', 'LimitExceededException', 'Attempt limit exceeded, please try after some time.', 400],
    ['athena', 'LimitExceededException', 'Rate exceeded', 400],
  ],
  'pass-role': [
    [
      'sagemaker',
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/ann is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/millwright/notebook because no identity-based policy allows the iam:PassRole action',
      400,
    ],
  ],
  'denied-explicitly': [
    [
      'iam',
      'AccessDenied',
      'User: arn is not authorized to perform: iam:CreateRole on resource: * with an explicit deny in a service control policy',
      403,
    ],
  ],
  denied: [
    [
      'sagemaker',
      'AccessDeniedException',
      'User: x is not authorized to perform: sagemaker:StopNotebookInstance on resource: y',
      400,
    ],
    ['ec2', 'UnauthorizedOperation', 'You are not authorized to perform this operation.', 403],
    ['s3', 'AccessDenied', 'Access Denied', 403],
  ],
  'denied-inside': [
    [
      'cloudformation',
      'ValidationError',
      'User: x is not authorized to perform: sagemaker:CreateNotebookInstance',
      400,
    ],
  ],
  'denied-head': [['s3', 'Unknown', 'UnknownError', 403]],
  'quota-named': [
    [
      'sagemaker',
      'ResourceLimitExceeded',
      "The account-level service limit 'ml.g4dn.xlarge for notebook instance usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances.",
      400,
    ],
  ],
  'quota-hard': [['iam', 'LimitExceeded', 'Cannot exceed quota for RolesPerAccount: 1000', 409]],
  quota: [
    ['cloudformation', 'LimitExceededException', 'Stack limit exceeded', 400],
    ['s3', 'TooManyBuckets', 'You have attempted to create more buckets than allowed', 400],
  ],
  throttled: [
    ['sagemaker', 'ThrottlingException', 'Rate exceeded', 400],
    ['logs', 'TooManyRequestsException', '', 429],
    ['ec2', 'RequestLimitExceeded', 'Request limit exceeded.', 503],
    ['s3', 'SlowDown', 'Please reduce your request rate.', 503],
  ],
  'throttled-status': [['sns', 'Unknown', '', 429]],
  'bucket-of-other': [['s3', 'BucketAlreadyExists', 'The requested bucket name is not available.', 409]],
  exists: [
    ['s3', 'BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded', 409],
    ['iam', 'EntityAlreadyExists', 'Role with name x already exists.', 409],
    ['cloudformation', 'AlreadyExistsException', 'Stack [x] already exists', 400],
  ],
  'boundary-stands': [
    [
      'iam',
      'EntityAlreadyExists',
      'A policy called millwright-eu-west-1-boundary already exists. Duplicate names are not allowed.',
      409,
    ],
  ],
  'exists-text': [
    ['sagemaker', 'ValidationException', 'Cannot create already existing notebook instance', 400],
  ],
  'token-used': [
    ['cloudformation', 'TokenAlreadyExistsException', 'A client request token already exists', 400],
  ],
  'role-not-usable-said': [
    [
      'sagemaker',
      'ValidationException',
      'Could not assume role arn:aws:iam::111122223333:role/millwright/notebook. Please ensure that the role exists',
      400,
    ],
    [
      'scheduler',
      'ValidationException',
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
      400,
    ],
    [
      'cloudformation',
      'ValidationError',
      'Role arn:aws:iam::111122223333:role/millwright/stacks is invalid or cannot be assumed',
      400,
    ],
    // Inside a stack the code is that of the resource's handler.
    ['sagemaker', 'GeneralServiceException', 'Could not assume role arn:aws:iam::1:role/x.', 400],
  ],
  'role-not-usable': [['s3', 'InvalidPolicyDocument', 'Invalid principal in policy', 400]],
  'state-text': [
    [
      'sagemaker',
      'ValidationException',
      'Status (Pending) not in ([InService]). Unable to transition to (Stopping)',
      400,
    ],
    [
      'cloudformation',
      'ValidationError',
      'Stack:arn is in ROLLBACK_COMPLETE state and can not be updated.',
      400,
    ],
  ],
  state: [['cloudformation', 'InvalidChangeSetStatus', 'ChangeSet cannot be executed', 400]],
  'in-use': [
    ['s3', 'BucketNotEmpty', 'The bucket you tried to delete is not empty', 409],
    ['iam', 'DeleteConflict', 'must detach', 409],
  ],
  capacity: [['ec2', 'InsufficientInstanceCapacity', '', 500]],
  'capacity-text': [['sagemaker', 'InternalFailure', 'Insufficient capacity for ml.g4dn.xlarge', 500]],
  'not-found': [
    ['iam', 'NoSuchEntity', 'The role cannot be found.', 404],
    ['s3', 'NoSuchKey', '', 404],
    ['ec2', 'InvalidVpcID.NotFound', '', 400],
  ],
  'not-found-text': [
    ['cloudformation', 'ValidationError', 'Stack with id x does not exist', 400],
    ['sagemaker', 'ValidationException', 'RecordNotFound', 400],
  ],
  'not-found-status': [['s3', 'Unknown', '', 404]],
  'not-modelled': [
    ['sagemaker', 'NotModelledInSandbox', 'x', 501],
    ['sagemaker', 'UnknownOperationException', '', 400],
  ],
  trouble: [['sagemaker', 'Whatever', '', 503]],
  'trouble-code': [['s3', 'InternalError', 'We encountered an internal error. Please try again.', 200]],
  proxy: [['sts', 'ProxyAuthenticationRequired', '', 407]],
  refused: [['iam', 'MalformedPolicyDocument', 'Syntax errors in policy.', 400]],
};

describe('the error table', () => {
  for (const row of errorTable) {
    test(`${row.id}: what AWS says is understood as ${row.to}`, () => {
      const said = samples[row.id];
      expect(said, 'a sample of what AWS says').toBeDefined();
      for (const [service, code, text, status] of said ?? []) {
        const all: AwsSaid = { service, operation: 'Operation', code, text, status };
        const { row: decided, params } = rowFor(all);
        expect(decided.id).toBe(row.id);
        for (const language of languages)
          expect(
            say(language, failure(decided.to, params).error.says, { timeZone: 'UTC', now: 0 }),
          ).not.toMatch(/none|\{/);
      }
    });
  }

  test('names the limit, the permission and the role', () => {
    const [quota, passRole, denied] = (['quota-named', 'pass-role', 'denied'] as const).map((id) => {
      const [service, code, text, status] = samples[id]![0]!;
      return rowFor({ service, operation: 'X', code, text, status }).params;
    });
    expect(quota).toEqual({ name: 'ml.g4dn.xlarge for notebook instance usage', limit: '0' });
    expect(passRole).toEqual({ role: 'notebook' });
    expect(denied).toEqual({ action: 'sagemaker:StopNotebookInstance' });
  });
});

describe('every error code', () => {
  test.each(errorCodes)('%s has a sentence and a mending action in both languages', (code) => {
    const { says, mend } = failure(code).error;
    for (const language of languages)
      for (const message of [says, mend]) {
        const text = say(language, message, { timeZone: 'UTC', now: 0 });
        expect(text).toMatch(/[.。]$/);
        expect(text).not.toContain('none');
      }
  });
});

describe('technical text', () => {
  test.each([
    [
      'https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE',
      /abcdef|AKIA/,
    ],
    ['key AKIAIOSFODNN7EXAMPLE is unknown', /AKIA/],
    ['secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY end', /wJalr/],
    ['token FwoGZXIvYXdzEBYaDHqa0AP1yE5Lx3sFwoGZXIvYXdzEBYaDHqa0AP1yE5Lx3sA end', /FwoG/],
    ['https://x.notebook.aws?authToken=eyJhbGciOi', /eyJ/],
  ])('hides what must not leave main: %s', (text, secret) => {
    expect(scrub(text)).not.toMatch(secret);
    expect(scrub(text)).toContain('…');
  });

  test('keeps what explains', () => {
    const text =
      'Status (Pending) not in ([InService]) for arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/a';
    expect(scrub(text)).toBe(text);
    const place =
      'Put 1 file to s3://ml-training-560942/trainings/census-income/03a00920e67365604540/export/';
    expect(scrub(place)).toBe(place);
    expect(scrub('s3://b/FwoGZXIvYXdzEBYaDHqa0AP1yE5Lx3sFwoGZXIvYXdzEBYaDHqa0AP1yE5Lx3sA')).toBe('s3://b/…');
  });
});
