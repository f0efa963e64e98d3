/** One call meets one fault; the account's ledger and what the person reads say how it ended. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppFailure } from '../../main/failure.ts';
import type { FaultId, FaultSpec } from '../../main/sandbox/index.ts';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Task } from '../../preload/contract/task.ts';
import { languages, words } from '../../words/index.ts';
import { copyOf, inventoryOf, type OpenWorld, openWorld, type Recorded, type World } from './fault-story.ts';

export interface FaultCase {
  recorded: Recorded;
  /** `cloudformation:CreateChangeSet`. */
  call: string;
  fault: FaultId;
  when: 'before' | 'after';
  /** Met once, or until twenty minutes have passed. */
  lasts: 'once' | 'on';
  /** Which of the calls of this name. */
  skip: number;
  /** For the faults that last; default 30, or 110 when it lasts. */
  seconds?: number;
}

export const end = ['success', 'clean roll back', 'honest screen', 'refused', 'not met'] as const;

export interface Verdict {
  end: (typeof end)[number];
  /** What is wrong; empty: nothing. */
  wrong: string[];
  /** Virtual time, ms. */
  took: number;
  /** What the person is told. */
  told: string;
}

export const lastingMs = 20 * 60_000;
/** A wait for an answer of AWS may take as long as its silence is borne: half an hour, and as long again to take back. */
const patienceMs = 80 * 60_000;

type Run = { task: Task | undefined } | { refused: AppFailure } | { broken: unknown } | { hangs: true };

async function runOf(work: Promise<Task | undefined>, realLimitMs = 20_000): Promise<Run> {
  const stop = new AbortController();
  const guard = wait(realLimitMs, { hangs: true as const }, { signal: stop.signal });
  guard.catch(() => undefined);
  try {
    return await Promise.race([work.then((task) => ({ task })), guard]);
  } catch (error) {
    return error instanceof AppFailure ? { refused: error } : { broken: error };
  } finally {
    stop.abort();
  }
}

/** A sentence and what to do, in both languages. */
function unsaid({ says, mend }: AppError): string[] {
  return [says, mend].flatMap(({ key }) =>
    languages.filter((language) => !words[language][key]).map((language) => `no words: ${language} ${key}`),
  );
}

/** Billed now, and not before the stage began. */
function newlyBilled({ spine }: World, from: string): { kind: string; key: string }[] {
  return spine.sandbox.ledger().filter(({ goneAt, billed, madeBy }) => {
    const running = billed.filter(({ to }) => to === null);
    const theirs = madeBy.endsWith('/somebody-else');
    const known = billed.some((span) => span.from < from);
    // What is stored is billed anew with each change of its size.
    const begun = running.some((span) => span.from >= from && (span.unit === 'hour' || !known));
    return goneAt === null && !theirs && begun;
  });
}

/** What exists and was not there before, beyond what a run without trouble makes. */
function surplus(world: World, before: string[], wanted: readonly string[]): string[] {
  const left = [...wanted];
  const theirs = new Set(
    world.spine.sandbox
      .ledger()
      .filter(({ madeBy }) => madeBy.endsWith('/somebody-else'))
      .map(({ kind, key }) => `${kind} ${key}`),
  );
  return inventoryOf(world.spine)
    .filter((one) => !before.includes(one) && !theirs.has(one))
    .filter((one) => {
      const at = left.indexOf(one.split(' ')[0] ?? '');
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
}

/** Things of somebody else that we ended. */
const foreignHarm = ({ spine }: World): string[] =>
  spine.sandbox
    .ledger()
    .filter(({ madeBy, goneBy }) => madeBy.endsWith('/somebody-else') && goneBy?.endsWith('/administrator'))
    .map(({ kind, key }) => `deleted what is somebody else's: ${kind} ${key}`);

const openTask = (task: Task): boolean => task.state === 'lost' || task.endedAt === undefined;

async function judge(
  world: OpenWorld,
  one: FaultCase,
  given: Run,
  before: string[],
  from: string,
): Promise<Omit<Verdict, 'took'>> {
  if ('hangs' in given) return { end: 'honest screen', wrong: ['hangs'], told: '' };
  if ('broken' in given)
    return { end: 'refused', wrong: [`throws what nobody can read: ${String(given.broken)}`], told: '' };
  const { made, gone } = one.recorded;
  // What was begun in AWS goes on there without the program.
  if (!('task' in given) || (given.task && given.task.state !== 'succeeded'))
    await world.spine.sandbox.advance(600);
  const wrong = [
    ...foreignHarm(world),
    ...world.troubles.map((trouble) => `fault nobody waits for: ${String(trouble)}`),
  ];
  if ('refused' in given) {
    const { error } = given.refused;
    const left = surplus(world, before, []).map((thing) => `refused, and made ${thing}`);
    return { end: 'refused', wrong: [...wrong, ...unsaid(error), ...left], told: error.code };
  }
  let { task } = given;
  let lost = '';
  if (task && openTask(task)) {
    // An honest screen for now: what is billed stands on it, and the next start settles it.
    if (task.error) wrong.push(...unsaid(task.error));
    else wrong.push(`open and says no reason: ${task.state}`);
    wrong.push(...unnamed(task, newlyBilled(world, from)));
    lost = `lost (${task.error?.code ?? ''}), then `;
    world.spine.sandbox.faults.switchOff();
    const again = await runOf(world.engine.applying.recover().then(async ({ ended }) => (await ended)[0]));
    if (!('task' in again) || !again.task || openTask(again.task))
      return {
        end: 'honest screen',
        wrong: [...wrong, `not settled afterwards: ${JSON.stringify(again)}`],
        told: lost,
      };
    task = again.task;
  }
  const extra = surplus(world, before, made);
  wrong.push(...extra.map((thing) => `one too many: ${thing}`));
  if (task === undefined || task.state === 'succeeded') {
    const missing = made.length - (surplus(world, before, []).length - extra.length);
    const theirs = one.fault === 'F33';
    const still = inventoryOf(world.spine);
    const ended = before.filter((thing) => !still.includes(thing)).length;
    // A stack that AWS did not show when the plan was made is not in the plan, and the plan says so.
    const warned = task ? (await world.engine.plans.get(task.planId)).plan.warnings : [];
    const unseen = one.fault === 'F30' && warned.some(({ key }) => key === 'plan.notebook.foreign');
    if (ended !== gone.length && !theirs && !unseen) wrong.push(`${ended} things ended, not ${gone.length}`);
    if (missing > 0 && !theirs) wrong.push(`says that it succeeded, and ${missing} things are missing`);
    return { end: lost === '' ? 'success' : 'honest screen', wrong, told: `${lost}succeeded` };
  }
  if (task.error) wrong.push(...unsaid(task.error));
  else if (task.state === 'failed') wrong.push('failed and says no reason');
  wrong.push(...unnamed(task, newlyBilled(world, from)));
  const still = inventoryOf(world.spine);
  const asBefore = before.every((thing) => still.includes(thing)) || one.fault === 'F33';
  const nothingLeft = task.leftOver.length === 0 && surplus(world, before, []).length === 0;
  const clean = asBefore && nothingLeft && lost === '';
  return {
    end: clean ? 'clean roll back' : 'honest screen',
    wrong,
    told: `${lost}${task.state} ${task.error?.code ?? ''}`,
  };
}

const unnamed = (task: Task, billed: { kind: string; key: string }[]): string[] =>
  billed
    .filter(({ key }) => !task.leftOver.some(({ name }) => name === key || name.includes(key)))
    .map(({ kind, key }) => `billed and not named: ${kind} ${key}`);

/** Faults that cannot be made at the account's port happen at the client, before anything is sent. */
function clientFault(one: FaultCase): { atCall?: (name: string) => void; met: () => number } {
  let seen = 0;
  let met = 0;
  if (one.fault !== 'F16') return { met: () => met };
  return {
    met: () => met,
    atCall(name) {
      if (name !== one.call || (seen += 1) <= one.skip || (one.lasts === 'once' && met > 0)) return;
      met += 1;
      if (one.lasts === 'on' && met > 40) return;
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    },
  };
}

let cases = 0;

export async function verdictOf(
  one: FaultCase,
  change: (world: OpenWorld) => void = () => undefined,
  realLimitMs = 20_000,
): Promise<Verdict> {
  const { stage, folder, services, took: usual } = one.recorded;
  // A case that hangs keeps its folder busy: the next one has its own.
  const root = await copyOf(folder, join(folder, '..', `case-${(cases += 1)}`));
  const client = clientFault(one);
  let offAt = Infinity;
  const world = await openWorld(root, {
    ...(client.atCall && { atCall: client.atCall }),
    slept: (spine) => {
      if (spine.sandbox.account.clock.now() >= offAt) spine.sandbox.faults.switchOff();
    },
  });
  change(world);
  const { faults } = world.spine.sandbox;
  let met = 0;
  faults.onMet(() => (met += 1));
  // What the stage before made in its last moment is not of this one.
  await world.spine.sandbox.advance(1);
  // What the stages before began is billed from before this moment.
  await world.spine.sandbox.advance(1);
  const from = world.now();
  if (one.fault !== 'F16') {
    const [, operation = ''] = one.call.split(':');
    const spec: FaultSpec = {
      fault: one.fault,
      service: services.get(one.call) ?? null,
      // Young roles are met where a service assumes them, by whatever call.
      ...(one.fault === 'F28' ? { service: null } : { operation, skip: one.skip }),
      when: one.when,
      times: one.lasts === 'once' ? 1 : null,
      seconds: one.seconds ?? (one.lasts === 'once' ? 30 : 110),
    };
    faults.switchOn(spec);
    // What is stuck stays so while its switch is on.
    if (one.lasts === 'on' || one.fault === 'F32') offAt = from + lastingMs;
  }
  const before = inventoryOf(world.spine);
  const work = stage.run(world);
  work.catch(() => undefined);
  const given = await runOf(work, realLimitMs);
  const judged = await judge(world, one, given, before, new Date(from).toISOString());
  const took = world.now() - from;
  if (took > usual + patienceMs) judged.wrong.push(`took ${Math.round(took / 60_000)} min of virtual time`);
  if ('hangs' in given) void world.close().catch(() => undefined);
  else {
    await world.close();
    await rm(root, { recursive: true, force: true });
  }
  const nothing = met + client.met() === 0 && judged.end === 'success';
  return { ...judged, ...(nothing && { end: 'not met' as const }), took };
}
