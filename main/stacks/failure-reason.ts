/** Why a stack failed, from its events: the first cause, not what was cancelled because of it. */
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { type Message, message } from '../../preload/contract/message.ts';
import { rowFor } from '../aws/error-table.ts';
import { scrub } from '../aws/scrub.ts';
import { type AppFailure, failure } from '../failure.ts';
import { healthOf } from './states.ts';

/** Codes of CloudFormation's resource handlers, as codes that the error table knows (CloudFormation CLI guide, "Handler error codes"). */
const handlerCodes: Record<string, string> = {
  AccessDenied: 'AccessDenied',
  UnauthorizedTaggingOperation: 'AccessDenied',
  AlreadyExists: 'AlreadyExistsException',
  InvalidRequest: 'ValidationException',
  InvalidCredentials: 'InvalidClientTokenId',
  NotFound: 'NotFound',
  ResourceConflict: 'ConflictException',
  ServiceInternalError: 'InternalFailure',
  ServiceLimitExceeded: 'ServiceQuotaExceededException',
  Throttling: 'ThrottlingException',
};

const consequence = /^Resource (?:creation|update|deletion) cancelled$/i;

/** The event that began the failure, or undefined when none tells. `events` in any order; `token` limits to one operation. */
export function rootCause(events: readonly StackEvent[], token?: string): StackEvent | undefined {
  const ofOurs = events.filter((e) => token === undefined || (e.ClientRequestToken ?? token) === token);
  return ofOurs
    .filter((e) => e.ResourceStatus?.endsWith('_FAILED') === true)
    .filter((e) => !consequence.test(e.ResourceStatusReason ?? ''))
    .filter((e) => e.ResourceType !== 'AWS::CloudFormation::Stack' || ofOurs.length === 1)
    .sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0))[0];
}

/** AWS's code and own words out of a status reason, in both forms that CloudFormation writes. */
export function readReason(reason: string): { code: string; text: string } {
  const handler = /HandlerErrorCode: (\w+)/.exec(reason)?.[1];
  const older = /Error Code: ([\w.]+)/.exec(reason)?.[1];
  const quoted = /Resource handler returned message: "(.*)" \(RequestToken/s.exec(reason)?.[1] ?? reason;
  const text = quoted
    .replace(/\s*\(Service: [^)]*\)/g, '')
    .replace(/\s*\((?:RequestToken|Request ID)[^)]*\)/g, '')
    .trim();
  return { code: older ?? handlerCodes[handler ?? ''] ?? handler ?? '', text };
}

const serviceOf = (event: StackEvent | undefined): string =>
  (event?.ResourceType ?? '').split('::')[1]?.toLowerCase() ?? 'cloudformation';

/** What the reason `raw` that AWS gives with an event means, by the same table as for AWS's own answers. */
export function reasonOf(event: StackEvent | undefined, raw: string): AppFailure {
  const { code, text } = readReason(raw);
  const said = {
    service: serviceOf(event),
    operation: event?.ResourceType ?? '',
    code,
    text,
    status: 400,
  };
  const { row, params } = rowFor(said);
  return failure(row.to, params);
}

/** `aws.stackFailed` whose sentence carries the translated cause; AWS's own words are one click away. */
export function stackFailure(
  name: string,
  event: StackEvent | undefined,
  fallback: string | undefined,
): AppFailure {
  const raw = event?.ResourceStatusReason ?? fallback;
  if (raw === undefined) return failure('aws.stackFailed', { name });
  const { code, text } = readReason(raw);
  const cause = reasonOf(event, raw);
  const reason: Message = cause.error.says;
  return failure(
    'aws.stackFailed',
    { name, reason: { message: reason } },
    {
      technical: {
        service: serviceOf(event),
        operation: event?.LogicalResourceId ?? 'stack',
        ...(code === '' ? {} : { awsCode: code }),
        text: scrub(text),
      },
      cause,
    },
  );
}

/** `aws.stackStuck`: the stack rests in a state that only the one action of that state mends. Its sentence says `why`. */
export function stuckFailure(name: string, state: string, why: AppFailure): AppFailure {
  const { technical, says } = why.error;
  const reason = says.params?.['reason'] ?? 'none';
  const rests = healthOf(state) === 'stuck' ? { message: message(`stack.rests.${state}`) } : 'none';
  return failure(
    'aws.stackStuck',
    { name, state: rests, reason },
    { ...(technical && { technical }), cause: why },
  );
}
