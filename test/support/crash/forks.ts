/**
 * Every instant at which the program could die, as a copy of the account and of the disk at that instant: what a dead
 * program leaves is exactly that. The story itself goes on, so that one run gives all of its points.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleOf } from '../../../main/aws/repeat.ts';
import type { Points } from '../../../main/points.ts';
import type { ObservedCall, Sandbox } from '../../../main/sandbox/index.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { hashOf, readAccount } from './account.ts';
import { copyPart, notKept, untilWhole } from './folders.ts';

export interface Fork {
  /** `intent:execute:after`, `cloudformation:ExecuteChangeSet:sent`, ... */
  point: string;
  /** Number of the point in the run. */
  at: number;
  root: string;
  /** Sent and not arrived when the program died: AWS carries it out later. */
  late?: ObservedCall;
}

export interface Forks extends Points {
  /** Names of all points in the order in which they were reached. */
  readonly points: string[];
  /** Those after which disk or account differ from all earlier ones. */
  readonly forks: Fork[];
  stop(): void;
}

/** A request whose body was cut off does nothing, however much of it was sent. */
const carriesBytes = new Set(['PutObject', 'UploadPart']);

export const isWrite = (service: string, operation: string): boolean =>
  ruleOf(service, operation).rule !== 'read';

/** What of a state folder decides how the next start goes on; times and words of progress do not. */
function* decisive(root: string): Generator<string> {
  const state = join(root, 'state');
  const names = (folder: string) =>
    readdirSync(join(state, folder))
      .filter((name) => !notKept(name))
      .sort();
  yield readFileSync(join(state, 'journal')).toString('latin1');
  for (const folder of ['receipts', 'staging', 'plans'])
    yield existsSync(join(state, folder)) ? names(folder).join() : '';
  if (!existsSync(join(state, 'tasks'))) return;
  for (const name of names('tasks')) {
    const { value } = JSON.parse(readFileSync(join(state, 'tasks', name), 'utf8')) as { value: Task };
    yield JSON.stringify([
      name,
      value.state,
      value.cancellable,
      value.receiptId,
      value.steps.map((s) => s.state),
    ]);
  }
}

/** The account is open where it lives, and is read from its copy. */
function same(root: string, copied: string, late: ObservedCall | undefined): string {
  const { rows } = readAccount(join(copied, 'account'));
  const things = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return hashOf([...decisive(root), ...things, late?.operation ?? '']);
}

/**
 * `from`: the root of the spine that runs. `wanted` chooses points by number and name (all if absent). `whole`: keep those
 * too that nothing sets apart from an earlier one.
 */
export function forkAt(
  from: string,
  to: string,
  sandbox: Sandbox,
  options: { wanted?: (at: number, point: string) => boolean; whole?: boolean } = {},
): Forks {
  const points: string[] = [];
  const forks: Fork[] = [];
  const seen = new Set<string>();
  const take = (point: string, late?: ObservedCall) => {
    const at = points.push(point) - 1;
    if (options.wanted?.(at, point) === false) return;
    const root = join(to, String(at));
    copyPart(from, root, 'account');
    const mark = untilWhole(() => same(from, root, late));
    if (seen.has(mark) && options.whole !== true) return;
    seen.add(mark);
    copyPart(from, root, 'state');
    forks.push({ point, at, root, ...(late && { late }) });
  };
  const onWire = (call: ObservedCall) => call.via === 'wire' && isWrite(call.service, call.operation);
  const stop = sandbox.hook({
    before(call) {
      if (onWire(call))
        take(
          `${call.service}:${call.operation}:sent`,
          carriesBytes.has(call.operation) ? undefined : { ...call, input: structuredClone(call.input) },
        );
    },
    after(call) {
      if (onWire(call)) take(`${call.service}:${call.operation}:committed`);
    },
  });
  return {
    points,
    forks,
    stop,
    reach(name) {
      take(name.replace(/^(?:journal|call):/, '').replace(/^task:.*:/, 'task:'));
      return Promise.resolve();
    },
  };
}

/** The six kinds of points, and those that only look or tell. */
export function kindOf(point: string): string {
  const read = /^[\w-]+:(?:Describe|List|Get|Head|Simulate)/.test(point);
  if (/^intent:.*:(before|after)$/.test(point))
    return point.endsWith('before') ? 'before intent' : 'after intent';
  if (point.startsWith('outcome:') && point.endsWith(':after')) return 'recorded';
  if (point.endsWith(':sent')) return 'sent';
  if (point.endsWith(':committed')) return 'committed but unanswered';
  if (point.endsWith(':answered') && !read) return 'answered';
  return read ? 'a look' : 'other';
}
