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
import { absence, surely } from '../stacks/absence.ts';
import { limits } from '../stacks/limits.ts';
import { waitUntil, whenRoleUsable } from '../stacks/wait.ts';
import { things } from './things.ts';

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
  const again = steps.intended('call') !== undefined;
  const settle = (how: string) => steps.settle('call', { how });
  if (again || repeat === 'unique-name') {
    // Somebody may have done it: an earlier start of the program, or a first try whose answer was lost.
    const there = await alreadyDone(context, change);
    if (there) return settle('found');
    if (again && repeat === 'once')
      throw failure('outcome.unknown', {}, { technical: { service, operation } });
  }
  if (!again) {
    context.mayBegin?.();
    await steps.intend('call', { service, operation });
  }
  context.onDetail(message('apply.calling'));
  const options = lookOptions(context);
  const rule = ruleOf(service, operation);
  const token = rule.rule === 'token' && rule.token !== undefined ? { [rule.token]: tokenFor(context) } : {};
  try {
    const input = { ...change.input, ...token };
    const call = () => anyCall(aws, service as ServiceName, operation, input, options);
    refuseInside(service, operation, await whenRoleUsable(call, context));
  } catch (error) {
    const unsure = failedWith(
      error,
      'outcome.unknown',
      'state.wrong',
      'name.taken',
      // What is to be deleted is gone: by a request of an earlier start that arrived late.
      'resource.notFound',
    );
    if (!unsure || !(await alreadyDone(context, change))) throw error;
    return settle('found');
  }
  await settle('done');
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

/** Looks whether the thing is already where the call would bring it. False when nobody knows how to look. */
async function alreadyDone(context: ChangeContext, change: CallChange | SettingChange): Promise<boolean> {
  const thing = Object.values(things).find((one) => one.reachedBy[`${change.service}:${change.operation}`]);
  const states = thing?.reachedBy[`${change.service}:${change.operation}`];
  if (thing === undefined || states === undefined) return false;
  const look = async () => {
    const state = await thing.state(context.aws, change.input, lookOptions(context));
    return state === 'absent' ? undefined : state;
  };
  return states.includes((await surely(look, context)) ?? 'absent');
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
  const gone = absence(context.clock);
  await waitUntil(
    async (waitedMs) => {
      const state = await thing.state(context.aws, thing.named(until.name), lookOptions(context));
      if (!gone(state !== 'absent') && state === 'absent') return undefined;
      if (state === until.state) return true;
      if (thing.failed.includes(state)) {
        const reason = await thing.reason(context.aws, thing.named(until.name), lookOptions(context));
        throw failure(
          'aws.thingFailed',
          { name: until.name },
          { technical: { text: scrub(reason ?? state) } },
        );
      }
      const moved = thing.reachedBy[`${service}:${operation}`]?.includes(state) ?? true;
      if (!moved && waitedMs > unmovedMs)
        throw failure('outcome.unknown', {}, { technical: { service, operation, text: state } });
      context.onDetail(message('apply.waitsFor', { thing: until.name, state, until: until.state }));
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
): Promise<void> {
  if (change.kind === 'setting') {
    const before = typeof change.before === 'object' && !Array.isArray(change.before) ? change.before : {};
    await runCall(context, { ...change, input: { ...change.input, ...before } });
    return;
  }
  const thing = Object.values(things).find((one) => one.inverse[`${change.service}:${change.operation}`]);
  const inverse = thing?.inverse[`${change.service}:${change.operation}`];
  if (thing === undefined || inverse === undefined) return;
  // It must have arrived before it can be turned round: a notebook that starts cannot be stopped.
  const gone = absence(context.clock);
  const arrived = await waitUntil(
    async () => {
      const state = await thing.state(context.aws, change.input, lookOptions(context));
      if (!gone(state !== 'absent') && state === 'absent') return undefined;
      if (inverse.from.includes(state)) return 'yes' as const;
      return thing.failed.includes(state) || state === inverse.until ? ('no' as const) : undefined;
    },
    context,
    limits.thing,
  );
  if (arrived === 'no' && context.steps.intended('call') === undefined) return;
  const { operation, until } = inverse;
  const name = Object.values(change.input).find((value) => typeof value === 'string') ?? '';
  await runCall(context, { ...change, operation, until: { thing: thing.kind, name, state: until } });
}
