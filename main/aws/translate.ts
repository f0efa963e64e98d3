/** Makes an `AppFailure` of whatever a call threw, and says whether the request may have been carried out. */
import { AppFailure, failure } from '../failure.ts';
import type { ErrorCode, TechnicalDetails } from '../../preload/contract/errors.ts';
import { rowFor } from './error-table.ts';
import { scrub } from './scrub.ts';

/**
 * What answers in AWS's place may write anything there, also what it was sent: a request's number is a UUID, or S3's 16
 * letters and digits; a code is one word.
 */
const hex = '[0-9a-f]{4}';
const requestIdPattern = new RegExp(
  `^(?:${hex}${hex}-${hex}-${hex}-${hex}-${hex}${hex}${hex}|[0-9A-Z]{16})$`,
  'i',
);
const awsCodePattern = /^[A-Za-z][\w.]{0,99}$/;

/** Where a call stood when it failed. */
export interface Attempt {
  service: string;
  operation: string;
  /** The program's own limit for this try ran out. */
  timedOut: boolean;
  /** The person's own endpoint, if the connection has one. */
  endpoint: string | undefined;
  /** Of the HTTP answer, when there was one. */
  answer: { status: number; html: boolean; numbered: boolean; retryAfterMs: number | undefined } | undefined;
}

export interface Judged {
  failure: AppFailure;
  /** `refused`: AWS did not do it. `notSent`: it never got there. `maybe`: it may have been done. `final`: it will not change. */
  fate: 'refused' | 'notSent' | 'maybe' | 'final';
  throttled: boolean;
  askedMs: number | undefined;
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);
const tls = /^(?:ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;
const lost = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNABORTED',
  'EPROTO',
]);
const fates: Partial<Record<ErrorCode, Judged['fate']>> = {
  throttled: 'refused',
  'clock.skewed': 'refused',
  'aws.unavailable': 'maybe',
};

function causes(error: unknown): Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < 5; at = at.cause) found.push(at);
  return found;
}

const member = (of: object, name: string): unknown => Reflect.get(of, name);
const textMember = (of: object, name: string): string | undefined => {
  const value = member(of, name);
  return typeof value === 'string' ? value : undefined;
};

/** `said` is everything that is known; nothing of the request body is in it. */
export function judge(error: unknown, attempt: Attempt): Judged {
  if (error instanceof AppFailure)
    return { failure: error, fate: 'final', throttled: false, askedMs: undefined };
  const chain = causes(error);
  const first = chain[0] ?? new Error(String(error));
  const technical: TechnicalDetails = { service: attempt.service, operation: attempt.operation };
  const made = (code: ErrorCode, fate: Judged['fate'], params = {}): Judged => ({
    failure: failure(code, params, { technical, cause: error, askedMs: attempt.answer?.retryAfterMs }),
    fate,
    throttled: false,
    askedMs: attempt.answer?.retryAfterMs,
  });

  if (attempt.timedOut) return made('call.timedOut', 'maybe');
  const code = chain.map((e) => textMember(e, 'code')).find((c) => c !== undefined);
  const names = chain.map((e) => e.name);
  if (names.some((n) => /^(?:Credentials|Token)ProviderError$/.test(n))) {
    technical.text = scrub(first.message);
    return made('connection.signInNeeded', 'final');
  }
  if (attempt.answer === undefined) {
    technical.text = code ?? first.name;
    const connecting = first.name === 'TimeoutError' && /establish|connection within/i.test(first.message);
    if (code !== undefined && tls.test(code)) return made('network.proxy', 'notSent');
    if (connecting || (code !== undefined && neverSent.has(code)))
      return attempt.endpoint === undefined
        ? made('network.unreachable', 'notSent')
        : made('connection.noEndpoint', 'notSent', { endpoint: new URL(attempt.endpoint).host });
    const away = first.name === 'TimeoutError' || (code !== undefined && lost.has(code));
    if (away || /socket hang up|aborted|terminated/i.test(first.message))
      return made('network.lost', 'maybe');
    return made('internal', 'final');
  }

  const { status, html } = attempt.answer;
  technical.httpStatus = status;
  const metadata = member(first, '$metadata');
  const requestId =
    typeof metadata === 'object' && metadata !== null ? textMember(metadata, 'requestId') : undefined;
  if (requestId !== undefined && requestIdPattern.test(requestId)) technical.requestId = requestId;
  if (status === 407) return made('network.proxy', 'notSent');
  // Whoever put the page in AWS's place may have let the request through to it.
  const sentElsewhere = status >= 300 && status < 400 && !attempt.answer.numbered;
  if (sentElsewhere || (html && status < 500)) return made('network.captivePortal', 'maybe');
  const modelled = member(first, '$fault') !== undefined;
  if (!modelled || (status < 300 && first instanceof SyntaxError)) {
    technical.text = first.name;
    if (code !== undefined && lost.has(code)) return made('network.lost', 'maybe');
    return status >= 500 ? made('aws.unavailable', 'maybe') : made('aws.badAnswer', 'maybe');
  }
  const awsCode = (textMember(first, 'Code') ?? first.name).replace(/^.*#/, '').replace(/:.*$/, '');
  technical.awsCode = awsCodePattern.test(awsCode) ? scrub(awsCode) : '';
  technical.text = scrub(first.message);
  const { row, params } = rowFor({
    service: attempt.service,
    operation: attempt.operation,
    code: awsCode,
    text: first.message,
    status,
  });
  return {
    ...made(row.to, fates[row.to] ?? 'final', params),
    throttled: row.to === 'throttled',
  };
}
