import { AwsError, type Call } from '../../engine/types.ts';

interface GroupNamed {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}

/** The group's name, given as such or as the ARN that may stand in `logGroupIdentifier`. */
export function groupOf(input: GroupNamed): string {
  const given = input.logGroupName ?? input.logGroupIdentifier;
  if (given === undefined)
    throw new AwsError(
      'InvalidParameterException',
      'Either logGroupName or logGroupIdentifier must be given.',
    );
  return given.startsWith('arn:') ? nameInArn(given) : given;
}

export function groupArn(call: Pick<Call, 'account' | 'region'>, name: string): string {
  return `arn:aws:logs:${call.region}:${call.account.id}:log-group:${name}`;
}

export function nameInArn(arn: string): string {
  return arn.split(':')[6] ?? '';
}

/** CloudWatch Logs asks its permissions on the stream, with an empty stream name for the group. */
export function onStream(call: Pick<Call, 'account' | 'region'>, group: string, stream: string) {
  return [{ resource: `${groupArn(call, group)}:log-stream:${stream}` }];
}

export const invalid = (text: string) => new AwsError('InvalidParameterException', text);

export const exists = (noun: 'group' | 'stream') =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${noun} already exists`);
