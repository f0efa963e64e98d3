/** What the window asks about jobs. */
import type { Handlers } from '../../preload/contract/index.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { failure } from '../failure.ts';
import { numbersIn } from '../logs/numbers.ts';
import { readLog } from '../logs/read.ts';
import { openShelf } from '../logs/shelf.ts';
import type { LogBook } from '../logs/log-book.ts';
import type { JobDetail } from '../../preload/contract/job.ts';
import type { Plan, Receipt } from '../../preload/contract/plan.ts';
import type { ReceiptStore } from '../plans/receipt.ts';
import { againOf } from './again.ts';
import type { Beside } from './beside.ts';
import { attemptsOf, type Described, jobDetail, logOf, queueIn } from './details.ts';
import type { LiveJobs } from './live.ts';
import { openMachines } from './machines.ts';
import { type MoneyTools, priceOf, withMoney } from './money.ts';
import { jobRow } from './rows.ts';
import { openRunReceipts } from './run-receipts.ts';
import { openRunningPrices } from './running-prices.ts';
import { spotPrices } from './spot-prices.ts';
import { partsOf } from './sight.ts';
import { findWhy } from './why.ts';

export interface JobParts {
  connect: () => Promise<Aws>;
  live: LiveJobs;
  /** Time in the account, ms; asks nobody. */
  now: () => number;
  prices: MoneyTools['prices'];
  receipts: Pick<ReceiptStore, 'list' | 'update'>;
  /** A plan of this computer; null: it is not here. */
  plan: (id: string) => Promise<Plan | null>;
  /** Told a receipt that got what its training cost. */
  onReceipt?: (receipt: Receipt) => void;
}

/** Without prices, receipts and plans: what needs them is not known. */
export const jobHandlers = (parts: Pick<JobParts, 'connect' | 'live' | 'now'>): Handlers['jobs'] =>
  openJobs({
    prices: { price: () => null, lookUp: (_, keys) => Promise.resolve({ found: 0, missing: keys.length }) },
    receipts: {
      list: () => Promise.resolve({ items: [], unreadable: [] }),
      update: (_, change) => Promise.resolve(change(undefined)),
    },
    plan: () => Promise.resolve(null),
    ...parts,
  }).handlers;

export interface JobRoom {
  handlers: Handlers['jobs'];
  /** Completes receipts of trainings that a look at the list saw to be over. */
  seen: Beside;
  /** Prices trainings that a look at the list saw to run. */
  price: Beside;
}

/** A longer list is answered in two parts to a page that opens: what fills the screen, then all. */
const longList = 1_000;
const firstRows = 100;
/** What is shown without its age. */
const freshMs = 60_000;
/** Who reads a log asks for it every few seconds; where its streams are changes with the attempts alone. */
const describedMs = 5_000;

export function openJobs(parts: JobParts): JobRoom {
  const { connect, live, now, prices } = parts;
  const shelf = openShelf();
  const money: MoneyTools = { machines: openMachines(), prices, asked: new Set() };
  const ended = new WeakSet<LogBook>();
  const described = new Map<string, { at: number; job: Described }>();

  async function describe(id: string, aws: Aws, options: AwsCallOptions): Promise<Described> {
    const { jobs: [job] = [] } = await aws.call('batch', 'DescribeJobs', { jobs: [id] }, options);
    if (job === undefined) throw failure('resource.notFound', { name: id });
    described.clear();
    described.set(`${aws.target.accountId} ${aws.target.region} ${id}`, { at: now(), job });
    return job;
  }

  async function lately(id: string, aws: Aws, options: AwsCallOptions): Promise<Described> {
    const known = described.get(`${aws.target.accountId} ${aws.target.region} ${id}`);
    const age = now() - (known?.at ?? -Infinity);
    return known !== undefined && age >= 0 && age < describedMs ? known.job : describe(id, aws, options);
  }

  /** All that its page shows. */
  async function detailOf(id: string, aws: Aws, options: AwsCallOptions): Promise<JobDetail> {
    const job = await describe(id, aws, options);
    const more = await findWhy(job, aws, shelf, options);
    const detail = jobDetail(job, aws.target.region, aws.now(), more);
    return withMoney(detail, job, aws, money, options);
  }

  const runs = openRunReceipts({
    receipts: parts.receipts,
    describe: detailOf,
    onKnown: ({ jobId, state, attempts, measured }) =>
      live.learn({
        ...{ id: jobId, state, startedAt: null, attempts: attempts.length, usdPerHour: 0 },
        usdSoFar: measured.unknown.length === 0 ? measured.usd : null,
      }),
    onCompleted: (receipt) => parts.onReceipt?.(receipt),
  });

  const price = openRunningPrices({ describe: detailOf, onKnown: (detail) => live.learn(detail) });

  /** The log of an attempt, of the last one where none is named; null: it has none yet. */
  async function logBook(
    id: string,
    attempt: number | undefined,
    aws: Aws,
    options: AwsCallOptions,
  ): Promise<LogBook | null> {
    const job = await lately(id, aws, options);
    const { group, streams } = logOf(job);
    const stream =
      attempt === undefined
        ? streams.at(-1)
        : attemptsOf(job).find(({ number }) => number === attempt)?.logStream;
    return stream == null ? null : shelf.book(aws, { group, stream });
  }

  /** The logs of all tries in their order, or of one. */
  async function logBooks(
    id: string,
    attempt: number | undefined,
    aws: Aws,
    options: AwsCallOptions,
  ): Promise<LogBook[]> {
    if (attempt !== undefined)
      return [await logBook(id, attempt, aws, options)].filter((book) => book !== null);
    const { group, streams } = logOf(await lately(id, aws, options));
    return streams.map((stream) => shelf.book(aws, { group, stream }));
  }

  const handlers: Handlers['jobs'] = {
    async list({ refresh, first }, { windowId, signal }) {
      const seen = (refresh ? null : live.last()) ?? (await live.look(signal, windowId));
      const { version, loadedAt, refused, rows } = seen;
      const told = {
        version,
        loadedAt,
        refused,
        stale: loadedAt === null || now() - Date.parse(loadedAt) > freshMs,
      };
      if (!first || rows.length <= longList) return { ...told, rows };
      const running = rows.filter(({ state }) => state === 'running').length;
      return { ...told, rows: rows.slice(0, firstRows), firstOf: { all: rows.length, running } };
    },

    async get({ id }, { signal }) {
      const aws = await connect();
      const detail = await detailOf(id, aws, { signal });
      live.learn(detail);
      if (detail.endedAt !== null) await runs.ended(detail, aws.target.accountId);
      return detail;
    },

    async parts({ id }, { signal }) {
      const aws = await connect();
      const job = await lately(id, aws, { signal });
      if (job.arrayProperties?.size === undefined) return { rows: [] };
      const parts = await partsOf(aws, id, queueIn(job), { signal });
      return { rows: parts.map((part) => jobRow(part, aws.target.region)) };
    },

    async log({ id, attempt, ...wanted }, { signal }) {
      const aws = await connect();
      const book = await logBook(id, attempt, aws, { signal });
      if (book === null)
        return { lines: [], earlier: [], loaded: 0, matches: 0, olderInAws: false, upToDate: true };
      return readLog(book, aws, wanted, { signal });
    },

    async numbers({ id, attempt }, { signal }) {
      const aws = await connect();
      const books = await logBooks(id, attempt, aws, { signal });
      for (const [at, book] of books.entries()) {
        if (ended.has(book)) continue;
        await book.newer(aws, { signal });
        await book.older(aws, Number.POSITIVE_INFINITY, { signal });
        // A try that another one followed prints nothing more.
        if (at < books.length - 1) ended.add(book);
      }
      const tries = books.map(({ lines }) => lines);
      return {
        series: numbersIn(tries, books[0]?.first ?? 0).map(({ name, points, of }) => ({
          name,
          of,
          points: points.map(({ at, line, value }) => ({ at: new Date(at).toISOString(), line, value })),
        })),
      };
    },

    async again({ id }, { signal }) {
      const aws = await connect();
      const job = await lately(id, aws, { signal });
      const { planId } = jobDetail(job, aws.target.region, aws.now());
      return againOf({ name: job.jobName ?? '', planId }, parts.plan, aws, { signal });
    },

    async spotPrices({ answers }, { signal }) {
      const aws = await connect();
      const usual = async (types: string[]) =>
        priceOf(
          money,
          types.map((type) => ({ type })),
          aws,
          signal,
        );
      return spotPrices(answers, aws, usual, { signal });
    },
  };
  return {
    handlers,
    seen: runs.seen,
    price,
  };
}
