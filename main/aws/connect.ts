import type { Clock } from '../clock.ts';
import { throwIfCancelled } from '../clock.ts';
import { failure, type AppFailure } from '../failure.ts';
import type { Points } from '../points.ts';
import type { Aws, AwsCallOptions, InputOf, OperationOf, OutputOf, ServiceName } from './aws.ts';
import { type AwsAccess, type HttpAnswer, openSender } from './clients.ts';
import type { Meter } from './meter.ts';
import { pageRuleOf } from './page-rules.ts';
import { mayRepeat, openBudget, patience, pauseMs, ruleOf } from './repeat.ts';
import { type Judged, judge } from './translate.ts';

export interface AwsTools {
  clock: Clock;
  points: Points;
  meter: Meter;
  /** 0..1; tests pass their own. */
  random?: () => number;
  /** Told when the account's clock was found to stand elsewhere than this computer's, ms to add. */
  onOffset?: (offsetMs: number) => void;
}

/** A connection that can be closed. */
export interface OpenAws extends Aws {
  readonly offsetMs: number;
  close(): void;
}

type Call = (
  service: ServiceName,
  operation: string,
  input: object,
  options?: AwsCallOptions,
) => Promise<object>;

const defaultLimitMs = 30_000;
const bytesLimitMs = 600_000;
const carriesBytes = new Set(['PutObject', 'UploadPart', 'GetObject']);

/** Asks AWS who we are (GetCallerIdentity needs no permission) and answers the way to this account and region. */
export async function connectAws(access: AwsAccess, tools: AwsTools, signal?: AbortSignal): Promise<OpenAws> {
  const caller = openCaller(access, tools);
  const identity = (await caller.call('sts', 'GetCallerIdentity', {}, signal ? { signal } : {})) as {
    Account?: string;
    Arn?: string;
  };
  const { Account: accountId, Arn: callerArn } = identity;
  const partition = callerArn?.split(':')[1];
  if (accountId === undefined || callerArn === undefined || partition === undefined)
    throw failure('aws.badAnswer', {}, { technical: { service: 'sts', operation: 'GetCallerIdentity' } });
  // What crosses here is typed per operation for callers, and by name inside.
  const call = caller.call as Aws['call'];
  return {
    target: { accountId, region: access.region, partition },
    callerArn,
    call,
    pages: (service, operation, input, options) => pages(call, service, operation, input, options),
    now: () => tools.clock.now() + caller.offsetMs(),
    get offsetMs() {
      return caller.offsetMs();
    },
    close: caller.close,
  };
}

async function* pages<S extends ServiceName, O extends OperationOf<S>>(
  call: Aws['call'],
  service: S,
  operation: O,
  input: InputOf<S, O>,
  options?: AwsCallOptions,
): AsyncGenerator<OutputOf<S, O>> {
  const rule = pageRuleOf(service, operation);
  if (rule === undefined) {
    yield await call(service, operation, input, options);
    return;
  }
  const base = { ...(rule.limit && { [rule.limit.member]: rule.limit.max }), ...(input as object) };
  for (let token: unknown; ;) {
    const request = token === undefined ? base : { ...base, [rule.input]: token };
    const page = await call(service, operation, request as InputOf<S, O>, options);
    yield page;
    const next: unknown = Reflect.get(page as object, rule.output);
    // An empty token, or the same one again, would never end.
    if (next === undefined || next === '' || next === token) return;
    token = next;
  }
}

function openCaller(access: AwsAccess, tools: AwsTools) {
  const { clock, points, meter } = tools;
  const sender = openSender(access);
  const budget = openBudget(() => clock.now());
  let offsetMs = 0;
  /** The SDK signs with this computer's own clock, whatever clock the program was given. */
  let signingOffsetMs = 0;

  const learnTime = (date: number | undefined) => {
    if (date === undefined) return;
    signingOffsetMs = better(signingOffsetMs, date - Date.now());
    const before = offsetMs;
    offsetMs = better(offsetMs, date - clock.now());
    if (offsetMs !== before) tools.onOffset?.(offsetMs);
  };

  async function once(
    service: ServiceName,
    operation: string,
    input: object,
    options: AwsCallOptions,
    attempt: number,
  ) {
    const limit = options.timeoutMs ?? (carriesBytes.has(operation) ? bytesLimitMs : defaultLimitMs);
    const timer = AbortSignal.timeout(limit);
    const signal = options.signal === undefined ? timer : AbortSignal.any([options.signal, timer]);
    const startedAt = clock.now();
    let answer: HttpAnswer | undefined;
    const note = (outcome: string) =>
      meter.record({
        service,
        operation,
        purpose: options.purpose ?? 'screen',
        attempt,
        startedAt,
        tookMs: clock.now() - startedAt,
        outcome,
      });
    try {
      await points.reach(`call:${service}:${operation}:before`);
      const region = options.region ?? access.region;
      const output = await sender.send(service, operation, input, {
        region,
        signal,
        offsetMs: signingOffsetMs,
        heard: (heard) => {
          answer = heard;
          learnTime(heard.date);
        },
      });
      await points.reach(`call:${service}:${operation}:answered`);
      note('ok');
      return { output };
    } catch (error) {
      throwIfCancelled(options.signal);
      const { endpoint } = access;
      const judged = judge(error, { service, operation, timedOut: timer.aborted, endpoint, answer });
      note(judged.failure.error.code);
      return { judged };
    }
  }

  const call: Call = async (service, operation, input, options = {}) => {
    const rule = ruleOf(service, operation);
    const purpose = options.purpose ?? 'screen';
    let unsure = false;
    for (let tries = 1; ; tries += 1) {
      throwIfCancelled(options.signal);
      const result = await once(service, operation, input, options, tries);
      if (result.judged === undefined) return result.output;
      const { judged } = result;
      unsure ||= judged.fate === 'maybe' && rule.rule !== 'read';
      const pause = pauseBefore(judged, tries);
      if (pause === null) throw unsure ? unknownOutcome(judged) : judged.failure;
      await clock.sleep(pause, options.signal);
    }

    function pauseBefore(judged: Judged, tries: number): number | null {
      const again = judged.fate === 'maybe' ? mayRepeat(rule, input) : judged.fate !== 'final';
      if (!again || tries >= patience[purpose].tries || !budget.take(service, purpose)) return null;
      // The offset has just been learnt from the answer that refused us.
      if (judged.failure.error.code === 'clock.skewed') return tries === 1 ? 0 : null;
      return pauseMs(tries, judged, tools.random ?? Math.random);
    }
  };

  return { call, offsetMs: () => offsetMs, close: () => sender.close() };
}

/** AWS gives whole seconds, and the answer was under way: what that explains is no difference. */
function better(known: number, seen: number): number {
  const measured = Math.abs(seen + 500) < 2_000 ? 0 : seen + 500;
  return Math.abs(measured - known) < 2_000 ? known : measured;
}

/** A change may or may not have been made; the caller must look before it does anything else. */
function unknownOutcome(judged: Judged): AppFailure {
  const { technical } = judged.failure.error;
  const text = `${judged.failure.error.code} ${technical?.text ?? ''}`.trim();
  return failure('outcome.unknown', {}, { technical: { ...technical, text }, cause: judged.failure });
}
