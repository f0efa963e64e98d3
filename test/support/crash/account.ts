/** The whole of a sandbox account as its file has it, for judging what a crash left. Read while nobody has it open. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LedgerEntry } from '../../../main/sandbox/engine/types.ts';

type Json = Record<string, unknown>;

export interface AccountState {
  /** Every row of every table, `kind region key` to JSON, but what only tells of the past. */
  rows: Map<string, string>;
  ledger: LedgerEntry[];
}

/** Rows that tell of something and are nothing that exists or costs. */
const tells =
  /^(?:cloudformation\/(?:stack-event|deleted-stack|drift-detection)|cloudwatch\/|logs\/|scheduler\/history|sns\/publication|codebuild\/build$|batch\/(?:wake|inactive-job-definition))/;

export function readAccount(dir: string): AccountState {
  const database = new DatabaseSync(join(dir, 'account.sqlite'));
  try {
    const rows = database.prepare('select kind, region, key, json from resource').all();
    const ledger = database.prepare('select * from ledger order by id').all();
    return {
      rows: new Map(
        rows
          .filter((row) => !tells.test(String(row['kind'])))
          .map((row) => [
            `${String(row['kind'])} ${String(row['region'])} ${String(row['key'])}`,
            String(row['json']),
          ]),
      ),
      ledger: ledger
        .filter((row) => !tells.test(String(row['kind'])))
        .map((row) => ({ ...row, billed: JSON.parse(String(row['billed'])) }) as unknown as LedgerEntry),
    };
  } finally {
    database.close();
  }
}

export const hashOf = (parts: Iterable<string>): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return hash.digest('hex');
};

/** Ids that AWS makes up differ between two runs of the same plan; what is left of the name does not. */
export const withoutIds = (name: string): string =>
  name
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '*')
    .replaceAll(/-[A-Za-z0-9]{12}$/g, '-*')
    .replaceAll(/\bi-0[0-9a-f]{16}$/g, 'i-*')
    .replace(/^(s3\/(?:upload|part)) .*$/, '$1');

/** A change set that was carried out, or tried, is history; one that waits is litter. */
const isSpent = (kind: string, json: string): boolean =>
  kind.startsWith('cloudformation/change-set ') && json.includes('"executionStatus":"EXECUTE_');

/** AWS makes it for itself where a service is first used, and lets nobody else use it. */
const isOfAws = (kind: string): boolean => /^iam\/role \S* awsservicerole/.test(kind);

/** A job that ended well did its work once, whenever that was; one that was ended is history. */
function jobOf(name: string, json: string): string[] {
  if (!name.startsWith('batch/ended-job ')) return [name];
  return json.includes('"status":"SUCCEEDED"') ? [name.replace('ended-job', 'job')] : [];
}

/** What exists, without made-up ids, sorted. */
export const living = ({ rows }: AccountState): string[] =>
  [...rows]
    .filter(([name, json]) => !isSpent(name, json) && !isOfAws(name))
    .flatMap(([name, json]) => jobOf(name, json))
    .map((name) => withoutIds(name))
    .sort();

/** How often each thing was ever made after the moment of `base`. */
export function madeSince(base: AccountState, now: AccountState): Map<string, number> {
  const made = new Map<string, number>();
  for (const { kind, key } of now.ledger.slice(base.ledger.length)) {
    if (kind === 'cloudformation/change-set') continue;
    const name = withoutIds(`${kind} ${key}`);
    made.set(name, (made.get(name) ?? 0) + 1);
  }
  return made;
}

/** What costs money at this moment and did not at the moment of `base`. */
export const billedSince = (base: AccountState, now: AccountState): string[] =>
  now.ledger
    .flatMap((entry) =>
      entry.billed.filter(({ to }) => to === null).map(({ priceKey }) => `${entry.key} ${priceKey}`),
    )
    .filter(
      (one) =>
        !base.ledger.some((entry) =>
          entry.billed.some(({ to, priceKey }) => to === null && `${entry.key} ${priceKey}` === one),
        ),
    );

const pick = (json: string, ...names: string[]): string => {
  const row = JSON.parse(json) as Json;
  return JSON.stringify(names.map((name) => row[name] ?? null));
};

/** What a person would call the state of the things that plans change. */
export function truth({ rows }: AccountState): string[] {
  return [...rows]
    .flatMap(([name, json]) => {
      const plain = withoutIds(name);
      if (name.startsWith('sagemaker/notebook-instance '))
        return [`${plain} ${pick(json, 'status', 'instanceType', 'volumeGb')}`];
      if (name.startsWith('scheduler/schedule '))
        return [`${plain} ${pick(json, 'startDate', 'endDate', 'expression', 'timeZone', 'state')}`];
      if (name.startsWith('s3/object ')) return [`${plain} ${pick(json, 'size', 'etag', 'metadata')}`];
      if (name.startsWith('cloudformation/stack ')) {
        const { status, source } = JSON.parse(json) as { status: string; source: { parameters?: unknown } };
        const well = /^(?:CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status) ? 'well' : status;
        return [`${plain} ${well} ${JSON.stringify(source.parameters ?? null)}`];
      }
      return [];
    })
    .sort();
}
