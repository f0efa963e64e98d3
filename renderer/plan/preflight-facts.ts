import type { Plan } from '../../preload/contract/plan.ts';

/** What was looked at before the start, told apart by its outcome. */
export function preflight(plan: Plan) {
  const refused = plan.permissions.filter((p) => p.answer === 'no');
  const unknownRights = plan.permissions.filter((p) => p.answer === 'unknown');
  const shortQuotas = plan.quotas.filter((q) => q.limit !== null && (q.inUseAtLeast ?? 0) + q.need > q.limit);
  const unknownQuotas = plan.quotas.filter((q) => q.limit === null);
  const unknownFacts = plan.facts.filter((f) => f.decisive && f.source.kind === 'unknown');
  const asked = plan.facts.flatMap((f) => (f.source.kind === 'live' ? [f.source.at] : []));
  return {
    refused,
    unknownRights,
    shortQuotas,
    unknownQuotas,
    unknownFacts,
    /** The oldest answer of AWS that the plan rests on. */
    askedAt: asked.sort((a, b) => a.localeCompare(b))[0] ?? null,
  };
}

/** False: everything was looked at and nothing is in the way, so the station is passed by itself. */
export function hasSomethingToSay(plan: Plan): boolean {
  const { refused, unknownRights, shortQuotas, unknownQuotas, unknownFacts } = preflight(plan);
  return [plan.blockers, refused, unknownRights, shortQuotas, unknownQuotas, unknownFacts].some(
    (list) => list.length > 0,
  );
}
