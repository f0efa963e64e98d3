/** What each fault does to one call. */
import type { SandboxAccount } from '../engine/types.ts';
import { AwsError } from '../engine/types.ts';
import { accessDenied } from '../engine/perform.ts';
import type { ObservedCall, Outcome } from '../engine/observe.ts';
import { disbelieve } from '../http/refusals.ts';
import type { Protocol } from '../wire/service-model.ts';
import type { Doom } from './dooms.ts';
import type { FaultId } from './kinds.ts';
import { laggingActs } from './lagging.ts';
import { actsOfOthers, makes } from './others.ts';
import type { FaultSwitch } from './spec.ts';
import { spelled } from './spellings.ts';
import { type Mangling, WireFault } from './wire-fault.ts';

/** One call that meets one switch. */
export interface Meeting {
  account: SandboxAccount;
  call: ObservedCall;
  protocol: Protocol;
  iamPrefix: string;
  on: FaultSwitch;
  /** What is done and said; only `after`. May be replaced. */
  outcome?: Outcome;
  /** Set by an act `before`: the outcome without the call being run. */
  instead?: Outcome;
  /** Set by an act `before`: what the call's outcome becomes. */
  afterwards?: (outcome: Outcome) => Outcome;
  /** Set by an act `before`: how what the call begins will end. */
  doom?: Doom['how'];
  /** What the port shall do to the answer. */
  mangle(how: Mangling): void;
}

/** Throws what takes the place of the answer. Answers false when it has nothing to do with this call. */
export type Act = (meeting: Meeting) => boolean | Promise<boolean>;

type Say = (meeting: Meeting) => Error;
const says =
  (error: Say): Act =>
  (meeting) => {
    throw error(meeting);
  };
const spells = (what: Parameters<typeof spelled>[0]): Act =>
  says(({ call, protocol }) => spelled(what, call.service, protocol));
const html = (title: string, text: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
const page = (status: number, title: string, text = '', headers: Record<string, string> = {}): Act =>
  says(
    () =>
      new WireFault({
        how: 'page',
        status,
        headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
        body: html(title, text),
      }),
  );

const skewText = 'Signature expired: 20000101T000000Z is now earlier than 20000102T000000Z';

const guest = ['Welcome to the guest network', 'Please accept the terms of use to go on.'] as const;
const guestPage = page(200, ...guest);
const guestRedirect = page(302, ...guest, { location: 'http://guest.example/terms' });

const simpleActs = {
  F1: spells('throttled'),
  F2: says(() => new AwsError('TooManyRequestsException', 'Too Many Requests', 429)),
  F3: says(() => new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503)),
  F4: spells('internal'),
  F5: page(502, '502 Bad Gateway'),
  F6: says(
    () =>
      new AwsError(
        'ServiceUnavailable',
        'The request has failed due to a temporary failure of the server.',
        503,
      ),
  ),
  F7: page(504, '504 Gateway Time-out'),
  F8: says(
    ({ account, on }) => new WireFault({ how: 'closed', until: account.clock.now() + on.seconds * 1000 }),
  ),
  F9: says(() => new WireFault({ how: 'reset' })),
  F10: says(() => new WireFault({ how: 'reset' })),
  F11: says(() => new WireFault({ how: 'silent' })),
  F12: (meeting) => {
    meeting.mangle('truncated');
    return true;
  },
  // Such networks answer with their page, or send the browser to it: one after the other.
  F13: (meeting) => (meeting.on.met % 2 === 0 ? guestPage : guestRedirect)(meeting),
  F14: says(({ call, protocol }) => {
    const { code, message } = spelled('internal', call.service, protocol);
    return new AwsError(code, message, 200);
  }),
  F15: (meeting) => {
    meeting.mangle('one-byte');
    return true;
  },
  F17: page(407, '407 Proxy Authentication Required', '', { 'proxy-authenticate': 'Basic realm="proxy"' }),
  F18: says(({ protocol }) => disbelieve(protocol, 'expiredToken')),
  F19: says(
    () => new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 400),
  ),
  F20: says(({ protocol }) => disbelieve(protocol, 'unknownKey')),
  F21: says(({ call, protocol, iamPrefix }) =>
    accessDenied(protocol, call.caller.arn, `${iamPrefix}:${call.operation}`, '*', true),
  ),
  F22: says(({ protocol }) =>
    protocol === 'restXml' || protocol === 'ec2Query'
      ? disbelieve(protocol, 'skewed')
      : disbelieve(protocol, 'skewed', skewText),
  ),
  F23: spells('quota'),
  F24: spells('hardLimit'),
  F25: spells('conflict'),
  F26: ({ call, protocol }) => {
    if (!makes(call.operation)) return false;
    throw spelled('exists', call.service, protocol);
  },
} satisfies Partial<Record<FaultId, Act>>;

/** What the call begins, not the call itself, goes wrong. Looks begin nothing. */
const dooms =
  (how: Doom['how']): Act =>
  (meeting) => {
    if (/^(?:Describe|List|Get|Head|Simulate|Filter)/.test(meeting.call.operation)) return false;
    meeting.doom = how;
    return true;
  };

/** F16 is made on the side of the client, F28 where roles are assumed. */
export const acts: Partial<Record<FaultId, Act>> = {
  ...simpleActs,
  ...laggingActs,
  ...actsOfOthers,
  F31: dooms('fails'),
  F32: dooms('stuck'),
};
