import type { Clock } from '../clock.ts';
import { throwIfCancelled } from '../clock.ts';
import { failure, type AppFailure } from '../failure.ts';
import type { Points } from '../points.ts';
import type { Aws, AwsCallOptions, InputOf, OperationOf, OutputOf, ServiceName } from './aws.ts';
import { type AwsAccess, type HttpAnswer, openSender } from './clients.ts';
import type { Meter } from './meter.ts';
import { pageRuleOf } from './page-rules.ts';
import { type AccountMemory, openMemory } from './account-time.ts';
import { mayRepeat, patience, pauseMs, ruleOf } from './repeat.ts';
import { type Judged, judge } from './translate.ts';

export interface AwsTools {
  clock: Clock;
  points: Points;
  meter: Meter;
  /** 0..1; tests pass their own. */
  random?: () => number;
  /** Told when the account's clock was found to stand elsewhere than this computer's, ms to add. */
  onOffset?: (offsetMs: number) => void;
  /** What was learnt of this account before: its time, and how many repeats were used up. */
  memory?: AccountMemory;
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
const staleMs = 600_000;
const carriesBytes = new Set(['PutObject', 'UploadPart', 'GetObject']);

/** Asks AWS who we are (GetCallerIdentity needs no permission) and answers the way to this account and region. */
export async function connectAws(access: AwsAccess, tools: AwsTools, signal?: AbortSignal): Promise<OpenAws> {
  const caller = openCaller(access, tools);
  const identity = (await caller
    .call('sts', 'GetCallerIdentity', {}, signal ? { signal } : {})
    .catch((error: unknown) => {
      caller.close();
      throw error;
    })) as { Account?: string; Arn?: string };
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
    now: () => caller.time.now(),
    get offsetMs() {
      return caller.time.offsetMs();
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
  const { time, budget } = tools.memory ?? openMemory(clock, tools.onOffset);
  let flying = 0;
  let lastSeen = clock.now();

  /** After a long pause (the computer slept) a kept connection may lead nowhere: better a new one than a lost answer. */
  const afterPause = () => {
    const paused = Math.abs(clock.now() - lastSeen) > staleMs;
    lastSeen = clock.now();
    if (paused && flying === 0) sender.forget();
  };

  async function once(
    service: ServiceName,
    operation: string,
    input: object,
    options: AwsCallOptions,
    attempt: number,
  ) {
    const limit = options.timeoutMs ?? (carriesBytes.has(operation) ? bytesLimitMs : defaultLimitMs);
    const timer = clock.alarm?.(limit) ?? AbortSignal.timeout(limit);
    const signal = options.signal === undefined ? timer : AbortSignal.any([options.signal, timer]);
    const startedAt = clock.now();
    let answer: HttpAnswer | undefined;
    let movedClock = false as boolean;
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
    afterPause();
    flying += 1;
    try {
      await points.reach(`call:${service}:${operation}:before`);
      const region = options.region ?? access.region;
      const output = await sender.send(service, operation, input, {
        region,
        signal,
        offsetMs: time.signingOffsetMs(),
        heard: (heard) => {
          answer = heard;
          // Neither a page of the network nor an answer that lay here while the computer slept tells AWS's time.
          const prompt = Math.abs(clock.now() - startedAt) < limit;
          if (heard.date !== undefined && !heard.html && heard.status !== 407 && prompt)
            movedClock = time.learn(heard.date);
        },
      });
      // Read as an empty answer, a page of the network would say that nothing is there.
      if (pageOfNetwork(answer)) throw new Error('A page came in place of an answer.');
      await points.reach(`call:${service}:${operation}:answered`);
      note('ok');
      return { output };
    } catch (error) {
      // It may have been sent all the same.
      if (options.signal?.aborted === true) note('call.cancelled');
      throwIfCancelled(options.signal);
      const { endpoint } = access;
      const judged = judge(error, { service, operation, timedOut: timer.aborted, endpoint, answer });
      // EC2 says the same of a sign-in that ran out; where the clocks agree it is that.
      const signIn =
        judged.failure.error.technical?.awsCode === 'RequestExpired' && !movedClock && attempt > 1;
      const sure = signIn ? expired(judged) : judged;
      note(sure.failure.error.code);
      return { judged: sure };
    } finally {
      flying -= 1;
      lastSeen = clock.now();
    }
  }

  const call: Call = async (service, operation, input, options = {}) => {
    const rule = ruleOf(service, operation);
    const purpose = options.purpose ?? 'screen';
    let unsure = false;
    let skewed = false;
    for (let tries = 1; ; tries += 1) {
      throwIfCancelled(options.signal);
      const result = await once(service, operation, input, options, tries);
      if (result.judged === undefined) return result.output;
      const { judged } = result;
      unsure ||= judged.fate === 'maybe' && rule.rule !== 'read';
      const pause = pauseBefore(judged, tries);
      if (pause === null) throw unsure && !harmless(judged) ? unknownOutcome(judged) : judged.failure;
      await clock.sleep(pause, options.signal);
    }

    /** Sent again it is the same request: a trouble that passes is then nothing but that. */
    function harmless({ fate }: Judged): boolean {
      return fate !== 'final' && mayRepeat(rule, input);
    }

    function pauseBefore(judged: Judged, tries: number): number | null {
      const may = judged.fate === 'maybe' ? mayRepeat(rule, input) : judged.fate !== 'final';
      if (!may || tries >= patience[purpose].tries || !budget.take(service, purpose)) return null;
      // The offset has just been learnt from the answer that refused us; being refused again is something else.
      if (judged.failure.error.code === 'clock.skewed') {
        const again = skewed;
        skewed = true;
        return again ? null : 0;
      }
      return pauseMs(tries, judged, tools.random ?? Math.random);
    }
  };

  return { call, time, close: () => sender.close() };
}

function expired(judged: Judged): Judged {
  const { technical } = judged.failure.error;
  const cause = judged.failure;
  return {
    ...judged,
    fate: 'final',
    failure: failure('connection.expired', {}, { ...(technical && { technical }), cause }),
  };
}

const pageOfNetwork = (answer: HttpAnswer | undefined): boolean => answer?.html === true && !answer.numbered;

/** A change may or may not have been made; the caller must look before it does anything else. */
function unknownOutcome(judged: Judged): AppFailure {
  const { technical } = judged.failure.error;
  const text = `${judged.failure.error.code} ${technical?.text ?? ''}`.trim();
  return failure('outcome.unknown', {}, { technical: { ...technical, text }, cause: judged.failure });
}
