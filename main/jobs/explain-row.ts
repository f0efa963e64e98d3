/** What is known of a job when somebody asks why, and what a row of the table is. */
import type { JobExplanation } from '../../preload/contract/job.ts';
import type { MessageValue } from '../../preload/contract/message.ts';

/** A compute environment that the queue uses. */
export interface Environment {
  name: string;
  /** `ENABLED` or `DISABLED`. */
  state: string;
  /** `VALID`, `INVALID`, `CREATING`… */
  status: string;
  reason: string;
}

/** Another size or place that could take the job, with the price of its hour as far as it is known. */
export interface Other {
  instanceType: string;
  zone: string | null;
  usdPerHour: number | null;
}

export interface Quota {
  /** As Service Quotas names it, and its code there. */
  name: string;
  code: string;
  limit: number;
  need: number;
}

/** What the list tells, and, of a job that is looked at, everything else that somebody found out. */
export interface JobFacts extends Partial<Omit<Seen, 'status' | 'statusReason'>> {
  /** As AWS names it. */
  status: string;
  statusReason: string;
}

export interface Seen {
  status: string;
  /** Texts of AWS; empty: none. */
  statusReason: string;
  containerReason: string;
  exitCode: number | null;
  /** Since it was submitted or went back into the queue. */
  waitedSeconds: number | null;
  /** Limit of one attempt. */
  attemptSeconds: number | null;
  attemptsAllowed: number | null;
  asks: { vcpus: number | null; memoryMb: number | null; gpus: number | null };
  image: string | null;
  /** The last lines of the log, oldest first. */
  logTail: readonly string[];
  environments: readonly Environment[];
  queueOff: boolean;
  /** vCPUs that the account may have at once, where it is too few. */
  quota: Quota | null;
  others: readonly Other[];
  /** Whether machines get an address on the internet or another way out; null: nobody looked. */
  publicAddress: boolean | null;
}

export interface Fit {
  params?: Record<string, MessageValue>;
  /** Instead of what AWS says. */
  technical?: string;
}

export interface ExplainRow {
  id: string;
  /** Words of another row: `job.why.<words>`. */
  words?: string;
  action: JobExplanation['action'];
  /** Where AWS's wording was read. */
  source: string;
  /** Null: another row explains it. */
  fits(seen: Seen): Fit | null;
}

/** A row that fits where a text is said. */
export const when = (said: boolean, fit: Fit = {}): Fit | null => (said ? fit : null);

/** `g4dn.2xlarge in eu-west-1b ($0.31 an hour)` as params of the words; `none` where nobody knows another. */
export function otherOf(others: readonly Other[]): Record<string, MessageValue> {
  const [other] = others;
  if (other === undefined) return { other: 'none', zone: 'none', price: { money: null }, priced: 'no' };
  return {
    other: other.instanceType,
    zone: other.zone ?? 'none',
    price: { money: other.usdPerHour },
    priced: other.usdPerHour === null ? 'no' : 'yes',
  };
}
