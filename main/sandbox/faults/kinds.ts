/**
 * The faults that an account can be given, F1 to F34: what goes wrong between a client and AWS, by class. The table is
 * data for the switchboard, the command line, the control endpoint, the Faults page and docs/sandbox.md.
 */
export type FaultClass =
  'throttle' | 'server' | 'lost-before' | 'lost-after' | 'wrong-answer' | 'credentials' | 'quota' | 'time';

/** `before`: AWS has done nothing. `after`: AWS has done it and the client does not know. */
export type FaultMoment = 'before' | 'after';

export interface FaultKind {
  id: string;
  /** A word for it, the same in every version. */
  key: string;
  class: FaultClass;
  /** `client`: it happens before the port is reached, so no switch here can make it (names, certificates). */
  where: 'account' | 'wire' | 'client';
  /** The moments that make sense, the usual one first. */
  when: readonly FaultMoment[];
  does: string;
}

const before = ['before'] as const;
const after = ['after'] as const;
const either = ['before', 'after'] as const;

export const faultKinds = [
  {
    id: 'F1',
    key: 'throttled',
    class: 'throttle',
    where: 'account',
    when: before,
    does: "The rate is exceeded, in the service's own code: ThrottlingException, Throttling, SlowDown, RequestLimitExceeded.",
  },
  {
    id: 'F2',
    key: 'too-many-requests',
    class: 'throttle',
    where: 'account',
    when: before,
    does: 'TooManyRequestsException with status 429.',
  },
  {
    id: 'F3',
    key: 'request-limit',
    class: 'throttle',
    where: 'account',
    when: before,
    does: 'RequestLimitExceeded with status 503.',
  },
  {
    id: 'F4',
    key: 'internal-error',
    class: 'server',
    where: 'account',
    when: either,
    does: "Status 500 in the service's own code.",
  },
  {
    id: 'F5',
    key: 'bad-gateway',
    class: 'server',
    where: 'wire',
    when: either,
    does: 'Status 502 with the page of a load balancer.',
  },
  {
    id: 'F6',
    key: 'unavailable',
    class: 'server',
    where: 'account',
    when: either,
    does: 'ServiceUnavailable with status 503.',
  },
  {
    id: 'F7',
    key: 'gateway-timeout',
    class: 'server',
    where: 'wire',
    when: either,
    does: 'Status 504 with the page of a load balancer.',
  },
  {
    id: 'F8',
    key: 'refused',
    class: 'lost-before',
    where: 'wire',
    when: before,
    does: "The connection is cut and the port takes none for `seconds` of the account's time.",
  },
  {
    id: 'F9',
    key: 'reset-before',
    class: 'lost-before',
    where: 'wire',
    when: before,
    does: 'The connection is reset and nothing was done.',
  },
  {
    id: 'F10',
    key: 'reset-after',
    class: 'lost-after',
    where: 'wire',
    when: after,
    does: 'It is done, and the connection is reset before the answer.',
  },
  {
    id: 'F11',
    key: 'no-answer',
    class: 'lost-after',
    where: 'wire',
    when: ['after', 'before'],
    does: 'No answer comes until the client gives up.',
  },
  {
    id: 'F12',
    key: 'truncated',
    class: 'lost-after',
    where: 'wire',
    when: after,
    does: 'The answer ends in the middle, although its header names the whole length.',
  },
  {
    id: 'F13',
    key: 'captive-portal',
    class: 'wrong-answer',
    where: 'wire',
    when: either,
    does: 'The HTML of a sign-in page of the network, with status 200 and 302 in turn.',
  },
  {
    id: 'F14',
    key: 'error-in-200',
    class: 'wrong-answer',
    where: 'account',
    when: either,
    does: "Status 200 whose body is an internal error in the service's protocol.",
  },
  {
    id: 'F15',
    key: 'one-byte',
    class: 'lost-after',
    where: 'wire',
    when: after,
    does: "The answer comes at one byte a second of the account's time.",
  },
  {
    id: 'F16',
    key: 'no-name',
    class: 'lost-before',
    where: 'client',
    when: before,
    does: 'The name of the host cannot be found. Made by giving the client a name that does not exist.',
  },
  {
    id: 'F17',
    key: 'proxy',
    class: 'lost-before',
    where: 'wire',
    when: before,
    does: 'A proxy asks for a sign-in of its own: status 407. A certificate that is not trusted can only be made on the side of the client.',
  },
  {
    id: 'F18',
    key: 'expired-token',
    class: 'credentials',
    where: 'account',
    when: before,
    does: "The sign-in is over, in the service's own code: ExpiredToken, ExpiredTokenException, RequestExpired.",
  },
  {
    id: 'F19',
    key: 'expired-token-exception',
    class: 'credentials',
    where: 'account',
    when: before,
    does: 'ExpiredTokenException, whatever the service.',
  },
  {
    id: 'F20',
    key: 'unknown-key',
    class: 'credentials',
    where: 'account',
    when: before,
    does: "The key is not known, in the service's own code: InvalidClientTokenId, UnrecognizedClientException, InvalidAccessKeyId, AuthFailure.",
  },
  {
    id: 'F21',
    key: 'denied',
    class: 'credentials',
    where: 'account',
    when: before,
    does: 'A policy denies the call explicitly.',
  },
  {
    id: 'F22',
    key: 'skewed',
    class: 'credentials',
    where: 'account',
    when: before,
    does: "The clock of the client is off, in the service's own code: RequestTimeTooSkewed, SignatureDoesNotMatch, RequestExpired.",
  },
  {
    id: 'F23',
    key: 'quota',
    class: 'quota',
    where: 'account',
    when: before,
    does: "A quota that can be raised is used up: ResourceLimitExceeded, ServiceQuotaExceededException and the service's like.",
  },
  {
    id: 'F24',
    key: 'hard-limit',
    class: 'quota',
    where: 'account',
    when: before,
    does: 'LimitExceededException: a limit that waiting does not change.',
  },
  {
    id: 'F25',
    key: 'conflict',
    class: 'quota',
    where: 'account',
    when: before,
    does: 'Something else is being done to the thing: ConflictException, OperationAborted, DeleteConflict.',
  },
  {
    id: 'F26',
    key: 'exists-ours',
    class: 'quota',
    where: 'account',
    when: after,
    does: 'It is done, and the answer says that it exists already, as after a repeat.',
  },
  {
    id: 'F27',
    key: 'exists-foreign',
    class: 'quota',
    where: 'account',
    when: before,
    does: 'Somebody else takes the name just before the call.',
  },
  {
    id: 'F28',
    key: 'role-young',
    class: 'time',
    where: 'account',
    when: before,
    does: 'Roles younger than `seconds` cannot be assumed.',
  },
  {
    id: 'F29',
    key: 'not-listed',
    class: 'time',
    where: 'account',
    when: after,
    does: 'Lists leave out what is younger than `seconds`, for half of the looks.',
  },
  {
    id: 'F30',
    key: 'not-described',
    class: 'time',
    where: 'account',
    when: before,
    does: 'A look at a thing younger than `seconds` says that there is none, although lists show it.',
  },
  {
    id: 'F31',
    key: 'fails-later',
    class: 'time',
    where: 'account',
    when: before,
    does: 'It is accepted, and what it begins fails with a reason.',
  },
  {
    id: 'F32',
    key: 'stuck',
    class: 'time',
    where: 'account',
    when: before,
    does: 'It is accepted, and what it begins stays in its passing state while the switch is on.',
  },
  {
    id: 'F33',
    key: 'deleted-by-other',
    class: 'time',
    where: 'account',
    when: either,
    does: 'Somebody else deletes the thing that the call names.',
  },
  {
    id: 'F34',
    key: 'partly-failed',
    class: 'wrong-answer',
    where: 'account',
    when: before,
    does: 'Status 200, and one part of what was asked for failed: Errors of DeleteObjects, PartialData of GetMetricData.',
  },
] as const satisfies readonly FaultKind[];

export type FaultId = (typeof faultKinds)[number]['id'];

export const faultKind = (id: FaultId): FaultKind => {
  const found = faultKinds.find((kind) => kind.id === id);
  if (!found) throw new Error(`There is no fault ${id}.`);
  return found;
};
