/** What the window asks about plans. The only way from a window to a change is `apply`, with a ticket. */
import type { z } from 'zod';
import type { PlanSummary as PlanSummarySchema } from '../../preload/contract/domains/plans.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import { destroys, runsByTheHour, type Plan } from '../../preload/contract/plan.ts';
import { failure } from '../failure.ts';
import type { ConsentRequest, ConsentSurface } from '../hosts/ports.ts';
import { openOldRecipe } from '../wizards/gpu-training/open-old.ts';
import type { Applying } from './apply.ts';
import { exportPlan } from './export/index.ts';
import { makePlan, type Making } from './make.ts';
import { openPlanFile } from './open-file.ts';
import type { ReceiptStore } from './receipt.ts';
import { requireSource } from './sources.ts';
import { verdictOf, type PlanStore } from './store.ts';

type PlanSummary = z.infer<typeof PlanSummarySchema>;

export interface PlanParts {
  store: PlanStore;
  receipts: ReceiptStore;
  applying: Pick<Applying, 'apply'> & { reconciling: Pick<Applying['reconciling'], 'pending'> };
  consent: ConsentSurface;
  /** What plans are made with now; without a usable connection its `aws` is null. */
  making: (signal?: AbortSignal) => Promise<Making>;
  /** How the person reads. */
  reader: () => Promise<Pick<ConsentRequest, 'language' | 'timeZone' | 'appearance'>>;
  /** Whether the connection in use is the account inside the program. */
  inSandbox: () => Promise<boolean>;
  /** Time in the account in use, ms. */
  now: () => number;
  /** Told after a verdict was kept. */
  onReviewed: () => void;
}

/** What was started is beyond any verdict. */
const begun: readonly PlanSummary['state'][] = ['applying', 'applied', 'failed'];

export function planHandlers(parts: PlanParts): Handlers['plans'] {
  const { store, receipts } = parts;
  /** The plan with exactly this digest: what the person saw is what is asked and applied. */
  const exactly = async (id: string, digest: string): Promise<Plan> => {
    const { plan } = await store.get(id);
    if (plan.digest !== digest) throw failure('digest.mismatch');
    return plan;
  };

  return {
    async make({ source, answers }, { signal }) {
      const plan = await makePlan(requireSource(source), answers, await parts.making(signal));
      await store.save(plan);
      return plan;
    },

    list: () => store.list(),
    get: ({ id }) => store.get(id),

    async openFile({ text }, { signal }) {
      const making = await parts.making(signal);
      // The file tells what it is; what is neither is refused as a plan would be.
      const recipe = await openOldRecipe(text, making);
      if (recipe !== undefined) return { recipe };
      const { timeZone } = await parts.reader();
      const { plan, differences } = openPlanFile(text, { prices: making.prices, timeZone });
      // A file that says something else than we compute is shown and goes no further.
      if (differences.length === 0) await store.save(plan);
      return { plan, differences };
    },

    async review({ id, digest, by, verdict, comment }) {
      await exactly(id, digest);
      const { summary } = await store.get(id);
      if (begun.includes(summary.state)) throw failure('state.wrong');
      await store.review(id, { by, verdict, comment, at: new Date(parts.now()).toISOString() });
      parts.onReviewed();
      return (await store.get(id)).summary;
    },

    async exportAs({ id, to }) {
      const { plan } = await store.get(id);
      return { files: exportPlan(plan, to, await parts.reader()) };
    },

    async askConsent({ id, digest }, { windowId }) {
      const plan = await exactly(id, digest);
      if (plan.target.accountId === null) throw failure('plan.draft');
      if (plan.blockers.length > 0) throw failure('plan.blocked');
      if (verdictOf(plan)?.verdict === 'rejected') throw failure('plan.rejected');
      if (parts.applying.reconciling.pending() !== null) throw failure('state.reconciling');
      return parts.consent.ask({
        planId: plan.id,
        digest: plan.digest,
        title: plan.title,
        accountId: plan.target.accountId,
        region: plan.target.region,
        sandbox: await parts.inSandbox(),
        ...(plan.press && { press: plan.press }),
        ...(destroys(plan) && { destroys: true, lost: plan.lost ?? plan.undo, stays: plan.stays }),
        perHour: runsByTheHour(plan.cost) ? plan.cost.perHour : null,
        worstMonth: plan.cost.worstMonth,
        windowId,
        ...(await parts.reader()),
      });
    },

    async apply({ id, digest, ticket, secret }, { windowId }) {
      return parts.applying.apply(await exactly(id, digest), { kind: 'ticket', ticket, windowId }, secret);
    },

    async receipts() {
      const { items } = await receipts.list();
      return items
        .map(({ value: { id, planId, title, outcome, startedAt, endedAt, by } }) => ({
          id,
          planId,
          title,
          outcome,
          startedAt,
          endedAt,
          by,
        }))
        .sort((a, b) => b.endedAt.localeCompare(a.endedAt));
    },

    async receipt({ id }) {
      const receipt = await receipts.get(id);
      if (receipt === undefined) throw failure('resource.notFound', { thing: id });
      return receipt;
    },
  };
}
