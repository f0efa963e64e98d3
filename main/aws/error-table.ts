/**
 * What AWS says and what the program makes of it: the first row that fits decides. Codes are those of the API models and
 * of the services' error pages; the texts are AWS's own, as users report them (docs/aws.md, "Errors").
 */
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { MessageValue } from '../../preload/contract/message.ts';
import { iamAction } from './iam-actions.ts';

export interface AwsSaid {
  service: string;
  operation: string;
  code: string;
  text: string;
  status: number;
}

export interface ErrorRow {
  id: string;
  service?: string;
  code?: RegExp;
  text?: RegExp;
  status?: readonly number[];
  to: ErrorCode;
  /** Values for the words, from what `text` captured. */
  params?: (said: AwsSaid, match: RegExpExecArray | null) => Record<string, MessageValue>;
}

const invalid = /^(?:ValidationError|ValidationException|Invalid[\w.]*|BadRequest\w*)$/;
const denied =
  /^(?:AccessDenied\w*|Unauthorized(?:Operation|Exception)?|NotAuthorized|AuthorizationError(?:Exception)?|AllAccessDisabled|Forbidden)$/;

const actionOf = (said: AwsSaid): string =>
  /perform: ([\w-]+:\w+)/.exec(said.text)?.[1] ?? iamAction(said.service, said.operation);
const deniedAction = (said: AwsSaid) => ({ action: actionOf(said) });
const lastPart = (arn: string) =>
  arn
    .replace(/[^\w/:-]+$/, '')
    .split('/')
    .at(-1) ?? arn;

export const errorTable: readonly ErrorRow[] = [
  // who we are
  {
    id: 'expired',
    code: /^(?:ExpiredToken(?:Exception)?|TokenRefreshRequired|TokenExpired)$/,
    to: 'connection.expired',
  },
  { id: 'skewed', code: /^(?:RequestTimeTooSkewed|RequestInTheFuture|RequestExpired)$/, to: 'clock.skewed' },
  {
    id: 'skewed-signature',
    code: /^(?:InvalidSignature\w*|SignatureDoesNotMatch)$/,
    text: /signature (?:not yet current|expired)/i,
    to: 'clock.skewed',
  },
  {
    id: 'unknown-key',
    code: /^(?:InvalidClientTokenId|UnrecognizedClient\w*|InvalidAccessKeyId|InvalidToken|AuthFailure|MissingAuthenticationToken\w*|IncompleteSignature\w*|InvalidSignature\w*|SignatureDoesNotMatch|OptInRequired|SubscriptionRequired\w*|NotSignedUp)$/,
    to: 'connection.invalid',
  },
  // A role that AWS itself cannot use yet, whatever the code; the person's own right to assume one is another matter.
  {
    id: 'role-not-usable-said',
    text: /could not assume role|role \S+ is invalid or cannot be assumed|execution role you provide must allow|role defined for the function cannot be assumed/i,
    to: 'role.notUsableYet',
    params: (said) => ({ role: lastPart(/arn:\S+:role\/(\S+)/.exec(said.text)?.[1] ?? 'none') }),
  },
  // what we may
  {
    id: 'pass-role',
    code: denied,
    text: /perform: iam:PassRole on resource: (\S+)/,
    to: 'permission.passRole',
    params: (_, m) => ({ role: lastPart(m?.[1] ?? '') }),
  },
  {
    id: 'denied-explicitly',
    code: denied,
    text: /explicit deny/,
    to: 'permission.deniedExplicitly',
    params: deniedAction,
  },
  { id: 'denied', code: denied, to: 'permission.denied', params: deniedAction },
  {
    id: 'denied-inside',
    text: /is not authorized to perform: (?!sts:AssumeRole)[\w-]+:\w+/,
    to: 'permission.denied',
    params: deniedAction,
  },
  { id: 'denied-head', service: 's3', status: [403], to: 'permission.denied', params: deniedAction },
  // how much
  {
    id: 'quota-named',
    code: /^(?:ResourceLimitExceeded\w*|ServiceQuotaExceeded\w*)$/,
    text: /service limit '([^']+)' is (\d+)/,
    to: 'quota.reached',
    params: (_, m) => ({ name: m?.[1] ?? 'none', limit: m?.[2] ?? 'none' }),
  },
  // Some services say so of too many calls at once; everywhere else it is a number that does not grow by waiting.
  {
    id: 'throttled-limit',
    code: /^LimitExceeded(?:Exception)?$/,
    text: /rate exceeded|too many requests|try (?:again )?(?:after|later)/i,
    to: 'throttled',
  },
  { id: 'quota-hard', service: 'iam', code: /^LimitExceeded\w*$/, to: 'quota.hard' },
  {
    id: 'quota',
    code: /^(?:ResourceLimitExceeded\w*|ServiceQuotaExceeded\w*|LimitExceeded(?:Exception)?|TooManyBuckets|VcpuLimitExceeded|InstanceLimitExceeded|MaxSpotInstanceCountExceeded|AddressLimitExceeded|TopicLimitExceeded)$/,
    to: 'quota.reached',
  },
  {
    id: 'throttled',
    code: /^(?:Throttl\w+|TooManyRequests\w*|RequestLimitExceeded|RequestThrottled\w*|SlowDown|EC2ThrottledException|PriorRequestNotComplete|BandwidthLimitExceeded|ProvisionedThroughputExceeded\w*|Rate ?exceeded)$/i,
    to: 'throttled',
  },
  { id: 'throttled-status', status: [429], to: 'throttled' },
  // names
  { id: 'bucket-of-other', code: /^BucketAlreadyExists$/, to: 'name.takenByOther' },
  // Name and path as `foundationArns` has them.
  {
    id: 'boundary-stands',
    text: /policy called millwright-[\w-]+-boundary already exists/i,
    to: 'name.boundaryStands',
  },
  {
    id: 'exists',
    code: /^(?:BucketAlreadyOwnedByYou|EntityAlreadyExists\w*|AlreadyExistsException|ResourceAlreadyExists\w*|ResourceExists\w*|\w+AlreadyExists)$/,
    to: 'name.taken',
  },
  {
    id: 'token-used',
    code: /^(?:TokenAlreadyExistsException|IdempotentParameterMismatch\w*)$/,
    to: 'plan.alreadyApplied',
  },
  { id: 'exists-text', text: /(?:cannot create already existing|already exists)/i, to: 'name.taken' },
  // what it is doing
  {
    id: 'role-not-usable',
    code: invalid,
    text: /could not assume role|cannot be assumed|unable to assume|not authorized to perform: sts:AssumeRole|execution role you provide must allow|cannot assume the role|invalid principal in policy/i,
    to: 'role.notUsableYet',
    params: (said) => ({ role: lastPart(/arn:\S+:role\/(\S+)/.exec(said.text)?.[1] ?? 'none') }),
  },
  {
    id: 'state-text',
    text: /Status \((\w+)\) not in|is in (\w+) state and can ?not be|cannot be .+ while|in the (\w+) state/i,
    to: 'state.wrong',
    params: (_, m) => ({ state: m?.[1] ?? m?.[2] ?? m?.[3] ?? 'none' }),
  },
  {
    id: 'state',
    code: /^(?:InvalidChangeSetStatus\w*|IncorrectInstanceState|OperationInProgress\w*|InvalidBucketState|InvalidOperation\w*|StackSetNotEmpty\w*|OperationNotPermitted\w*)$/,
    to: 'state.wrong',
    params: () => ({ state: 'none' }),
  },
  {
    id: 'in-use',
    code: /^(?:DeleteConflict\w*|BucketNotEmpty|ResourceInUse\w*|DependencyViolation|ConflictException|OperationAborted|ConditionalRequestConflict)$/,
    to: 'resource.inUse',
  },
  { id: 'capacity', code: /^Insufficient\w*Capacity\w*$/, to: 'capacity.none' },
  {
    id: 'capacity-text',
    text: /insufficient capacity|enough capacity|InsufficientInstanceCapacity/i,
    to: 'capacity.none',
  },
  // what is not there
  {
    id: 'not-found',
    code: /^(?:NoSuch\w+|NotFound|ResourceNotFound\w*|ChangeSetNotFound\w*|StackNotFound\w*|Invalid\w+\.NotFound|NonExistent\w*)$/,
    to: 'resource.notFound',
  },
  {
    id: 'not-found-text',
    code: invalid,
    text: /RecordNotFound|does not exist|could not find/i,
    to: 'resource.notFound',
  },
  { id: 'not-found-status', status: [404], to: 'resource.notFound' },
  // what the account inside the program does not do
  {
    id: 'not-modelled',
    code: /NotModelled|^NotImplemented$|^UnknownOperation\w*$|^InvalidAction$/,
    to: 'notModelled',
    params: (said) => ({ operation: `${said.service}:${said.operation}` }),
  },
  // AWS's own trouble, before "wrong input", because both come with all kinds of codes
  { id: 'trouble', status: [500, 502, 503, 504], to: 'aws.unavailable' },
  {
    id: 'trouble-code',
    code: /^(?:Internal\w*|ServiceUnavailable\w*|ServiceFailure|ServerException|RequestTimeout\w*)$/,
    to: 'aws.unavailable',
  },
  { id: 'proxy', status: [407], to: 'network.proxy' },
  { id: 'refused', to: 'aws.refusedInput' },
];

/** The row that decides, with the values for its words. */
export function rowFor(said: AwsSaid): { row: ErrorRow; params: Record<string, MessageValue> } {
  for (const row of errorTable) {
    if (row.service !== undefined && row.service !== said.service) continue;
    if (row.code?.test(said.code) === false) continue;
    if (row.status?.includes(said.status) === false) continue;
    const match = row.text?.exec(said.text) ?? null;
    if (row.text !== undefined && match === null) continue;
    return { row, params: row.params?.(said, match) ?? {} };
  }
  throw new Error('The last row of the error table fits everything.');
}
