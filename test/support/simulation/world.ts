/** One account, prepared once and copied for every seed, and two laptops with a state folder each. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../main/clock.ts';
import { throwIfCancelled } from '../../../main/clock.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { PlanLine, type PlanJournal } from '../../../main/plans/journal.ts';
import { openSandbox, type ObservedCall, type Sandbox } from '../../../main/sandbox/index.ts';
import { scan } from '../../../main/storage/journal-format.ts';
import { openSpine, quickFolder } from '../spine.ts';
import { dice, type Dice } from './random.ts';

export const bucket = 'sim-bucket-4417';
export const foreign = { notebook: 'nb-theirs', stack: 'millwright-notebook-taken', bucket: 'theirs-4417' };

let prepared: Promise<string> | undefined;

/** The folder of an account with foundation, storage, and things of somebody else that look like ours. */
export function prepare(): Promise<string> {
  return (prepared ??= (async () => {
    const root = await quickFolder('millwright-prepared-');
    const spine = await openSpine(root);
    const engine = await spine.engine();
    for (const [source, given] of [
      ['foundation', {}],
      ['storage', { name: bucket }],
    ] as const)
      await spine.apply(engine, await spine.plan(engine, source, given));
    await engine.close();
    const { account } = spine.sandbox;
    const as = { kind: 'root' as const, arn: `arn:aws:iam::${account.id}:root`, accountId: account.id };
    const theirs = (service: string, operation: string, input: Record<string, unknown>) =>
      account.perform({ service, operation, input, as: as as never, region: 'us-east-1' });
    await theirs('cloudformation', 'CreateStack', {
      StackName: foreign.stack,
      TemplateBody: JSON.stringify({ Resources: { T: { Type: 'AWS::SNS::Topic' } } }),
    });
    await theirs('s3', 'CreateBucket', { Bucket: foreign.bucket });
    await spine.sandbox.advance(300);
    await spine.close();
    return root;
  })());
}

export class Died extends Error {}

export interface Laptop {
  name: string;
  dir: string;
  engine: Engine | null;
  /** Set for one run: where it dies, pauses or is asked to cancel. */
  at: ((point: string) => Promise<void> | void) | null;
  dead: boolean;
  deaths: number;
  /** How often its program was started. */
  opened: number;
  skewMs: number;
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
  /** Comes between program and account. */
  meddle?: (call: ObservedCall) => void;
}

export async function openWorld(seed: number, mutant?: Mutant): Promise<World> {
  const from = await prepare();
  const root = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'millwright-sim-'));
  await cp(join(from, 'account'), join(root, 'account'), { recursive: true });
  const sandbox = await openSandbox({ dir: join(root, 'account'), clock: { mode: 'manual' }, pace: 10 });
  const listening = await sandbox.listen();
  const rolls = dice(seed);
  const env = {
    AWS_ENDPOINT_URL: listening.url,
    AWS_ACCESS_KEY_ID: listening.accessKeyId,
    AWS_SECRET_ACCESS_KEY: listening.secretAccessKey,
    AWS_REGION: listening.region,
    AWS_CONFIG_FILE: join(root, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(root, 'no-credentials'),
  };
  const laptop = (name: string): Laptop => ({
    name,
    dir: join(root, name),
    engine: null,
    at: null,
    dead: false,
    deaths: 0,
    opened: 0,
    skewMs: 0,
    faults: [],
  });
  const laptops: [Laptop, Laptop] = [laptop('one'), laptop('two')];
  if (mutant?.meddle) sandbox.hook({ before: mutant.meddle });
  const world: World = {
    seed,
    dice: rolls,
    sandbox,
    laptops,
    active: laptops[0],
    trace: [],
    violations: [],
    async open(one) {
      if (one.engine !== null) return one.engine;
      const born = one.deaths;
      one.opened += 1;
      const living = () => {
        if (one.deaths !== born) throw new Died('This program was switched off.');
      };
      const clock: Clock = {
        now: () => sandbox.account.clock.now() + one.skewMs,
        async sleep(ms, signal) {
          living();
          throwIfCancelled(signal);
          await sandbox.advance(Math.max(ms, 1) / 1000);
          throwIfCancelled(signal);
        },
      };
      one.engine = await createEngine({
        stateDir: one.dir,
        env,
        clock,
        // Its own, so that how often a call is repeated changes no other throw.
        chance: dice(seed * 31 + (one === laptops[0] ? 1 : 2) + one.opened * 7_919),
        points: {
          async reach(point) {
            living();
            await one.at?.(point);
            living();
          },
        },
        onFault: (error) => {
          if (one.deaths === born) one.faults.push(error);
        },
        ...(mutant?.around && { around: mutant.around }),
      });
      return one.engine;
    },
    async kill(one) {
      const { engine } = one;
      one.deaths += 1;
      const next = `${join(root, one.name)}-${one.deaths}`;
      cpSync(one.dir, next, { recursive: true, filter: (path) => !/instance\.lock|\.tmp$/.test(path) });
      one.dir = next;
      one.engine = null;
      one.at = null;
      // What is left of it ends by itself: every point and every pause throws.
      await engine?.close().catch(() => undefined);
    },
    async close() {
      for (const one of laptops) await one.engine?.close();
      await listening.close();
      await sandbox.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return world;
}
