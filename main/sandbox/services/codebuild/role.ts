import { AwsError, type Principal, type SandboxAccount } from '../../engine/types.ts';
import { invalid } from './kinds.ts';

/**
 * The principal that a build acts as. The text is AWS's, as quoted in many reports ("CodeBuild is not authorized to
 * perform: sts:AssumeRole on service role"); a role just made is not yet usable.
 */
export function roleOf(account: SandboxAccount, serviceRole: string, session = 'AWSCodeBuild'): Principal {
  try {
    return account.assume(serviceRole, session, { service: 'codebuild.amazonaws.com' });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(
      'CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured.',
    );
  }
}
