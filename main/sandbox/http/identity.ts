/** Who sent a request: proves the signature and finds the principal of the key, or refuses in AWS's words. */
import type { Engine } from '../engine/account.ts';
import { AwsError, type Principal, type SandboxAccount } from '../engine/types.ts';
import { findSession } from '../services/sts.ts';
import type { WireRequest } from '../wire/request.ts';
import { ADMINISTRATOR } from '../engine/account.ts';
import { readClaim, sameText, signatureHolds, type Claim } from './signature.ts';

/** AWS refuses what was signed more than 15 minutes (S3) or 5 minutes (others) away; the longer serves both here. */
const SKEW_MS = 15 * 60 * 1000;

export interface Identity {
  claim: Claim;
  principal: Principal;
  secret: string;
}

/** The claim with its key found and its time checked; the signature itself is proved by `prove`. */
export function identify(engine: Engine, request: WireRequest): Identity {
  const found = readClaim(request);
  if ('missing' in found)
    throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  if ('malformed' in found) throw new AwsError('IncompleteSignature', found.malformed, 400);
  const { claim } = found;
  const { principal, secret } = credentialOf(engine, claim);
  checkTime(engine, claim);
  return { claim, principal, secret };
}

export function prove({ claim, secret }: Identity, request: WireRequest, payloadHash: string): void {
  if (signatureHolds(claim, secret, request, payloadHash)) return;
  throw new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    403,
  );
}

function credentialOf(engine: Engine, claim: Claim): { principal: Principal; secret: string } {
  const { account } = engine;
  const unknown = (): AwsError =>
    claim.service === 's3'
      ? new AwsError(
          'InvalidAccessKeyId',
          'The AWS Access Key Id you provided does not exist in our records.',
          403,
        )
      : new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  const session = findSession(account, claim.accessKeyId);
  if (session) {
    if (claim.sessionToken === undefined || !sameText(session.token, claim.sessionToken)) throw unknown();
    if (Date.parse(session.expiresAt) <= account.clock.now())
      throw claim.service === 's3'
        ? new AwsError('ExpiredToken', 'The provided token has expired.', 400)
        : new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);
    return { principal: session.principal, secret: session.secretAccessKey };
  }
  const user = engine.registry.access?.credential(account, claim.accessKeyId);
  if (user) return { principal: user.principal, secret: user.secretAccessKey };
  if (!engine.registry.access && claim.accessKeyId === account.administrator.accessKeyId)
    return { principal: administrator(account), secret: account.administrator.secretAccessKey };
  throw unknown();
}

export function administrator(account: SandboxAccount): Principal {
  return {
    kind: 'user',
    arn: `arn:aws:iam::${account.id}:user/${ADMINISTRATOR}`,
    name: ADMINISTRATOR,
    userId: `AIDA${account.administrator.accessKeyId.slice(4)}`,
  };
}

/**
 * A client signs by this computer's clock, or by the account's as it learned it from our Date header. The two are one
 * unless the account's time is moved or runs faster; anything between them is in time.
 */
function checkTime(engine: Engine, claim: Claim): void {
  const clocks = [Date.now(), ...engine.clock.believable()];
  const first = Math.min(...clocks) - SKEW_MS;
  const last = Math.max(...clocks) + SKEW_MS;
  if (claim.expires !== undefined) {
    const clock = clocks.sort((a, b) => Math.abs(a - claim.signedAt) - Math.abs(b - claim.signedAt))[0] ?? 0;
    if (claim.signedAt + claim.expires * 1000 < clock)
      throw new AwsError('AccessDenied', 'Request has expired', 403);
    if (claim.signedAt > last) throw new AwsError('AccessDenied', 'Request is not valid yet', 403);
    return;
  }
  if (claim.signedAt >= first && claim.signedAt <= last) return;
  if (claim.service === 's3')
    throw new AwsError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    );
  const now = new Date(engine.clock.outside()).toISOString().replace(/[-:]|\.\d+/g, '');
  const late = claim.signedAt < first;
  throw new AwsError(
    'SignatureDoesNotMatch',
    `Signature ${late ? 'expired' : 'not yet current'}: ${claim.timestamp} is now ${late ? 'earlier' : 'later'} than ${now} (${now} ${late ? '-' : '+'} 15 min.)`,
    403,
  );
}
