/** Making plans: reads the facts that the answers need, then builds. Looks at AWS, changes nothing. */
import type { Fact, Plan, Target } from '../../preload/contract/plan.ts';
import type { Answers, Option, WizardDescription } from '../../preload/contract/wizard.ts';
import type { Aws } from '../aws/aws.ts';
import { type Chance, systemChance } from '../chance.ts';
import type { PriceBook } from '../costs/price-book.ts';
import { isPartial, orElse } from '../failure.ts';
import { isWizard, requireAnswers, withDefaults } from './answers.ts';
import { buildPlan, permissionsFact } from './build.ts';
import { factsOf, readFacts, unknownFact } from './facts/index.ts';
import { readPermissions } from './facts/permissions.ts';
import type { Stages } from './facts/stage.ts';
import { partitionOf } from './names.ts';
import { permissionsNeeded, type PermissionNeed } from './permissions.ts';
import type { PlanContext, PlanSource, Wizard } from './source.ts';

export interface Making {
  /** Null makes a draft: no account, nothing checked. */
  aws: Aws | null;
  /** Region of a draft; with an account its own counts. */
  region: string;
  /** Time in the account, ms. This computer's clock may have jumped: the newest answer of AWS tells. */
  now(): number;
  /** IANA zone of the person. */
  timeZone: string;
  prices: PriceBook;
  stages?: Stages | undefined;
  /** Default: the system's. */
  chance?: Chance | undefined;
  signal?: AbortSignal | undefined;
}

export function targetOf({ aws, region }: Pick<Making, 'aws' | 'region'>): Target {
  return aws ? { ...aws.target } : { accountId: null, region, partition: partitionOf(region) };
}

export function planContext(
  { now, timeZone, prices }: Pick<Making, 'timeZone' | 'prices'> & { now: number },
  target: Target,
  planId: string,
): PlanContext {
  return {
    target,
    now,
    timeZone,
    planId,
    price: (key) => prices.price(key, target.region, target.accountId)?.usd ?? null,
    priceAsOf: (key) => prices.price(key, target.region, target.accountId)?.asOf ?? null,
  };
}

/** Random, 80 bits: part of the digest and of the stack's tags. */
export const newPlanId = ({ chance = systemChance }: Pick<Making, 'chance'> = {}): string => chance.hex(10);

/**
 * Makes the plan of these answers. Answers that a wizard's person left out take its defaults. Throws `input.invalid`
 * with a problem for each wrong answer.
 */
export async function makePlan(source: PlanSource, given: Answers, making: Making): Promise<Plan> {
  const target = targetOf(making);
  const planId = newPlanId(making);
  const contextNow = () => planContext({ ...making, now: making.now() }, target, planId);
  const all = isWizard(source) ? withDefaults(source.defaults(factsOf([]), contextNow()), given) : given;
  const answers = requireAnswers(source, all);
  const body = source.ownTemplate?.(answers);
  const facts = await readFacts(source.facts(answers, target), { ...making, body });
  const known = factsOf(facts);
  const context = contextNow();
  const draft = source.draft(answers, known, context);
  const permissions = await permissionFact(permissionsNeeded(draft.changes, target, known), making);
  await lookUpMissing(
    [...draft.costLines, ...(draft.worst?.lines ?? [])].map((line) => line.priceKey),
    making,
    target,
  );
  return buildPlan(source, answers, [...facts, permissions], context);
}

/** The same answers for an account: a new plan with a new id and digest. */
export async function bindPlan(source: PlanSource, draft: Plan, making: Making): Promise<Plan> {
  return makePlan(source, draft.answers, making);
}

/** What IAM says about these rights; unknown without an account or where IAM does not answer. */
export async function permissionFact(
  needs: readonly PermissionNeed[],
  { aws, signal, now }: Pick<Making, 'aws' | 'signal' | 'now'>,
): Promise<Fact> {
  if (aws === null) return unknownFact(permissionsFact, false);
  try {
    const value = await readPermissions(aws, needs, { purpose: 'facts', ...(signal && { signal }) });
    const source = { kind: 'live' as const, at: new Date(now()).toISOString() };
    return { key: permissionsFact, value, source, decisive: false };
  } catch (error) {
    if (!isPartial(error)) throw error;
    return unknownFact(permissionsFact, false);
  }
}

/** AWS's price list is free: a plan for an account asks it for what the book lacks. Without an answer it stays "?". */
async function lookUpMissing(keys: string[], { aws, prices, signal }: Making, target: Target): Promise<void> {
  const missing = keys.filter((key) => prices.price(key, target.region) === null);
  if (aws === null || missing.length === 0) return;
  await orElse(prices.lookUp(aws, missing, signal), undefined);
}

/** Choices of a wizard's questions, from what exists in the account. */
export async function wizardOptions(
  wizard: Wizard,
  making: Making,
  answers?: Answers,
): Promise<{
  options: Record<string, Option[]>;
  description: WizardDescription;
  defaults: Answers;
  missing: string[];
  /** Kept answers over the defaults, as of now. */
  current: (kept: Answers) => Answers;
}> {
  const target = targetOf(making);
  const keys = wizard.optionFacts(target, answers).map((key) => ({ key, decisive: false }));
  const facts = await readFacts(keys, making);
  const context = planContext({ ...making, now: making.now() }, target, newPlanId());
  const known = factsOf(facts);
  const defaults = wizard.defaults(known, context);
  for (const key of wizard.reviewPrices ?? []) context.price(key);
  return {
    options: wizard.options(known, context, answers),
    description: wizard.describe?.(answers ?? {}, known) ?? wizard.description,
    defaults,
    current: (kept) => {
      const answers = withDefaults(defaults, kept);
      return wizard.refresh?.(answers, context) ?? answers;
    },
    missing: facts.filter(({ source }) => source.kind === 'unknown').map(({ key }) => key),
  };
}
