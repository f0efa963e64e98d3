/** Who sent a request: proves the signature and finds the principal of the key, or refuses in AWS's words. */
import type { Engine } from '../engine/account.ts';
import { AwsError, type Principal, type SandboxAccount } from '../engine/types.ts';
import { findSession } from '../services/sts.ts';
import type { WireRequest } from '../wire/request.ts';
import { ADMINISTRATOR } from '../engine/account.ts';
import type { Protocol } from '../wire/service-model.ts';
import { disbelieve } from './refusals.ts';
import { readClaim, sameText, signatureHolds, type Claim } from './signature.ts';

/** AWS refuses what was signed more than 15 minutes (S3) or 5 minutes (others) away; the longer serves both here. */
const SKEW_MS = 15 * 60 * 1000;

export interface Identity {
  protocol: Protocol;
  claim: Claim;
  principal: Principal;
  secret: string;
}

/** The claim with its key found and its time checked; the signature itself is proved by `prove`. */
export function identify(engine: Engine, protocol: Protocol, request: WireRequest): Identity {
  const found = readClaim(request);
  if ('missing' in found) throw disbelieve(protocol, 'missing');
  if ('malformed' in found) throw disbelieve(protocol, 'incomplete', found.malformed);
  const { claim } = found;
  const { principal, secret } = credentialOf(engine, protocol, claim);
  checkTime(engine, protocol, claim);
  return { protocol, claim, principal, secret };
}

export function prove(
  { protocol, claim, secret }: Identity,
  request: WireRequest,
  payloadHash: string,
): void {
  if (!signatureHolds(claim, secret, request, payloadHash)) throw disbelieve(protocol, 'signature');
}

function credentialOf(
  engine: Engine,
  protocol: Protocol,
  claim: Claim,
): { principal: Principal; secret: string } {
  const { account } = engine;
  const session = findSession(account, claim.accessKeyId);
  if (session) {
    if (claim.sessionToken === undefined || !sameText(session.token, claim.sessionToken))
      throw disbelieve(protocol, 'unknownKey');
    if (Date.parse(session.expiresAt) <= account.clock.now()) throw disbelieve(protocol, 'expiredToken');
    return { principal: session.principal, secret: session.secretAccessKey };
  }
  const user = engine.registry.access?.credential(account, claim.accessKeyId);
  if (user) return { principal: user.principal, secret: user.secretAccessKey };
  if (!engine.registry.access && claim.accessKeyId === account.administrator.accessKeyId)
    return { principal: administrator(account), secret: account.administrator.secretAccessKey };
  throw disbelieve(protocol, 'unknownKey');
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
function checkTime(engine: Engine, protocol: Protocol, claim: Claim): void {
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
  if (protocol === 'restXml' || protocol === 'ec2Query') throw disbelieve(protocol, 'skewed');
  const now = new Date(engine.clock.outside()).toISOString().replace(/[-:]|\.\d+/g, '');
  const late = claim.signedAt < first;
  throw disbelieve(
    protocol,
    'skewed',
    `Signature ${late ? 'expired' : 'not yet current'}: ${claim.timestamp} is now ${late ? 'earlier' : 'later'} than ${now} (${now} ${late ? '-' : '+'} 15 min.)`,
  );
}
