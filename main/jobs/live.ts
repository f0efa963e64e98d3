/** The jobs of the account as a list that lives while a window looks at it. */
import { isDeepStrictEqual } from 'node:util';
import type { JobDetail, JobRow } from '../../preload/contract/job.ts';
import { isJobEnd } from '../../preload/contract/plain.ts';
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import type { ListDelta } from '../../preload/contract/lists.ts';
import type { Aws } from '../aws/aws.ts';
import { counting } from '../inventory/counting.ts';
import { LiveList } from '../inventory/live-list.ts';
import { unlessRefused } from '../inventory/refused.ts';
import type { LivePage } from '../inventory/watch.ts';
import { isOver, type KnownJob } from './known-job.ts';
import { jobRow, type Learnt } from './rows.ts';
import { JobSight } from './sight.ts';

export interface SeenJobs {
  version: number;
  loadedAt: string | null;
  rows: JobRow[];
  refused: Refused[];
}

export interface LiveJobs {
  /** Asks AWS; what nobody may see is empty and named. */
  look(signal?: AbortSignal, but?: string): Promise<SeenJobs>;
  /** What the last look saw; null: nobody looked yet. Asks nobody. */
  last(): SeenJobs | null;
  /** As the lists tell it; undefined: not in them. */
  known(id: string): KnownJob | undefined;
  /** Puts what a page found out about a job that is over, or about the try that runs, into its row, from the next look on. */
  learn(of: Pick<JobDetail, 'id' | 'state' | 'startedAt'> & Learnt): void;
  queues: JobSight['queues'];
  page: LivePage;
}

interface Parts {
  connect: () => Promise<Aws>;
  /** To the windows that look at the list, but not to the one that is answered with all of it. */
  tell?: (delta: ListDelta, but?: string) => void;
  /** Told what every look has seen. */
  onSeen?: (rows: readonly JobRow[], aws: Aws) => void;
}

/** Of what something that was found out is true: of the end, or of the try that began then. */
const moment = (job: KnownJob): string =>
  isOver(job) ? 'over' : job.startedAt === undefined ? '' : new Date(job.startedAt).toISOString();

/** Many more than a person opens. */
const mostLearnt = 5_000;

export function openLiveJobs({ connect, tell = () => undefined, onSeen = () => undefined }: Parts): LiveJobs {
  const sight = new JobSight();
  const live = new LiveList<JobRow>();
  let jobs = new Map<string, KnownJob>();
  const learnt = new Map<string, { of: Learnt; at: string }>();
  const learntOf = (job: KnownJob): Learnt | undefined => {
    const found = learnt.get(job.id);
    return found !== undefined && found.at === moment(job) ? found.of : undefined;
  };
  let requests = 0;
  let seen: Omit<SeenJobs, 'rows'> | null = null;

  const look: LiveJobs['look'] = async (signal, but) => {
    const aws = counting(await connect(), () => (requests += 1));
    const options = { ...(signal && { signal }) };
    const { seen: all, refused } = await unlessRefused('jobs', sight.look(aws, options));
    const found = all ?? [];
    jobs = new Map(found.map((job) => [job.id, job]));
    const loadedAt = new Date(aws.now()).toISOString();
    const rows = found.map((job) => jobRow(job, aws.target.region, learntOf(job)));
    const delta = live.take(rows, loadedAt);
    if (delta !== null) tell({ of: 'jobs', ...delta }, but);
    seen = { version: live.version, loadedAt, refused: refused === null ? [] : [refused] };
    onSeen(live.rows, aws);
    return { ...seen, rows: live.rows };
  };

  return {
    look,
    last: () => (seen === null ? null : { ...seen, rows: live.rows }),
    known: (id) => jobs.get(id),
    learn({ id, state, startedAt, attempts, usdPerHour, usdSoFar }) {
      const over = isJobEnd(state);
      const at = over ? 'over' : (startedAt ?? '');
      // What runs costs more with every second: its row tells the price of an hour alone.
      const of = over ? { attempts, usdPerHour: 0, usdSoFar } : { attempts, usdPerHour, usdSoFar: null };
      if (isDeepStrictEqual(learnt.get(id), { of, at })) return;
      const [oldest] = learnt.keys();
      if (learnt.size >= mostLearnt && oldest !== undefined) learnt.delete(oldest);
      learnt.set(id, { of, at });
    },
    get queues() {
      return sight.queues;
    },
    page: {
      at: 'jobs',
      async look() {
        const before = requests;
        await look();
        return requests - before;
      },
    },
  };
}
