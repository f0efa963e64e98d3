/**
 * Targets of schedules. Universal targets name an operation of an SDK client; of the templated targets the sandbox models
 * SNS. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
import { AwsError } from '../../engine/types.ts';

export interface TargetCall {
  /** Signing name. */
  service: string;
  operation: string;
  input(text: string): Record<string, unknown>;
}

/** Services whose name in a universal target is not their signing name. */
const signingNames: Record<string, string> = {
  cloudwatch: 'monitoring',
  cloudwatchlogs: 'logs',
  servicequotas: 'servicequotas',
};

/** Beginnings of read-only operations, which AWS refuses as universal targets; from the page named above. */
const readOnly =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/;

const refuse = (text: string) => new AwsError('ValidationException', text);

/** Throws ValidationException for a target that AWS, or the sandbox, does not take. */
export function targetCall(arn: string): TargetCall {
  const universal = /^arn:aws:scheduler:::aws-sdk:([a-z0-9]+):([a-zA-Z0-9]+)$/.exec(arn);
  if (universal) {
    const [, service = '', action = ''] = universal;
    if (readOnly.test(action))
      throw refuse(`${action} is a read-only operation and cannot be the target of a schedule.`);
    return {
      service: signingNames[service] ?? service,
      operation: action.charAt(0).toUpperCase() + action.slice(1),
      input: parseInput,
    };
  }
  if (/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(arn))
    return { service: 'sns', operation: 'Publish', input: (text) => ({ TopicArn: arn, Message: text }) };
  if (!/^arn:aws[a-z-]*:[a-z0-9-]+:/.test(arn)) throw refuse('Provided Arn is not in correct format.');
  throw refuse(`The sandbox models universal targets and SNS topics; ${arn} is neither.`);
}

export function parseInput(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw refuse('Invalid RequestJson provided. Reason Unable to parse the input as a JSON object.');
}
