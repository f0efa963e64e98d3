/** Answers and facts to a plan: pure, so that a plan can be made, tested and rebuilt without AWS. */
import { message, type Message } from '../../preload/contract/message.ts';
import {
  planFormatVersion,
  type Fact,
  type Permission,
  type Plan,
  type QuotaNeed,
} from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { digestOf } from './digest.ts';
import { factsOf, splitKey } from './facts/index.ts';
import { permissionKey, type PermissionsFact } from './facts/permissions.ts';
import type { QuotaFact } from './facts/quota.ts';
import { costOf } from './money.ts';
import { permissionsNeeded } from './permissions.ts';
import { replacementBlockers } from './replacements.ts';
import type { Facts, PlanContext, PlanDraft, PlanSource, QuotaWanted } from './source.ts';

/** Key of the fact that holds what IAM answered about the plan's own changes. */
export const permissionsFact = 'permissions:caller';

export function buildPlan<A>(
  source: PlanSource<A>,
  answers: A,
  facts: readonly Fact[],
  context: PlanContext,
): Plan {
  const known = factsOf(facts);
  const draft = source.draft(answers, known, context);
  const { target } = context;
  const permissions = permissionsOf(draft, known, context);
  const quotas = draft.quotas.map((need) =>
    quotaOf(need, known.value<QuotaFact>(`quota:${need.fact ?? `sagemaker/${need.name}`}`)),
  );
  const tooLow = new Map(draft.quotas.map(({ name, tooLow: says }) => [name, says]));
  const refused = permissions.filter(({ answer }) => answer === 'no').map(({ action }) => action);
  const body = {
    format: 'millwright-plan' as const,
    version: planFormatVersion as 1,
    id: context.planId,
    madeAt: new Date(context.now).toISOString(),
    source: source.id,
    title: draft.title,
    ...(draft.press && { press: draft.press }),
    ...(draft.done && { done: draft.done }),
    answers: answers as Answers,
    target,
    changes: draft.changes,
    cost: costOf(draft, oldestPrice(draft, context)),
    permissions,
    quotas,
    guards: draft.guards,
    warnings: [...draft.warnings, ...notChecked(facts, permissions, target.accountId === null)],
    blockers: [
      ...draft.blockers,
      ...replacementBlockers(draft.changes),
      ...(refused.length > 0 ? [mayNot(draft, refused)] : []),
      ...quotas.flatMap((quota) => quotaBlocker(quota, tooLow.get(quota.name))),
    ],
    undo: draft.undo,
    ...(draft.putBack && { putBack: draft.putBack }),
    ...(draft.secrets && { secrets: draft.secrets }),
    ...(draft.lost && { lost: draft.lost }),
    stays: draft.stays,
    facts: [...facts],
  };
  return { ...body, digest: digestOf(body) };
}

function permissionsOf(draft: PlanDraft, facts: Facts, { target }: PlanContext): Permission[] {
  const answers = facts.value<PermissionsFact>(permissionsFact);
  return permissionsNeeded(draft.changes, target, facts).map((need) => ({
    action: need.action,
    resource: need.resource,
    answer: answers?.[permissionKey(need)] ?? 'unknown',
  }));
}

/** Where the foundation is missing and the person may not make it, the way on leads to an administrator. */
function mayNot(draft: PlanDraft, refused: string[]): Message {
  const list = { list: [...new Set(refused)] };
  const [first] = draft.changes;
  if (first?.id !== 'foundation') return message('plan.mayNot', { list });
  const older = first.kind === 'stack' && first.action === 'update';
  return message(older ? 'plan.foundation.mayNotUpdate' : 'plan.foundation.mayNot', { list });
}

function quotaOf(
  { name, need, quotaCode, fact: subject, ask }: QuotaWanted,
  fact: QuotaFact | undefined,
): QuotaNeed {
  const service = subject?.split('/')[0] ?? 'sagemaker';
  const wanted = Math.max(ask?.wanted ?? 0, need + (fact?.inUse ?? 0));
  return {
    name,
    need,
    ...(quotaCode !== undefined && { quotaCode }),
    limit: fact?.limit ?? null,
    inUseAtLeast: fact?.inUse ?? null,
    ...(fact?.code != null && { quotaCode: fact.code }),
    ask: { service, wanted },
  };
}

function quotaBlocker(
  { name, need, limit, inUseAtLeast }: QuotaNeed,
  tooLow: QuotaWanted['tooLow'],
): Message[] {
  const used = inUseAtLeast ?? 0;
  if (limit === null || used + need <= limit) return [];
  return [tooLow?.(limit) ?? message('plan.quota', { name, limit, used, need })];
}

function oldestPrice(draft: PlanDraft, { priceAsOf }: PlanContext): string | null {
  const dates = [...draft.costLines, ...(draft.worst?.lines ?? [])]
    .filter(({ unitPrice }) => unitPrice !== null)
    .map(({ priceKey }) => priceAsOf(priceKey))
    .filter((date) => date !== null)
    .sort();
  return dates[0] ?? null;
}

/** One sentence for what nobody looked at; a plan without an account says it once for everything. */
function notChecked(facts: readonly Fact[], permissions: Permission[], isDraft: boolean): Message[] {
  if (isDraft) return [message('plan.notChecked.account')];
  const kinds = new Set(
    facts.filter(({ source }) => source.kind === 'unknown').map(({ key }) => splitKey(key).kind),
  );
  if (permissions.some(({ answer }) => answer === 'unknown')) kinds.add('permissions');
  return [...kinds].filter((kind) => checked.has(kind)).map((kind) => message(`plan.notChecked.${kind}`));
}

const checked = new Set([
  'stack',
  'repair',
  'bucket',
  'notebook',
  'quota',
  'gpu-offers',
  'machine-networks',
  'spot-now',
  'objects',
  'empty',
  'stage',
  'valid',
  'retained',
  'template',
  'policy',
  'permissions',
]);
