/**
 * A plan as the journal keeps it. A stage's files stand in the fact about the stage and again in the change that uploads
 * them: of thousands of files the journal keeps one list. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Fact, Plan } from '../../preload/contract/plan.ts';

const files = ({ changes }: Plan): ReadonlyMap<string, Fact['value']> =>
  new Map(
    changes.flatMap((change) =>
      change.kind === 'upload' && change.files.length > 0
        ? [
            [
              `stage:${change.stageId}`,
              { files: change.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })) },
            ] as const,
          ]
        : [],
    ),
  );

function withFacts(plan: Plan, value: (fact: Fact, files: Fact['value']) => Fact['value']): Plan {
  const known = files(plan);
  if (known.size === 0) return plan;
  return {
    ...plan,
    facts: plan.facts.map((fact) => {
      const own = known.get(fact.key);
      return own === undefined || fact.source.kind === 'unknown'
        ? fact
        : { ...fact, value: value(fact, own) };
    }),
  };
}

/** What is written. A stage that is gone is null in its fact, and a plan with such a fact is never begun. */
export const forJournal = (plan: Plan): Plan =>
  withFacts(plan, (fact, own) => (isDeepStrictEqual(fact.value, own) ? null : fact.value));

/** The plan that was begun, with its digest. */
export const fromJournal = (plan: Plan): Plan => withFacts(plan, (fact, own) => fact.value ?? own);
