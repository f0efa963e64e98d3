/** What a build does in the account: as its role, and with lines in its log. */
import { AwsError, type Principal, type SandboxAccount } from '../../engine/types.ts';
import { buildArn, type Build } from './kinds.ts';
import { roleOf } from './role.ts';

/** Why a phase did not succeed, in the words of its context. */
export interface Failure {
  code: string;
  text: string;
}

export interface Inside {
  account: SandboxAccount;
  region: string;
  build: Readonly<Build>;
  role: Principal;
  /** With the rights of the build's role. */
  call(service: string, operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The same; what is refused is answered. */
  attempt(service: string, operation: string, input: Record<string, unknown>): Promise<AwsError | undefined>;
}

export function inside(account: SandboxAccount, region: string, build: Readonly<Build>): Inside {
  const role = roleOf(account, build.serviceRole, `AWSCodeBuild-${build.id.split(':')[1] ?? ''}`);
  const call: Inside['call'] = (service, operation, input) =>
    account.perform({ service, operation, input, as: role, region });
  return {
    account,
    region,
    build,
    role,
    call,
    async attempt(service, operation, input) {
      try {
        await call(service, operation, input);
        return undefined;
      } catch (error) {
        if (error instanceof AwsError) return error;
        throw error;
      }
    },
  };
}

/** `/aws/codebuild/PROJECT` and the build's id, unless the project names others; undefined: it keeps no log. */
export function logPlace(
  build: Pick<Build, 'id' | 'project' | 'logs'>,
): { group: string; stream: string } | undefined {
  const given = build.logs?.cloudWatchLogs;
  if (given?.status === 'DISABLED') return undefined;
  const id = build.id.split(':')[1] ?? '';
  return {
    group: given?.groupName ?? `/aws/codebuild/${build.project}`,
    stream: given?.streamName === undefined ? id : `${given.streamName}/${id}`,
  };
}

/** A build that may not write its log does not begin; text as quoted in many reports. */
export async function openLog(within: Inside): Promise<Failure | undefined> {
  const { build, account, region } = within;
  const place = logPlace(build);
  if (place === undefined) return undefined;
  const group = await within.attempt('logs', 'CreateLogGroup', { logGroupName: place.group });
  const stream = await within.attempt('logs', 'CreateLogStream', {
    logGroupName: place.group,
    logStreamName: place.stream,
  });
  if (stream === undefined || stream.code === 'ResourceAlreadyExistsException') return undefined;
  const error = stream.code.startsWith('AccessDenied') ? stream : (group ?? stream);
  return {
    code: 'ACCESS_DENIED',
    text: `Service role ${build.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${buildArn(account, region, build.id)}. Error message: ${error.message}`,
  };
}

/** Lines of the container carry the time, those of commands do not: `plain`. */
export async function writeLog(
  within: Inside,
  lines: readonly (string | { plain: string })[],
): Promise<void> {
  const place = logPlace(within.build);
  const timestamp = within.account.clock.now();
  if (place === undefined || lines.length === 0) return;
  const at = new Date(timestamp).toISOString().replace(/-/g, '/').replace('T', ' ').replace('Z', '000');
  await within.attempt('logs', 'PutLogEvents', {
    logGroupName: place.group,
    logStreamName: place.stream,
    logEvents: lines.map((line) => ({
      timestamp,
      message: `${typeof line === 'string' ? `[Container] ${at} ${line}` : line.plain}\n`,
    })),
  });
}

/** The build's principal, or why it has none any more. */
export function insideOrFailure(
  account: SandboxAccount,
  region: string,
  build: Readonly<Build>,
): Inside | Failure {
  try {
    return inside(account, region, build);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'InvalidInputException')
      return { code: 'ACCESS_DENIED', text: error.message };
    throw error;
  }
}
