/**
 * What a caller is told whose identity is not believed. Each family of services has its own codes: the query protocol
 * and S3 those of their API references ("Common Errors"), JSON services the same with `Exception`, EC2 its own
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
 */
import { AwsError } from '../engine/types.ts';
import type { Protocol } from '../wire/service-model.ts';

export type Disbelief = 'missing' | 'incomplete' | 'unknownKey' | 'signature' | 'expiredToken' | 'skewed';

type Family = 'query' | 'json' | 'ec2' | 's3';
type Row = readonly [code: string, status: number, text?: string];

const TEXTS: Record<Disbelief, string> = {
  missing: 'Missing Authentication Token',
  incomplete: 'The request signature does not conform to AWS standards.',
  unknownKey: 'The security token included in the request is invalid.',
  signature:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  expiredToken: 'The security token included in the request is expired',
  skewed: 'The difference between the request time and the current time is too large.',
};

const CODES: Record<Family, Record<Disbelief, Row>> = {
  query: {
    missing: ['MissingAuthenticationToken', 403],
    incomplete: ['IncompleteSignature', 400],
    unknownKey: ['InvalidClientTokenId', 403],
    signature: ['SignatureDoesNotMatch', 403],
    expiredToken: ['ExpiredToken', 403],
    skewed: ['SignatureDoesNotMatch', 403],
  },
  json: {
    missing: ['MissingAuthenticationTokenException', 400],
    incomplete: ['IncompleteSignatureException', 400],
    unknownKey: ['UnrecognizedClientException', 400],
    signature: ['InvalidSignatureException', 400],
    expiredToken: ['ExpiredTokenException', 400],
    skewed: ['InvalidSignatureException', 400],
  },
  ec2: {
    missing: ['MissingParameter', 400, 'The request must contain the parameter AWSAccessKeyId'],
    incomplete: ['IncompleteSignature', 400],
    unknownKey: ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
    signature: ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
    expiredToken: ['RequestExpired', 400, 'Request has expired.'],
    skewed: ['RequestExpired', 400, 'Request has expired.'],
  },
  s3: {
    missing: ['AccessDenied', 403, 'Access Denied'],
    incomplete: [
      'AuthorizationHeaderMalformed',
      400,
      'The authorization header that you provided is not valid.',
    ],
    unknownKey: [
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    signature: [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
    expiredToken: ['ExpiredToken', 400, 'The provided token has expired.'],
    skewed: ['RequestTimeTooSkewed', 403],
  },
};

function familyOf(protocol: Protocol): Family {
  if (protocol === 'restXml') return 's3';
  if (protocol === 'ec2Query') return 'ec2';
  return protocol === 'awsQuery' ? 'query' : 'json';
}

/** `text` takes the place of the usual one. */
export function disbelieve(protocol: Protocol, why: Disbelief, text?: string): AwsError {
  const [code, status, ownText] = CODES[familyOf(protocol)][why];
  return new AwsError(code, text ?? ownText ?? TEXTS[why], status);
}
