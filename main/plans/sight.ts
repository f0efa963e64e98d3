/**
 * What was begun in AWS goes on there, whether or not Millwright may look at it. A look that AWS refuses then says nothing
 * about the work: it is neither done nor failed, and a later look can find its end.
 */
import type { Change } from '../../preload/contract/plan.ts';
import type { Aws } from '../aws/aws.ts';
import { ruleOf } from '../aws/repeat.ts';
import { AppFailure, failedWith, failure } from '../failure.ts';
import { passing } from '../stacks/wait.ts';
import type { TaskHistory } from './history.ts';

/** Steps after which AWS works by itself, by how their names begin: those of later attempts have a number behind. */
const sets = /^(?:execute|delete|roll-back|cancel|call)\b/;

/** Whether AWS may be working on this change, there or back. An upload goes on only while this program sends. */
export function isBegun({ intents }: Pick<TaskHistory, 'intents'>, change: Change): boolean {
  if (change.kind === 'upload') return false;
  const prefix = `${change.id} `;
  return [...intents.keys()].some((key) => key.startsWith(prefix) && sets.test(key.slice(prefix.length)));
}

/** The same account, whose refused looks are `outcome.unseen` once something was begun. */
export function watched(aws: Aws, begun: () => boolean): Aws {
  const judged = (error: unknown, service: string, operation: string): unknown =>
    ruleOf(service, operation).rule === 'read' && begun() && isRefusal(error) ? unseen(error) : error;
  return {
    target: aws.target,
    callerArn: aws.callerArn,
    now: () => aws.now(),
    async call(service, operation, input, options) {
      try {
        return await aws.call(service, operation, input, options);
      } catch (error) {
        throw judged(error, service, operation);
      }
    },
    async *pages(service, operation, input, options) {
      try {
        yield* aws.pages(service, operation, input, options);
      } catch (error) {
        throw judged(error, service, operation);
      }
    },
  };
}

/** "Not there" is an answer, and what passes is waited for. */
const isRefusal = (error: unknown): error is AppFailure =>
  error instanceof AppFailure &&
  !passing.has(error.error.code) &&
  !failedWith(error, 'resource.notFound', 'call.cancelled', 'internal', 'outcome.unseen');

function unseen(why: AppFailure): AppFailure {
  const { says, mend, technical } = why.error;
  const params = { why: { message: says }, mend: { message: mend } };
  return failure('outcome.unseen', params, { ...(technical && { technical }), cause: why });
}
