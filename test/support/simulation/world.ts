/** One account, prepared once and copied for every seed, and two laptops with a state folder each. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../main/clock.ts';
import { throwIfCancelled } from '../../../main/clock.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import type { PlanJournal } from '../../../main/plans/journal.ts';
import { PlanLine } from '../../../main/plans/journal-lines.ts';
import { openSandbox, type ObservedCall, type Sandbox } from '../../../main/sandbox/index.ts';
import { scan } from '../../../main/storage/journal-format.ts';
import { quickFolder } from '../spine.ts';
import { sandboxEnv } from '../sandbox-env.ts';
import { Died } from './died.ts';
import { dice, type Dice } from './random.ts';
import { prepare } from './prepared.ts';
import { type Gate, openGate } from './turns.ts';

export interface Laptop {
  name: string;
  dir: string;
  engine: Engine | null;
  /** Set for one run: where it dies, stands still or is asked to cancel. */
  at: ((point: string) => Promise<void> | void) | null;
  /** Set for one run: resolves when it is this one's turn. */
  turn: (() => Promise<void>) | null;
  /** Of the program that runs. */
  gate: Gate;
  deaths: number;
  /** How often its program was started. */
  opened: number;
  skewMs: number;
  /** Lines were lost from its disk since it was last opened, and at any time. */
  lost: boolean;
  everLost: boolean;
  everSkewed: boolean;
  faults: unknown[];
}

export interface World {
  seed: number;
  dice: Dice;
  sandbox: Sandbox;
  laptops: [Laptop, Laptop];
  /** The laptop whose program runs now. */
  active: Laptop;
  trace: string[];
  violations: string[];
  /** The request in flight is not answered: its limit passes. */
  giveUp(): void;
  open(laptop: Laptop): Promise<Engine>;
  /** Stops the program as a power cut would: its disk is copied as it is, and nothing it does afterwards counts. */
  kill(laptop: Laptop): Promise<void>;
  close(): Promise<void>;
}

/** Lines of the journal as they lie on the laptop's disk now. */
export function linesOnDisk({ dir }: Laptop): PlanLine[] {
  const path = join(dir, 'journal');
  if (!existsSync(path)) return [];
  return scan(readFileSync(path)).found.flatMap(({ line }) => {
    const read = PlanLine.safeParse(line);
    return read.success ? [read.data] : [];
  });
}

export interface Mutant {
  name: string;
  around?: (journal: PlanJournal) => PlanJournal;
  /** Where a death shows it, if a death by chance seldom does. */
  diesAt?: RegExp;
  /** Comes between program and account. */
  meddle?: (call: ObservedCall) => void;
}

/** Sixty times as quick as AWS: a machine starts in three seconds, and the program looks two or three times. */
const pace = 60;

export async function openWorld(seed: number, mutant?: Mutant): Promise<World> {
  const from = await prepare();
  const root = await quickFolder('millwright-sim-');
  await cp(join(from, 'account'), join(root, 'account'), { recursive: true });
  const sandbox = await openSandbox({ dir: join(root, 'account'), clock: { mode: 'manual' }, pace });
  const listening = await sandbox.listen();
  const env = sandboxEnv(listening, root);
  const laptop = (name: string): Laptop => ({
    name,
    dir: join(root, name),
    engine: null,
    at: null,
    turn: null,
    gate: openGate(),
    deaths: 0,
    opened: 0,
    skewMs: 0,
    lost: false,
    everLost: false,
    everSkewed: false,
    faults: [],
  });
  const laptops: [Laptop, Laptop] = [laptop('one'), laptop('two')];
  if (mutant?.meddle) sandbox.hook({ before: mutant.meddle });
  interface Limit {
    controller: AbortController;
    ms: number;
  }
  let inFlight: Limit | undefined;

  async function open(one: Laptop): Promise<Engine> {
    if (one.engine !== null) return one.engine;
    const born = one.deaths;
    one.opened += 1;
    const gate = openGate();
    one.gate = gate;
    const living = () => {
      if (one.deaths !== born) throw new Died();
    };
    let leave: () => void = () => undefined;
    let newest: Limit | undefined;
    const clock: Clock = {
      now: () => sandbox.account.clock.now() + one.skewMs,
      async sleep(ms, signal) {
        living();
        throwIfCancelled(signal);
        // Where others of this program wait too, no seed says whose turn it is.
        if (gate.idle()) await one.at?.('sleep');
        living();
        throwIfCancelled(signal);
        const done = await gate.enter();
        await sandbox.advance(Math.max(ms, 1) / 1000);
        done();
        living();
        throwIfCancelled(signal);
      },
      alarm(ms) {
        const controller = new AbortController();
        newest = { controller, ms };
        return controller.signal;
      },
    };
    const engine = await createEngine({
      stateDir: one.dir,
      env,
      clock,
      // Its own, so that how often a call is repeated changes no other throw.
      chance: dice(seed * 31 + (one === laptops[0] ? 1 : 2) + one.opened * 7_919),
      points: {
        async reach(point) {
          const limit = newest;
          living();
          await one.at?.(point);
          living();
          if (!point.startsWith('call:') || !point.endsWith(':before')) return;
          leave = await gate.enter();
          // Another part of this program may have passed the turn on meanwhile.
          await one.turn?.();
          living();
          inFlight = limit;
        },
      },
      onFault: (error) => {
        if (one.deaths === born) one.faults.push(error);
      },
      ...(mutant?.around && { around: mutant.around }),
    });
    // Every request is metered when its outcome is known.
    const { meter } = engine;
    const record = meter.record.bind(meter);
    meter.record = (request) => {
      record(request);
      leave();
    };
    one.engine = engine;
    return engine;
  }

  return {
    seed,
    dice: dice(seed),
    sandbox,
    laptops,
    active: laptops[0],
    trace: [],
    violations: [],
    open,
    giveUp() {
      const request = inFlight;
      if (request === undefined) return;
      setImmediate(() => {
        void sandbox.advance(request.ms / 1000).then(() => request.controller.abort());
      });
    },
    async kill(one) {
      const { engine } = one;
      one.deaths += 1;
      const next = `${join(root, one.name)}-${one.deaths}`;
      if (existsSync(one.dir))
        cpSync(one.dir, next, { recursive: true, filter: (path) => !/instance\.lock|\.tmp$/.test(path) });
      one.dir = next;
      one.engine = null;
      one.at = null;
      one.gate.shut();
      // What is left of it ends by itself: every point and every pause throws.
      await engine?.close().catch(() => undefined);
    },
    async close() {
      for (const one of laptops) await one.engine?.close();
      await listening.close();
      await sandbox.close();
      // What was killed may still write its last file.
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    },
  };
}
