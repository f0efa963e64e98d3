/** A sandbox account on a manual clock and engines that use it: waiting moves the account's time and takes none here. */
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../main/clock.ts';
import { throwIfCancelled } from '../../main/clock.ts';
import { createEngine, type Engine } from '../../main/engine.ts';
import type { Points } from '../../main/points.ts';
import { makePlan } from '../../main/plans/make.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { openSandbox, type Sandbox } from '../../main/sandbox/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { sandboxEnv } from './sandbox-env.ts';

/** A Friday at ten in the morning. */
const start = Date.parse('2026-11-20T10:00:00Z');

export interface Spine {
  /** Holds the account and the state folder. */
  root: string;
  sandbox: Sandbox;
  clock: Clock;
  env: Record<string, string>;
  stateDir: string;
  /** `dir`: another state folder than the usual one. */
  engine(points?: Points, dir?: string): Promise<Engine>;
  plan(engine: Engine, source: string, answers: Answers): Promise<Plan>;
  /** Applies with the digest as consent and waits for the end. */
  apply(engine: Engine, plan: Plan): ReturnType<Engine['applying']['ended']>;
  /** What exists in the account, by kind. */
  existing(kind: RegExp): string[];
  close(): Promise<void>;
}

/**
 * A fresh folder, in memory where the system has such a place: what a killed program has written is there either way, and
 * waiting for a disk only costs time.
 */
export async function quickFolder(name: string): Promise<string> {
  const memory = await access('/dev/shm').then(
    () => '/dev/shm',
    () => tmpdir(),
  );
  return mkdtemp(join(memory, name));
}

/**
 * `root`: a folder that stays when the spine is closed, and holds what an earlier one left there. `from`: the account's
 * first instant.
 */
export async function openSpine(root?: string, from = start): Promise<Spine> {
  const folder = root ?? (await mkdtemp(join(tmpdir(), 'millwright-spine-')));
  const sandbox = await openSandbox({
    dir: join(folder, 'account'),
    seed: 'spine',
    clock: { mode: 'manual', start: from },
    // Ten times as quick as AWS, so that waiting asks fewer questions.
    pace: 10,
  });
  const listening = await sandbox.listen();
  const stateDir = join(folder, 'state');
  const env = sandboxEnv(listening, folder);
  const clock: Clock = {
    now: () => sandbox.account.clock.now(),
    async sleep(ms, signal) {
      throwIfCancelled(signal);
      await sandbox.advance(Math.max(ms, 1) / 1000);
      throwIfCancelled(signal);
    },
  };
  return {
    root: folder,
    sandbox,
    clock,
    env,
    stateDir,
    async engine(points, dir = stateDir) {
      return createEngine({
        stateDir: dir,
        env,
        clock,
        onFault: (error) => {
          throw error;
        },
        ...(points && { points }),
      });
    },
    plan: async (engine, source, answers) =>
      makePlan(requireSource(source), answers, await engine.making('account')),
    async apply(engine, plan) {
      const { taskId } = await engine.applying.apply(plan, { kind: 'digest', digest: plan.digest });
      return engine.applying.ended(taskId);
    },
    existing: (kind) =>
      sandbox
        .ledger()
        .filter((entry) => kind.test(entry.kind) && entry.goneAt === null)
        .map((entry) => `${entry.kind} ${entry.key}`),
    async close() {
      await listening.close();
      await sandbox.close();
      if (root === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
