/**
 * AWS Signature Version 4, checked as AWS checks it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../wire/request.ts';

export const EMPTY_SHA256 = createHash('sha256').digest('hex');

export interface Scope {
  accessKeyId: string;
  /** yyyymmdd */
  date: string;
  region: string;
  service: string;
}

export interface Claim extends Scope {
  signedHeaders: string[];
  signature: string;
  /** When it was signed, ms since 1970. */
  signedAt: number;
  /** `20260105T080000Z` */
  timestamp: string;
  sessionToken: string | undefined;
  presigned: boolean;
  /** Seconds that a presigned address is good for. */
  expires: number | undefined;
}

export type ClaimResult = { claim: Claim } | { missing: true } | { malformed: string };

/** What the request says about who signed it; nothing is proved yet. */
export function readClaim(request: WireRequest): ClaimResult {
  const header = request.headers['authorization'];
  if (header !== undefined) return fromHeader(header, request);
  if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')) return fromQuery(request);
  return { missing: true };
}

function fromHeader(header: string, request: WireRequest): ClaimResult {
  if (!header.startsWith('AWS4-HMAC-SHA256'))
    return { malformed: 'Authorization header must begin with AWS4-HMAC-SHA256.' };
  const part = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1] ?? '';
  return claimOf(
    part('Credential'),
    part('SignedHeaders'),
    part('Signature'),
    request.headers['x-amz-date'] ?? request.headers['date'] ?? '',
    { sessionToken: request.headers['x-amz-security-token'], presigned: false, expires: undefined },
  );
}

function fromQuery({ query }: WireRequest): ClaimResult {
  const get = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  const expires = Number(get('Expires'));
  if (!Number.isInteger(expires) || expires < 1 || expires > 604_800)
    return { malformed: 'X-Amz-Expires must be between 1 and 604800 seconds.' };
  return claimOf(get('Credential'), get('SignedHeaders'), get('Signature'), get('Date'), {
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    presigned: true,
    expires,
  });
}

function claimOf(
  credential: string,
  signedHeaders: string,
  signature: string,
  timestamp: string,
  rest: Pick<Claim, 'sessionToken' | 'presigned' | 'expires'>,
): ClaimResult {
  const parts = credential.split('/');
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  const [accessKeyId, date, region, service, end] = parts;
  if (parts.length !== 5 || end !== 'aws4_request' || !accessKeyId || !date || !region || !service)
    return { malformed: 'The credential scope is malformed.' };
  if (!time || !timestamp.startsWith(date)) return { malformed: 'The signing date is missing or malformed.' };
  if (!/^[0-9a-f]{64}$/.test(signature) || !signedHeaders)
    return { malformed: 'The signature or the list of signed headers is missing.' };
  const [, year, month, day, hour, minute, second] = time.map(Number) as [number, ...number[]];
  return {
    claim: {
      accessKeyId,
      date,
      region,
      service,
      signature,
      timestamp,
      signedHeaders: signedHeaders.split(';'),
      signedAt: Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second),
      ...rest,
    },
  };
}

/** A key serves a day, a region and a service: nearly every request is signed by one that was needed before. */
const keys = new Map<string, Buffer>();

export function signingKey(secret: string, { date, region, service }: Scope): Buffer {
  const scope = [date, region, service, 'aws4_request'];
  const id = [secret, ...scope].join('\n');
  let made = keys.get(id);
  if (made === undefined) {
    const start: Buffer = Buffer.from(`AWS4${secret}`);
    made = scope.reduce((key, part) => hmac(key, part), start);
    if (keys.size >= 1_000) keys.clear();
    keys.set(id, made);
  }
  return made;
}

export const scopeText = ({ date, region, service }: Scope): string =>
  `${date}/${region}/${service}/aws4_request`;

/** Whether the claim's signature is that of this request under this secret. Takes the same time for every answer. */
export function signatureHolds(
  claim: Claim,
  secret: string,
  request: WireRequest,
  payloadHash: string,
): boolean {
  const canonical = canonicalRequest(claim, request, payloadHash);
  const toSign = ['AWS4-HMAC-SHA256', claim.timestamp, scopeText(claim), sha256(canonical)].join('\n');
  return sameText(hmac(signingKey(secret, claim), toSign).toString('hex'), claim.signature);
}

function canonicalRequest(claim: Claim, request: WireRequest, payloadHash: string): string {
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  );
  return [
    request.method,
    canonicalPath(request.path, claim.service === 's3'),
    canonicalQuery(request.query),
    headers.join(''),
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** S3 signs the path encoded once; all others encode what is on the wire once more. */
function canonicalPath(path: string, once: boolean): string {
  return path
    .split('/')
    .map((segment) => strictEncode(once ? decodeURIComponent(segment) : segment))
    .join('/');
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [strictEncode(name), strictEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const strictEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export const hmac = (key: Buffer | string, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Compares secrets without telling by the time how much of them was right. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
