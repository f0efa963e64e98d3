/** Judges what a restart made of a crash, by the account alone and by what the person is shown. */
import type { AccountState } from './account.ts';
import { billedSince, living, madeSince, truth } from './account.ts';
import type { Row } from './preparing.ts';
import type { Restarted } from './restart.ts';

/** An uninterrupted run, and one that was taken back: what has to come out. */
export interface Reference {
  base: AccountState;
  done: AccountState;
  /** Rows of the base that doing and taking back touch. */
  touched: ReadonlySet<string>;
}

export function touchedRows(base: AccountState, ...later: AccountState[]): Set<string> {
  return new Set(
    [...base.rows]
      .filter(([key, json]) => later.some(({ rows }) => rows.get(key) !== json))
      .map(([key]) => key),
  );
}

const longestMs = 5 * 60_000;
const longestListMs = 10_000;

const lessThan = (a: string[], b: string[]): string[] => {
  const left = new Map<string, number>();
  for (const one of b) left.set(one, (left.get(one) ?? 0) + 1);
  return a.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
};

/** Empty: nothing forgotten, nothing twice, nothing foreign touched, everything said and settled. */
export function findings(row: Row, reference: Reference, undo: boolean, got: Restarted): string[] {
  const { base, done, touched } = reference;
  const { history } = got.before;
  const found: string[] = [];
  const say = (what: string, which: readonly string[]) => {
    if (which.length > 0) found.push(`${what}: ${which.slice(0, 4).join('; ')}`);
  };
  const open = history !== undefined && history.ended === undefined;
  const back = (open && (undo || history.turned !== undefined)) || history?.ended?.outcome === 'taken-back';
  const expected = history === undefined ? base : back ? base : done;
  const gone = back && row.back === 'what is gone stays gone';

  const billed = billedSince(base, got.before.account);
  const shown = got.listed.some(
    ({ endedAt, detail }) => endedAt === undefined && detail?.key === 'apply.checking',
  );
  if (open && !(shown && got.listedAfterMs <= longestListMs))
    say('billed and unlisted', billed.length > 0 ? billed : ['the open task']);
  if (got.tookMs > longestMs) say('not settled in five minutes', [`${got.tookMs / 1000} s`]);
  const states = got.tasks.map(({ state, endedAt, error }) =>
    `${state}${endedAt === undefined ? ' and open' : ''} ${error?.code ?? ''}`.trim(),
  );
  const right = back ? ['cancelled'] : ['succeeded'];
  if (history !== undefined)
    say(
      'task',
      states.length === 1 ? states.filter((state) => !right.includes(state)) : ['missing', ...states],
    );
  // Told that nobody can know, and asked to try again: then it is looked for, and sent once.
  const unseen = row.unseen !== undefined && got.first === 'failed job.unseen';
  const madeThen = got.made.filter((kind) => kind === row.unseen?.kind).length;
  const madeBefore = base.ledger.filter(({ kind }) => kind === row.unseen?.kind).length;
  if (unseen && madeThen > madeBefore) say('is there, and was not seen', [row.unseen?.kind ?? '']);
  if (history !== undefined && got.again !== (unseen ? 'applied' : 'plan.alreadyApplied'))
    say('the plan applies again', [got.again]);
  say('fault', got.faults.map(String));

  const now = living(got.account);
  const before = living(base);
  const after = living(done);
  const kept = (one: string) => back && row.stays?.test(one) === true;
  say(
    'orphan',
    lessThan(now, gone ? before : living(expected)).filter((one) => !kept(one)),
  );
  // Machines of Batch go by themselves.
  const missing = lessThan(gone ? after.filter((one) => before.includes(one)) : living(expected), now);
  say(
    'gone',
    missing.filter((one) => !one.startsWith('ec2/instance ')),
  );
  if (!gone) {
    say(
      'is',
      lessThan(truth(got.account), truth(expected)).filter((one) => !kept(one)),
    );
    say('is not', lessThan(truth(expected), truth(got.account)));
  }
  const allowed = madeSince(base, done);
  say(
    'made twice',
    [...madeSince(base, got.account)]
      .filter(([name, count]) => count > (allowed.get(name) ?? 0))
      .map(([name]) => name),
  );
  const foreign = [...base.rows].filter(
    ([key, json]) => !touched.has(key) && got.account.rows.get(key) !== json,
  );
  say(
    'foreign',
    foreign.map(([key]) => key),
  );
  if (!gone && back)
    say(
      'still billed',
      billedSince(base, got.account).filter((one) => !kept(one)),
    );
  return found;
}
