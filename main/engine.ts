/**
 * The rooms that do things, built by hand: the same for the window's hosts and for the commands. A host adds its own
 * ports on top; nothing here knows which of them runs.
 */
import { message, type Message } from '../preload/contract/message.ts';
import { dropStaged, markPlan, openAfterwork } from './afterwork.ts';
import { openMeter, type Meter } from './aws/meter.ts';
import { type Chance, systemChance } from './chance.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Connections, openConnections } from './connections/connections.ts';
import type { SandboxRun } from './connections/sandbox.ts';
import type { Environment } from './connections/sources.ts';
import { openPriceBook, type PriceBook } from './costs/price-book.ts';
import { openStaging, type Staging } from './data/staging.ts';
import { AppFailure, failure } from './failure.ts';
import { type Applying, openApplying } from './plans/apply.ts';
import { openPlanJournal, type PlanJournal } from './plans/journal.ts';
import type { Making } from './plans/make.ts';
import { openReceipts, type ReceiptStore } from './plans/receipt.ts';
import { recheck } from './plans/recheck.ts';
import { shippedFile, shippedStage } from './plans/shipped-files.ts';
import { openPlanStore, type PlanStore } from './plans/store.ts';
import { templateBody } from './plans/template-body.ts';
import { openTickets, type Tickets } from './plans/tickets.ts';
import { noPoints, type Points } from './points.ts';
import type { Files } from './storage/disk.ts';
import { type InstanceLock, lockState } from './storage/instance-lock.ts';
import { openSettings, type SettingsStore } from './storage/settings.ts';
import { openTasks, type TaskStore } from './tasks/tasks.ts';

export interface EngineOptions {
  /** Every file of the program lies below. */
  stateDir: string;
  env: Environment;
  clock?: Clock;
  chance?: Chance;
  /** The journal as recovery sees it; tests plant their bugs here. */
  around?: (journal: PlanJournal) => PlanJournal;
  points?: Points;
  sandbox?: SandboxRun;
  /** The person's own clock offset, told when AWS's clock is found to stand elsewhere; ms to add. */
  onOffset?: (offsetMs: number) => void;
  /** Told when the search in AWS after a loss begins, waits, goes on or ends, and when something of it was left. */
  onSearch?: () => void;
  /** The file system of the journal; tests pass one that is full or refuses. */
  files?: Files;
  /** Faults that nobody waits for. */
  onFault: (error: unknown) => void;
}

/** Plans, prices and connections: for everything that only looks. */
export interface Reading {
  stateDir: string;
  clock: Clock;
  meter: Meter;
  settings: SettingsStore;
  connections: Connections;
  prices: PriceBook;
  plans: PlanStore;
  staging: Staging;
  tasks: TaskStore;
  receipts: ReceiptStore;
  /** IANA zone of the person. */
  timeZone(): Promise<string>;
  /**
   * What making a plan needs. `draft` makes one without an account; `auto` makes one with the account in use and falls
   * back to a draft when it cannot be reached, and says so in `missing`.
   */
  making(how: 'account' | 'auto' | 'draft', signal?: AbortSignal): Promise<Making & { missing?: AppFailure }>;
  /** Things found at the start that the person should know: damaged files that were kept. */
  notices: Message[];
  close(): Promise<void>;
}

/** All of it: holds the state folder for itself. */
export interface Engine extends Reading {
  tickets: Tickets;
  applying: Applying;
}

/** Opens for looking only; others may have the same state folder open. */
export async function openReading(options: EngineOptions): Promise<Reading> {
  const { stateDir, env, clock = systemClock, points = noPoints, chance = systemChance } = options;
  const notices: Message[] = [];
  const settings = openSettings(stateDir, (file) => notices.push(message('notice.damaged', { file })));
  const meter = openMeter();
  const connections = openConnections({
    stateDir,
    env,
    settings,
    aws: {
      clock,
      points,
      meter,
      random: () => chance.fraction(),
      ...(options.onOffset && { onOffset: options.onOffset }),
    },
    ...(options.sandbox && { sandbox: options.sandbox }),
  });
  let account: string | undefined;
  connections.onChange((connection) => (account = connection.accountId ?? account));
  const now = () => clock.now();
  const prices = await openPriceBook(stateDir, () => account, now);
  const staging = openStaging(stateDir, now);
  const timeZone = async () =>
    (await settings.read()).person.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    stateDir,
    clock,
    meter,
    settings,
    connections,
    prices,
    plans: openPlanStore(stateDir),
    staging,
    tasks: openTasks(stateDir, points),
    receipts: openReceipts(stateDir),
    timeZone,
    notices,
    async making(how, signal) {
      const base = { prices, stages: staging, signal, chance, timeZone: await timeZone() };
      const { region } = await connections.current();
      const draft = { ...base, aws: null, region, now: () => connections.now() };
      if (how === 'draft') return draft;
      try {
        const aws = await connections.aws();
        return { ...base, aws, region: aws.target.region, now: () => aws.now() };
      } catch (error) {
        if (how === 'account' || !(error instanceof AppFailure)) throw error;
        return { ...draft, missing: error };
      }
    },
    close: () => connections.close(),
  };
}

/** Opens everything. Throws `state.locked` while another program has the same state folder. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { stateDir, points = noPoints } = options;
  const lock: InstanceLock = await lockState(stateDir);
  try {
    const reading = await openReading(options);
    const { connections, plans, tasks, staging } = reading;
    // What is done in an account is told in the account's time, also where the clock of this computer is wrong.
    const clock: Clock = { ...reading.clock, now: () => connections.now() };
    const written = await openPlanJournal(stateDir, {
      points,
      now: () => clock.now(),
      ...(options.files && { files: options.files }),
      expected: async () => (await tasks.list()).length > 0,
    });
    const journal = options.around?.(written) ?? written;
    if (journal.damage !== null)
      reading.notices.push(
        message(`notice.journal.${journal.damage.kind}`, { file: journal.damage.keptAs ?? '' }),
      );
    const tickets = openTickets(() => reading.clock.now());
    const applying = openApplying({
      clock,
      chance: options.chance ?? systemChance,
      journal,
      tasks,
      tickets,
      receipts: reading.receipts,
      onFault: options.onFault,
      connected: async () => {
        const aws = await connections.aws();
        return { aws, connectionId: (await connections.current()).id };
      },
      connectedAs: async (id, { target }) => {
        const aws = await connections.open(id, target.region);
        if (aws.target.accountId !== target.accountId) throw failure('plan.wrongAccount');
        return aws;
      },
      plans,
      connectedTo: ({ connectionId, region }) => connections.open(connectionId, region),
      onSearch: options.onSearch,
      places: async () => {
        const { id, region } = await connections.current();
        const begun = journal.lines.flatMap((line) =>
          line.line === 'begun' ? [{ connectionId: line.connectionId, region: line.plan.target.region }] : [],
        );
        const regions = [
          ...(await plans.regions()),
          ...Object.values((await reading.settings.read()).regions),
        ];
        const all = [
          { connectionId: id, region },
          ...begun,
          ...regions.map((one) => ({ connectionId: id, region: one })),
        ];
        return [...new Map(all.map((place) => [`${place.connectionId} ${place.region}`, place])).values()];
      },
      recheck: async (plan, aws, signal, own) => {
        const base = { prices: reading.prices, stages: staging, timeZone: await reading.timeZone() };
        return recheck(plan, { ...base, aws, signal, region: aws.target.region, now: () => aws.now() }, own);
      },
      templateBody,
      async stagedFile(stageId, path) {
        if (stageId === shippedStage) return shippedFile(path);
        const file = await staging.fileAt(stageId, path);
        if (file === undefined) throw failure('resource.notFound', { name: path });
        return file;
      },
    });
    const afterwork = openAfterwork(options.onFault);
    const stopMarking = tasks.onChange((task) => {
      afterwork.add(markPlan(plans, task));
      if (task.state === 'succeeded') afterwork.add(dropStaged(plans, staging, task));
    });
    return {
      ...reading,
      tickets,
      applying: {
        ...applying,
        async apply(plan, consent, secret) {
          await plans.save(plan);
          return applying.apply(plan, consent, secret);
        },
      },
      async close() {
        await applying.close();
        stopMarking();
        await afterwork.done();
        await reading.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
