/**
 * How each call may be repeated, as data. Sources: the API models (botocore 1.43) and docs/aws.md, "Repeating calls".
 * Every call of the program that changes something has its row; a test reads the sources for one without.
 */
import type { RepeatRule } from '../../preload/contract/plan.ts';
import type { z } from 'zod';
import type { AwsCallOptions } from './aws.ts';

export type Rule = { rule: 'read' } | { rule: z.infer<typeof RepeatRule>; token?: string };

const reads = /^(?:Describe|List|Get|Head|Simulate|Filter|Validate|Lookup|AssumeRole$)/;

/** `token`: AWS makes a second call with the same token harmless. `idempotent`: the same end state however often. */
const writes: Record<string, Rule> = {
  // Neither token nor unique name: a second one is a second job. What was sent is looked for by its name.
  'batch:SubmitJob': { rule: 'once' },
  'batch:TerminateJob': { rule: 'idempotent' },
  'cloudformation:CreateChangeSet': { rule: 'token', token: 'ClientToken' },
  'cloudformation:ExecuteChangeSet': { rule: 'token', token: 'ClientRequestToken' },
  'cloudformation:DeleteStack': { rule: 'token', token: 'ClientRequestToken' },
  'cloudformation:CancelUpdateStack': { rule: 'token', token: 'ClientRequestToken' },
  'cloudformation:ContinueUpdateRollback': { rule: 'token', token: 'ClientRequestToken' },
  'cloudformation:RollbackStack': { rule: 'token', token: 'ClientRequestToken' },
  'cloudformation:DeleteChangeSet': { rule: 'idempotent' },
  'cloudformation:DetectStackDrift': { rule: 'idempotent' },
  'codebuild:BatchGetBuilds': { rule: 'read' },
  // Valid for five minutes; later it begins another build, so one that is on its way is looked for first.
  'codebuild:StartBuild': { rule: 'token', token: 'idempotencyToken' },
  // One that is over stays as it is.
  'codebuild:StopBuild': { rule: 'idempotent' },
  // One open request per limit; a second one is refused.
  'service-quotas:RequestServiceQuotaIncrease': { rule: 'unique-name' },
  // Starting what starts and stopping what stops is refused by the state, so a repeat changes nothing.
  'sagemaker:StartNotebookInstance': { rule: 'idempotent' },
  'sagemaker:StopNotebookInstance': { rule: 'idempotent' },
  'sagemaker:DeleteNotebookInstance': { rule: 'idempotent' },
  // A link for the person's browser; each call makes another one and nothing else.
  'sagemaker:CreatePresignedNotebookInstanceUrl': { rule: 'idempotent' },
  's3:PutObject': { rule: 'idempotent' },
  's3:UploadPart': { rule: 'idempotent' },
  's3:DeleteBucket': { rule: 'idempotent' },
  's3:DeleteObject': { rule: 'idempotent' },
  's3:DeleteObjects': { rule: 'idempotent' },
  's3:AbortMultipartUpload': { rule: 'idempotent' },
  // A second call after a lost answer says NoSuchUpload; the caller then looks at the object.
  's3:CompleteMultipartUpload': { rule: 'idempotent' },
  // Makes another upload each time; unfinished ones are found by ListMultipartUploads.
  's3:CreateMultipartUpload': { rule: 'once' },
};

/** Undefined: nobody has thought about it. */
export function knownRule(service: string, operation: string): Rule | undefined {
  return writes[`${service}:${operation}`] ?? (reads.test(operation) ? { rule: 'read' } : undefined);
}

/** What nobody has thought about has one try, and on any doubt somebody looks. */
export const ruleOf = (service: string, operation: string): Rule =>
  knownRule(service, operation) ?? { rule: 'once' };

/** True when a request that may have been carried out may be sent again as it is. */
export function mayRepeat(rule: Rule, input: object): boolean {
  if (rule.rule === 'read' || rule.rule === 'idempotent') return true;
  return rule.rule === 'token' && rule.token !== undefined && Reflect.get(input, rule.token) !== undefined;
}

export type Purpose = NonNullable<AwsCallOptions['purpose']>;

/** Tries of one call, and repeats that a service may cost per purpose: so many at once, and so many a minute. */
export const patience: Record<Purpose, { tries: number; repeats: number }> = {
  apply: { tries: 6, repeats: 60 },
  recovery: { tries: 6, repeats: 60 },
  facts: { tries: 3, repeats: 20 },
  screen: { tries: 3, repeats: 20 },
  background: { tries: 2, repeats: 5 },
};

/** Repeats left, per service and purpose. Refills evenly over a minute. */
export interface Budget {
  take(service: string, purpose: Purpose): boolean;
}

export function openBudget(now: () => number): Budget {
  const left = new Map<string, { amount: number; at: number }>();
  return {
    take(service, purpose) {
      const most = patience[purpose].repeats;
      const key = `${service} ${purpose}`;
      const before = left.get(key) ?? { amount: most, at: now() };
      // A clock that was set back must not cost what is left.
      const since = Math.max(0, now() - before.at);
      const amount = Math.min(most, before.amount + (since / 60_000) * most);
      const allowed = amount >= 1;
      left.set(key, { amount: allowed ? amount - 1 : amount, at: now() });
      return allowed;
    },
  };
}

const longestWaitMs = 20_000;
/** A service that asks for a longer pause than this is not waited for inside one call. */
const longestAskedMs = 60_000;

/**
 * ms before try number `tries` + 1, or null when AWS asks for a pause too long for one call. A pause that AWS asks for is
 * kept to the millisecond. Otherwise full jitter: evenly between nothing and the doubled base, so that many callers do
 * not come back together.
 */
export function pauseMs(
  tries: number,
  why: { throttled: boolean; askedMs: number | undefined },
  random: () => number,
): number | null {
  if (why.askedMs !== undefined && why.askedMs > 0) return why.askedMs > longestAskedMs ? null : why.askedMs;
  const most = Math.min(longestWaitMs, (why.throttled ? 500 : 100) * 2 ** tries);
  return Math.round(random() * most);
}
