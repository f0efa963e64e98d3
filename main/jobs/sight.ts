/**
 * What the queues of an account hold. AWS lists one status of one queue at a time, 1000 jobs a page: the first look reads
 * all seven, 14 requests for 10,000 jobs. After that only what can still change is listed: the five statuses that are not
 * the end, and what was submitted since. A job that is in none of them any more is described by its id, 100 at a time.
 * (https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html: with filters the status is ignored, a page
 * holds 100 and the newest come first.)
 */
import type { Aws, AwsCallOptions, InputOf, OutputOf } from '../aws/aws.ts';
import { asKnown, isOver, type KnownJob, order, sameJob } from './known-job.ts';

const going = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING'] as const;
const statuses = [...going, 'SUCCEEDED', 'FAILED'] as const;
/** The longest lists first: a page is asked for by the one before, and theirs is the way that takes longest. */
const longestFirst = ['SUCCEEDED', 'FAILED', ...going] as const;
const perPage = 1000;
const perDescription = 100;
/** Queues come and go with stacks. */
const queuesMs = 5 * 60_000;
/** Ended jobs leave AWS's lists after some days, and are looked for as a whole again. */
const wholeMs = 15 * 60_000;
/** AWS may list a job some time after it was submitted. */
const overlapMs = 120_000;
/** More that left the lists than this is not described one by one: all lists are read again. */
const mostDescribed = 14 * perDescription;

type Summary = NonNullable<OutputOf<'batch', 'ListJobs'>['jobSummaryList']>[number];
export type Queue = NonNullable<OutputOf<'batch', 'DescribeJobQueues'>['jobQueues']>[number];

/** Every job of one status: of a queue, or of an array job. */
async function listed(
  aws: Aws,
  of: { jobQueue: string } | { arrayJobId: string },
  jobStatus: (typeof statuses)[number],
  options: AwsCallOptions,
): Promise<Summary[]> {
  const found: Summary[] = [];
  const input: InputOf<'batch', 'ListJobs'> = { ...of, jobStatus, maxResults: perPage };
  for await (const page of aws.pages('batch', 'ListJobs', input, options))
    for (const summary of page.jobSummaryList ?? []) found.push(summary);
  return found;
}

/** The parts of an array job, whatever their status. */
export async function partsOf(
  aws: Aws,
  arrayJobId: string,
  queue: string,
  options: AwsCallOptions,
): Promise<KnownJob[]> {
  const all = await Promise.all(statuses.map((status) => listed(aws, { arrayJobId }, status, options)));
  const parts = all.flat().map((summary) => asKnown(summary, queue));
  return [...new Map(parts.map((part) => [part.id, part])).values()].sort(
    (a, b) => (a.index ?? 0) - (b.index ?? 0),
  );
}

/** The jobs of one connected account and region. Another account or region begins anew. */
export class JobSight {
  #last: Promise<unknown> = Promise.resolve();
  #place = '';
  #jobs = new Map<string, KnownJob>();
  /** Queues that were read whole. */
  #whole: ReadonlySet<string> = new Set();
  #queues: { at: number; of: Queue[] } = { at: -Infinity, of: [] };
  /** AWS's time of the last look, and of the last one at everything. */
  #at = { look: -Infinity, whole: -Infinity };

  /** Queues as last seen. */
  get queues(): readonly Queue[] {
    return this.#queues.of;
  }

  /** Newest first; a job of which nothing changed is the same object as before. Null: nobody looked yet. */
  get jobs(): KnownJob[] | null {
    return this.#at.look === -Infinity ? null : [...this.#jobs.values()].sort(order);
  }

  /** Looks one after the other: each begins with what the one before saw. */
  look(aws: Aws, options: AwsCallOptions): Promise<KnownJob[]> {
    const look = this.#last.then(() => this.#look(aws, options));
    this.#last = look.catch(() => undefined);
    return look;
  }

  async #look(aws: Aws, options: AwsCallOptions): Promise<KnownJob[]> {
    const { accountId, region } = aws.target;
    const place = `${accountId} ${region}`;
    if (place !== this.#place) {
      this.#place = place;
      this.#jobs = new Map();
      this.#queues = { at: -Infinity, of: [] };
      this.#at = { look: -Infinity, whole: -Infinity };
    }
    const now = aws.now();
    const old = now - this.#queues.at > queuesMs;
    const reading = old ? queuesOf(aws, options) : Promise.resolve(this.#queues.of);
    // Queues hardly ever change: those known from before are listed while they are asked for again.
    const known = namesOf(this.#queues.of);
    const asked = this.#jobsOf(aws, known, now, options).catch((error: unknown) => ({ error }));
    const queues = await reading;
    const names = namesOf(queues);
    let seen = await asked;
    if ('error' in seen) {
      // A queue that is gone cannot be listed; where none went it is another trouble.
      const left = known.filter((name) => names.includes(name));
      if (left.length === known.length) throw seen.error;
      seen = await this.#jobsOf(aws, left, now, options);
    }
    if (old) this.#queues = { at: now, of: queues };
    const { steady, after } = seen;
    const more = names.filter((name) => !seen.names.includes(name));
    if (more.length > 0) for (const [id, job] of await everything(aws, more, options)) after.set(id, job);
    for (const [id, { queue }] of after) if (!names.includes(queue)) after.delete(id);
    // A list tells how many parts an array job has, its description where they are.
    const parents = [...after.values()].filter((job) => job.parts !== undefined && !isOver(job));
    for (const job of await described(aws, parents, options)) after.set(job.id, job);
    for (const [id, job] of after) {
      const before = this.#jobs.get(id);
      if (before !== undefined && sameJob(before, job)) after.set(id, before);
    }
    this.#jobs = after;
    this.#whole = new Set(names);
    this.#at = { look: now, whole: steady ? this.#at.whole : now };
    return [...after.values()].sort(order);
  }

  /** What these queues hold; `steady`: without reading all of it. */
  async #jobsOf(aws: Aws, names: readonly string[], now: number, options: AwsCallOptions) {
    const whole = now - this.#at.whole > wholeMs || now < this.#at.look;
    const steady = whole ? null : await this.#steady(aws, names, options);
    const after = steady ?? (await everything(aws, names, options));
    return { names, steady: steady !== null, after };
  }

  /** Null: so much has changed that all lists are to be read. */
  async #steady(
    aws: Aws,
    names: readonly string[],
    options: AwsCallOptions,
  ): Promise<Map<string, KnownJob> | null> {
    const before = this.#jobs;
    if (names.some((name) => !this.#whole.has(name))) return null;
    const since = String(Math.round(this.#at.look - overlapMs));
    const looks = await Promise.all(
      names.map(async (jobQueue) => {
        const lists = going.map((status) => listed(aws, { jobQueue }, status, options));
        const filters = [{ name: 'AFTER_CREATED_AT', values: [since] }];
        const [fresh, ...now] = await Promise.all([
          aws.call('batch', 'ListJobs', { jobQueue, filters, maxResults: 100 }, options),
          ...lists,
        ]);
        if (fresh.nextToken !== undefined && fresh.nextToken !== '') return null;
        return [...(fresh.jobSummaryList ?? []), ...now.flat()].map((summary) => asKnown(summary, jobQueue));
      }),
    );
    if (looks.includes(null)) return null;
    const seen = new Map<string, KnownJob>();
    for (const job of looks.flatMap((look) => look ?? [])) later(seen, job);
    const left = [...before.values()].filter((job) => !isOver(job) && !seen.has(job.id));
    if (left.length > mostDescribed) return null;
    const here = new Set(names);
    const after = new Map([...before].filter(([, job]) => isOver(job) && here.has(job.queue)));
    for (const job of await described(aws, left, options)) after.set(job.id, job);
    for (const job of seen.values()) later(after, job);
    return after;
  }
}

const namesOf = (queues: readonly Queue[]): string[] => queues.map(({ jobQueueName }) => jobQueueName ?? '');

async function everything(
  aws: Aws,
  names: readonly string[],
  options: AwsCallOptions,
): Promise<Map<string, KnownJob>> {
  const found = new Map<string, KnownJob>();
  await Promise.all(
    names.flatMap((jobQueue) =>
      longestFirst.map(async (status) => {
        for (const summary of await listed(aws, { jobQueue }, status, options))
          later(found, asKnown(summary, jobQueue));
      }),
    ),
  );
  return found;
}

async function queuesOf(aws: Aws, options: AwsCallOptions): Promise<Queue[]> {
  const queues: Queue[] = [];
  for await (const page of aws.pages('batch', 'DescribeJobQueues', {}, options))
    for (const queue of page.jobQueues ?? []) queues.push(queue);
  return queues;
}

/** Jobs by their ids; one that AWS does not know any more is left out. */
async function described(aws: Aws, jobs: readonly KnownJob[], options: AwsCallOptions): Promise<KnownJob[]> {
  const asked: Promise<KnownJob[]>[] = [];
  for (let from = 0; from < jobs.length; from += perDescription) {
    const some = jobs.slice(from, from + perDescription);
    const queues = new Map(some.map(({ id, queue }) => [id, queue]));
    const answer = aws.call('batch', 'DescribeJobs', { jobs: some.map(({ id }) => id) }, options);
    asked.push(
      answer.then((page) =>
        (page.jobs ?? []).map((detail) => asKnown(detail, queues.get(detail.jobId ?? '') ?? '')),
      ),
    );
  }
  return (await Promise.all(asked)).flat();
}

/** A job that went on while the lists were read is in two of them: the later status holds. */
function later(into: Map<string, KnownJob>, job: KnownJob): void {
  const before = into.get(job.id);
  if (before === undefined || rank(job) >= rank(before)) into.set(job.id, job);
}

/** A retry goes back to RUNNABLE; between two lists of one look that is rarer than a job that goes on. */
const rank = ({ status }: KnownJob): number => (statuses as readonly string[]).indexOf(status);
