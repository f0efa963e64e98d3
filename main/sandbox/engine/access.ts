/** Shapes of identity and permission. */
import type { SandboxAccount } from './types.ts';

/** Who a call is made as. */
export interface Principal {
  kind: 'root' | 'user' | 'role' | 'service';
  /** `arn:aws:iam::…:user/…`, or `arn:aws:sts::…:assumed-role/NAME/SESSION`. */
  arn: string;
  /** IAM identity whose policies count (role name, user name); absent for root and services. */
  name?: string;
  userId: string;
  /** Policies (JSON text) that the session was narrowed with when it was assumed. */
  sessionPolicies?: string[];
}

export interface AccessQuestion {
  principal: Principal;
  /** `sagemaker:CreateNotebookInstance`. */
  action: string;
  resource: string;
  /** Condition keys: `iam:PassedToService`, `aws:RequestTag/x`, `iam:PermissionsBoundary`, … */
  context: Record<string, string | string[]>;
  /** Policy document of the resource itself (a bucket policy), as JSON text. */
  resourcePolicy?: string | undefined;
}

/** `by`: the kind of policy that denied or did not allow, as AWS's texts name it (`identity-based policy`). */
export type AccessAnswer = { allowed: true } | { allowed: false; explicit: boolean; by?: string };

/** What an operation asks before it runs. */
export interface AccessNeed {
  action?: string;
  resource?: string | string[];
  context?: Record<string, string | string[]>;
  resourcePolicy?: string | undefined;
}

/** Who may do what. Without one, root, services and the administrator may do everything, all others nothing. */
export interface AccessProvider {
  authorize(account: SandboxAccount, question: AccessQuestion): AccessAnswer;
  /** Throws AwsError as STS would. */
  assume(
    account: SandboxAccount,
    roleArn: string,
    sessionName: string,
    as: { service: string } | Principal,
    context?: Record<string, string | string[]>,
  ): Principal;
  /** The user of a long-lived access key; undefined for an unknown or inactive key. */
  credential(
    account: SandboxAccount,
    accessKeyId: string,
  ): { secretAccessKey: string; principal: Principal } | undefined;
}
