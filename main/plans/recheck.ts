/** What apply looks at again before it changes anything: decisive facts, rights, quotas, prices, and whether time ran on. */
import canonicalize from 'canonicalize';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Fact, Plan } from '../../preload/contract/plan.ts';
import type { AppFailure } from '../failure.ts';
import { passing } from '../stacks/wait.ts';
import { requireAnswers } from './answers.ts';
import { buildPlan } from './build.ts';
import { factsOf, readFacts, splitKey } from './facts/index.ts';
import { permissionFact, planContext, type Making } from './make.ts';
import { permissionsNeeded } from './permissions.ts';
import { requireSource } from './sources.ts';

/** A price so much above the one that was agreed to needs a new agreement. */
const priceTolerance = 1.1;
/** A plan whose end comes sooner than this would stop what it has just made. */
const endMarginMs = 10 * 60_000;

export interface Rechecked {
  /** Why it may not be done now. */
  blockers: Message[];
  /** What is not as the plan says any more: make the plan again. */
  moved: Message[];
  /** The plan with today's facts; its digest is the old one exactly when nothing decisive moved. */
  plan: Plan;
}

/**
 * Throws what kept a decisive fact from being read again: nothing is known to have moved then, and the same plan may be
 * tried again. `own`: facts that are not as the plan says because the plan itself was carried out this far; they keep
 * their value.
 */
export async function recheck(
  plan: Plan,
  making: Making,
  own: (fact: Fact) => boolean = () => false,
): Promise<Rechecked> {
  const source = requireSource(plan.source);
  const answers = requireAnswers(source, plan.answers);
  const wanted = source.facts(answers, plan.target);
  const before = new Map(plan.facts.map((fact) => [fact.key, fact]));
  const unread = new Map<string, AppFailure>();
  const onUnread = (key: string, why: AppFailure) => unread.set(key, why);
  const body = source.ownTemplate?.(answers);
  const facts = (await readFacts(wanted, { ...making, body, onUnread })).map((fact) =>
    own(fact) ? (before.get(fact.key) ?? fact) : fact,
  );
  for (const { key, decisive } of wanted) {
    const why = unread.get(key);
    // What could not be read when the plan was made either is no reason; that AWS did not answer at all is one.
    const wasKnown = (before.get(key)?.source.kind ?? 'unknown') !== 'unknown';
    if (decisive && why !== undefined && (wasKnown || passing.has(why.error.code))) throw why;
  }
  const permissions = await permissionFact(
    permissionsNeeded(plan.changes, plan.target, factsOf(facts)),
    making,
  );
  const context = planContext({ ...making, now: Date.parse(plan.madeAt) }, plan.target, plan.id);
  const fresh = buildPlan(source, answers, [...facts, permissions], context);
  const moved = [
    ...movedFacts(plan.facts, facts),
    ...dearer(plan, fresh),
    ...(endsSoon(plan, making.now()) ? [message('plan.moved.end')] : []),
  ];
  // The steps too: a plan that was changed on disk would carry the same digest.
  const same = canonicalize(fresh.changes) === canonicalize(plan.changes);
  if (moved.length === 0 && (fresh.digest !== plan.digest || !same)) moved.push(message('plan.moved.other'));
  return { blockers: fresh.blockers, moved, plan: fresh };
}

const known = ({ value, source }: Fact) => canonicalize([source.kind !== 'unknown', value]);

function movedFacts(before: readonly Fact[], after: readonly Fact[]): Message[] {
  const old = new Map(before.map((fact) => [fact.key, fact]));
  return after
    .filter((fact) => {
      const was = old.get(fact.key);
      return fact.decisive && (was === undefined || known(was) !== known(fact));
    })
    .map(({ key, source }) => {
      const { kind, subject } = splitKey(key);
      return source.kind === 'unknown'
        ? message('plan.moved.unreadable', { name: subject })
        : message(`plan.moved.${kind}`, { name: subject });
    });
}

function dearer(plan: Plan, fresh: Plan): Message[] {
  const agreed = new Map(plan.cost.lines.map((line) => [line.priceKey, line.unitPrice]));
  return fresh.cost.lines.flatMap(({ priceKey, unitPrice, says }) => {
    const before = agreed.get(priceKey) ?? null;
    if (before === null || unitPrice === null || unitPrice <= before * priceTolerance) return [];
    return [
      message('plan.moved.price', {
        what: { message: says },
        before: { money: before },
        after: { money: unitPrice },
      }),
    ];
  });
}

/** Whether an end that AWS brings about comes within `marginMs`: what is begun then would be ended at once, or never. */
export function endsSoon(plan: Plan, now: number, marginMs = endMarginMs): boolean {
  return plan.guards.some(
    ({ strength, endsAt }) =>
      strength === 'aws' && endsAt !== undefined && Date.parse(endsAt) < now + marginMs,
  );
}
