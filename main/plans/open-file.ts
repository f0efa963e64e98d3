/**
 * Opening a plan file that anybody may have written. Trusted are the id, the instant, source, answers, target and template
 * hashes, because they decide what is built here; everything that is shown or done is built again from them. Facts count
 * as the file's claim: they are shown with the file's date, and apply reads them again.
 */
import canonicalize from 'canonicalize';
import type { PlanDifference } from '../../preload/contract/domains/plans.ts';
import {
  Plan,
  planFormatVersion,
  type Fact,
  type FactSource,
  type Review,
} from '../../preload/contract/plan.ts';
import type { PriceBook } from '../costs/price-book.ts';
import { failure } from '../failure.ts';
import { requireAnswers } from './answers.ts';
import { buildPlan, permissionsFact } from './build.ts';
import { isFactValue, unknownFact } from './facts/index.ts';
import { planContext } from './make.ts';
import { parseStrangersJson } from './safe-json.ts';
import { requireSource } from './sources.ts';
import { mostReviews } from './store.ts';
import { bodyFor } from './template-body.ts';
import { z } from 'zod';

export interface OpenedPlan {
  /** Built here. Its digest is the file's exactly when the file is honest. */
  plan: Plan;
  /** "The file says / we compute". Empty: nothing was altered. */
  differences: z.infer<typeof PlanDifference>[];
}

export interface Opening {
  prices: PriceBook;
  timeZone: string;
}

/** What every version of the format begins with. */
const OtherFormat = z.object({
  format: z.literal('millwright-plan'),
  version: z.int().min(0).max(1_000_000),
});

/** Throws `file.tooLarge`, `file.unknownFormat`, `plan.otherFormat`, `answers.unknownWizard`, `input.invalid`, `plan.unknownTemplate`. */
export function openPlanFile(text: string, { prices, timeZone }: Opening): OpenedPlan {
  const json = parseStrangersJson(text);
  const other = OtherFormat.safeParse(json);
  if (other.success && other.data.version !== planFormatVersion)
    throw failure('plan.otherFormat', { version: other.data.version, ours: planFormatVersion });
  const parsed = Plan.safeParse(json);
  if (!parsed.success) throw failure('file.unknownFormat', {}, { cause: parsed.error });
  const file = parsed.data;
  const madeAt = Date.parse(file.madeAt);
  const verdicts = file.reviews ?? [];
  if (!isInstant(file.madeAt) || !/^[0-9a-f]{20}$/.test(file.id) || !areVerdicts(verdicts))
    throw failure('file.unknownFormat');
  const source = requireSource(file.source);
  checkTemplates(file);
  const answers = requireAnswers(source, file.answers);
  const wanted = source.facts(answers, file.target);
  const facts = wanted.map(({ key, decisive }) => claimed(file, key, decisive));
  const context = planContext({ now: madeAt, timeZone, prices }, file.target, file.id);
  const built = buildPlan(source, answers, [...facts, unknownFact(permissionsFact, false)], context);
  const reviews = verdicts.filter(({ digest }) => digest === built.digest);
  const plan: Plan = reviews.length > 0 ? { ...built, reviews } : built;
  return { plan, differences: compare(file, plan) };
}

/** An instant that can be counted from and written in every zone: none at the ends of time. */
const isInstant = (text: string): boolean => /^20\d\d-/.test(text) && !Number.isNaN(Date.parse(text));

/** As the program writes verdicts; a longer or undated one is not of its making. */
const areVerdicts = (reviews: readonly Review[]): boolean =>
  reviews.length <= mostReviews &&
  reviews.every(({ by, comment, at }) => by.length <= 80 && comment.length <= 2000 && isInstant(at));

/** Only templates of this release can be built again, and one that the answers carry; another one's body is not in the file. */
function checkTemplates(file: Plan): void {
  for (const change of file.changes) {
    if (change.kind !== 'stack' || change.template === undefined) continue;
    const { name, sha256 } = change.template;
    bodyFor(file, name, sha256);
  }
}

/** The file's fact as of the file's date; one without the shape that sources rely on is unknown. */
function claimed(file: Plan, key: string, decisive: boolean): Fact {
  const fact = file.facts.find((known) => known.key === key);
  if (fact === undefined || fact.source.kind === 'unknown' || !isFactValue(key, fact.value))
    return unknownFact(key, decisive);
  const source: FactSource = { kind: 'snapshot', at: file.madeAt };
  return { key, value: fact.value, source, decisive };
}

/** What a person reads or agrees to. Rights, quotas and sources of facts differ from place to place and are left out. */
const compared = [
  'title',
  'changes',
  'cost',
  'guards',
  'blockers',
  'undo',
  'stays',
  'answers',
  'digest',
] as const;

const mostDifferences = 50;

function compare(file: Plan, plan: Plan): OpenedPlan['differences'] {
  const found: OpenedPlan['differences'] = [];
  const blind = plan.cost.lines.some(
    ({ unitPrice }, index) => (unitPrice === null) !== (file.cost.lines[index]?.unitPrice === null),
  );
  for (const part of compared)
    if (part === 'cost' && blind) walk('cost.lines', linesAsKnown(file, plan), plan.cost.lines, found);
    else walk(part, file[part], plan[part], found);
  return found;
}

/**
 * A price that only one of the two books holds is no alteration: the plan shows what is known here, never what the file
 * says. The sums follow from the lines.
 */
function linesAsKnown(file: Plan, plan: Plan) {
  return file.cost.lines.map((line, index) => {
    const ours = plan.cost.lines[index]?.unitPrice;
    const oneKnows = ours !== undefined && (ours === null) !== (line.unitPrice === null);
    return oneKnows ? { ...line, unitPrice: ours } : line;
  });
}

/** A price that moved a little since the file was made is not an alteration. */
const priceTolerance = 0.1;

function walk(path: string, ours: unknown, theirs: unknown, found: OpenedPlan['differences']): void {
  if (found.length >= mostDifferences || canonicalize(ours) === canonicalize(theirs)) return;
  if (isObject(ours) && isObject(theirs)) {
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)]))
      walk(`${path}.${key}`, ours[key], theirs[key], found);
    return;
  }
  if (path.startsWith('cost.') && typeof ours === 'number' && typeof theirs === 'number') {
    const most = Math.max(Math.abs(ours), Math.abs(theirs));
    if (Math.abs(ours - theirs) <= most * priceTolerance) return;
  }
  if (path === 'cost.pricesAsOf') return;
  if (path.endsWith('.money') && (ours === null || theirs === null)) return;
  found.push({ path, fileSays: shown(ours), weCompute: shown(theirs) });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (canonicalize(value) ?? '')).slice(0, 500);
