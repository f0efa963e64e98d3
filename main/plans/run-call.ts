/**
 * Single calls and settings of a plan. The intent is written first; a lost answer is never repeated unless AWS makes the
 * repeat harmless, and then somebody looks at the thing itself.
 */
import { createHash } from 'node:crypto';
import { message } from '../../preload/contract/message.ts';
import type { CallChange, SettingChange } from '../../preload/contract/plan.ts';
import type { Aws, AwsCallOptions, ServiceName } from '../aws/aws.ts';
import { rowFor } from '../aws/error-table.ts';
import { ruleOf } from '../aws/repeat.ts';
import { scrub } from '../aws/scrub.ts';
import { failedWith, failure } from '../failure.ts';
import { type ChangeContext, lookOptions } from '../stacks/context.ts';
import type { Steps } from './journal.ts';
import { textIn } from './journal-lines.ts';
import { absence, surely } from '../stacks/absence.ts';
import { limits } from '../stacks/limits.ts';
import { waitUntil, whenRoleUsable } from '../stacks/wait.ts';
import { type OnlyOnce, type Thing, things } from './things.ts';

type AnyCall = (
  service: ServiceName,
  operation: string,
  input: object,
  options: AwsCallOptions,
) => Promise<unknown>;

/** Calls of plans are named in data; the plan's own room has checked them against the operations that it offers. */
const anyCall = (aws: Aws, ...given: Parameters<AnyCall>): Promise<unknown> =>
  (aws as unknown as { call: AnyCall }).call(...given);

/** Does the call once, and waits for the state that the plan names. */
export async function runCall(context: ChangeContext, change: CallChange | SettingChange): Promise<void> {
  const { steps } = context;
  if (steps.outcome('call') === undefined) await makeCall(context, change);
  if (change.kind === 'call' && change.until !== undefined) await reach(context, change, change.until);
}

async function makeCall(context: ChangeContext, change: CallChange | SettingChange): Promise<void> {
  const { aws, steps } = context;
  const { service, operation } = change;
  const repeat = change.kind === 'call' ? change.repeat : 'once';
  const once = thingOf(change)?.onlyOnce?.[`${service}:${operation}`];
  const step = tryOf(steps);
  const again = steps.intended(step) !== undefined;
  const settle = (how: string, made = '') => steps.settle('call', { how, ...(made !== '' && { made }) });
  let made = '';
  if (again || repeat === 'unique-name' || once !== undefined) {
    // Somebody may have done it: an earlier start of the program, or a first try whose answer was lost.
    const quick = !again && repeat !== 'unique-name';
    const there = await alreadyDone(context, change, quick ? 0 : once?.seenWithin);
    if (there) return settle('found');
    if (again && once !== undefined) throw unseen(change, once);
    if (again && repeat === 'once')
      throw failure('outcome.unknown', {}, { technical: { service, operation } });
  }
  if (!again) {
    context.mayBegin?.();
    await steps.intend(step, { service, operation });
  }
  context.onDetail(message('apply.calling'));
  const options = lookOptions(context);
  const rule = ruleOf(service, operation);
  const token = rule.rule === 'token' && rule.token !== undefined ? { [rule.token]: tokenFor(context) } : {};
  try {
    const input = { ...change.input, ...token };
    const call = () => anyCall(aws, service as ServiceName, operation, input, options);
    const answer = await whenRoleUsable(call, context);
    refuseInside(service, operation, answer);
    if (once?.answered(answer) === false)
      throw failure('outcome.unknown', {}, { technical: { service, operation } });
    if (typeof answer === 'object' && answer !== null) made = thingOf(change)?.made?.(answer) ?? '';
  } catch (error) {
    const unsure =
      failedWith(error, 'outcome.unknown') ||
      (once === undefined &&
        failedWith(
          error,
          'state.wrong',
          'name.taken',
          // What is to be deleted is gone: by a request of an earlier start that arrived late.
          'resource.notFound',
        ));
    if (!unsure) {
      // A clear no: the next try is another one, and nothing has to be looked for.
      if (once !== undefined && !failedWith(error, 'call.cancelled')) await steps.settle(refusedIn(step), {});
      throw error;
    }
    if (await alreadyDone(context, change, once?.seenWithin)) return settle('found');
    throw once === undefined ? error : unseen(change, once, error);
  }
  await settle('done', made);
}

/**
 * Some operations answer 200 and name in it what was refused
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html, "Errors"). Throws what the first refusal means.
 */
function refuseInside(service: string, operation: string, answer: unknown): void {
  const errors: unknown =
    typeof answer === 'object' && answer !== null && 'Errors' in answer && answer.Errors;
  if (!Array.isArray(errors) || errors.length === 0) return;
  const { Code: code = '', Message: text = '' } = errors[0] as { Code?: string; Message?: string };
  const { row, params } = rowFor({ service, operation, code, text, status: 200 });
  throw failure(row.to, params, {
    technical: { service, operation, awsCode: code, text: scrub(`${text} (${errors.length})`) },
  });
}

const tokenFor = (context: ChangeContext): string =>
  createHash('sha256').update(`${context.planId} ${context.changeId}`).digest('hex').slice(0, 36);

const refusedIn = (step: string) => `${step}-refused`;

/** What is known of steps, whoever knows it. */
export interface Known {
  intended(step: string): unknown;
  outcome(step: string): unknown;
}

/** The try that is made or was made last: `call`, and after clear refusals of what is done only once `call-2`, … */
function tryOf(steps: Pick<Known, 'outcome'>): string {
  let step = 'call';
  for (let count = 2; steps.outcome(refusedIn(step)) !== undefined; count += 1) step = `call-${count}`;
  return step;
}

/** Whether AWS may have carried it out: it was announced, and no clear refusal is known. */
export const mayBeDone = (steps: Known): boolean =>
  steps.outcome('call') !== undefined || steps.intended(tryOf(steps)) !== undefined;

const thingOf = ({ service, operation }: Pick<CallChange, 'service' | 'operation'>): Thing | undefined =>
  Object.values(things).find((one) => one.reachedBy[`${service}:${operation}`]);

/** It may have been done, no list shows it, and it is not done again by itself: the person decides. */
const unseen = (change: CallChange | SettingChange, once: OnlyOnce, cause?: unknown) =>
  failure('job.unseen', once.unseen(change.input), {
    technical: { service: change.service, operation: change.operation },
    cause,
  });

/**
 * Looks whether the thing is already where the call would bring it, for so many ms. False when nobody knows how to look.
 */
async function alreadyDone(
  context: ChangeContext,
  change: CallChange | SettingChange,
  forMs?: number,
): Promise<boolean> {
  const thing = thingOf(change);
  const states = thing?.reachedBy[`${change.service}:${change.operation}`];
  if (thing === undefined || states === undefined) return false;
  const look = async () => {
    const state = await thing.state(context.aws, change.input, lookOptions(context));
    return state === 'absent' ? undefined : state;
  };
  return states.includes((await surely(look, context, forMs)) ?? 'absent');
}

/** A thing that stays as it was for so long after its call was accepted was not touched by it. */
const unmovedMs = 120_000;

async function reach(
  context: ChangeContext,
  { service, operation }: Pick<CallChange, 'service' | 'operation'>,
  until: { thing: string; name: string; state: string },
): Promise<void> {
  const thing = things[until.thing];
  if (thing === undefined)
    throw failure('internal', {}, { technical: { text: `nobody can watch ${until.thing}` } });
  const gone = absence(context.clock, thing.onlyOnce?.[`${service}:${operation}`]?.seenWithin);
  const named = thing.named(textIn(context.steps.outcome('call'), 'made') || until.name);
  const good = [until.state, ...(thing.same?.[until.state] ?? [])];
  await waitUntil(
    async (waitedMs) => {
      const state = await thing.state(context.aws, named, lookOptions(context));
      if (!gone(state !== 'absent') && state === 'absent') return undefined;
      if (good.includes(state)) return true;
      if (thing.failed.includes(state)) {
        if (thing.failure) throw await thing.failure(context.aws, named, lookOptions(context));
        const reason = await thing.reason(context.aws, named, lookOptions(context));
        throw failure(
          'aws.thingFailed',
          { name: until.name },
          { technical: { text: scrub(reason ?? state) } },
        );
      }
      const moved = thing.reachedBy[`${service}:${operation}`]?.includes(state) ?? true;
      if (!moved && waitedMs > unmovedMs)
        throw failure('outcome.unknown', {}, { technical: { service, operation, text: state } });
      const says = await thing.progress?.(context.aws, named, lookOptions(context));
      context.onDetail(says ?? message('apply.waitsFor', { thing: until.name, state, until: until.state }));
      return undefined;
    },
    context,
    limits.thing,
  );
}

/** The call that undoes this one, if there is one; what was stopped or deleted is not started or made again. */
export async function takeBackCall(
  context: ChangeContext,
  change: CallChange | SettingChange,
  there: Pick<Steps, 'intended' | 'outcome'>,
): Promise<void> {
  // AWS refused it clearly, and it was not tried again.
  if (!mayBeDone(there)) return;
  if (change.kind === 'setting') {
    const before = typeof change.before === 'object' && !Array.isArray(change.before) ? change.before : {};
    await runCall(context, { ...change, input: { ...change.input, ...before } });
    return;
  }
  const key = `${change.service}:${change.operation}`;
  const thing = Object.values(things).find((one) => one.inverse[key]);
  const inverse = thing?.inverse[key];
  if (thing === undefined || inverse === undefined) return;
  // It must have arrived before it can be turned round: a notebook that starts cannot be stopped.
  const gone = absence(context.clock, thing.onlyOnce?.[key]?.seenWithin);
  const over = [...thing.failed, inverse.until, ...(thing.same?.[inverse.until] ?? [])];
  const arrived = await waitUntil(
    async () => {
      const state = await thing.state(context.aws, change.input, lookOptions(context));
      if (!gone(state !== 'absent') && state === 'absent') return undefined;
      if (inverse.from.includes(state)) return 'yes' as const;
      return over.includes(state) ? ('no' as const) : undefined;
    },
    context,
    limits.thing,
  );
  if (arrived === 'no' && context.steps.intended('call') === undefined) return;
  const { operation, until } = inverse;
  // What no list showed for so long is taken as never made: taking back must come to an end.
  const input = (await inverse.input?.(context.aws, change.input, lookOptions(context))) ?? change.input;
  const name = Object.values(input).find((value) => typeof value === 'string') ?? '';
  const repeat = inverse.input === undefined ? change.repeat : 'idempotent';
  await runCall(context, {
    ...change,
    operation,
    input,
    repeat,
    until: { thing: thing.kind, name, state: until },
  });
}
