/** Plans that were made here, with what became of them and what reviewers said. One document per plan. */
import { join } from 'node:path';
import { z } from 'zod';
import type { PlanSummary as PlanSummarySchema } from '../../preload/contract/domains/plans.ts';
import { Plan, type Review } from '../../preload/contract/plan.ts';
import { AppFailure, failure } from '../failure.ts';
import { openDocuments } from '../storage/documents.ts';

/** What apply tells; a plan that nothing was told about is judged by its content. */
const Progress = z.enum(['applying', 'applied', 'failed']);
export type Progress = z.infer<typeof Progress>;

const StoredPlan = z.strictObject({ plan: Plan, progress: Progress.nullable() });
type StoredPlan = z.infer<typeof StoredPlan>;

export interface PlanStore {
  /**
   * Verdicts that were given here stay, also when a file without them is opened again. A plan that was started stays as it
   * was started: throws `plan.alreadyApplied` for another one under its number.
   */
  save(plan: Plan): Promise<void>;
  /** Throws `plan.notFound`. */
  get(id: string): Promise<{ plan: Plan; summary: PlanSummary }>;
  /** Newest first. */
  list(): Promise<PlanSummary[]>;
  mark(id: string, progress: Progress): Promise<void>;
  /** Regions that plans for an account name. */
  regions(): Promise<string[]>;
  /** Adds a verdict about the plan's present digest. */
  review(id: string, review: Omit<Review, 'digest'>): Promise<Plan>;
}

type PlanSummary = z.infer<typeof PlanSummarySchema>;

/** The last review about exactly this digest. */
export function verdictOf({ digest, reviews = [] }: Plan): Review | undefined {
  return reviews.findLast((review) => review.digest === digest);
}

/** Verdicts that a plan carries at most; the oldest make room. */
export const mostReviews = 100;

export function withReview(plan: Plan, review: Omit<Review, 'digest'>): Plan {
  const reviews = [...(plan.reviews ?? []), { ...review, digest: plan.digest }];
  return { ...plan, reviews: reviews.slice(-mostReviews) };
}

function withReviewsOf(plan: Plan, known: Plan | undefined): Plan {
  const all = [...(known?.reviews ?? []), ...(plan.reviews ?? [])];
  if (all.length === 0) return plan;
  const each = new Map(all.map((review) => [JSON.stringify(review), review]));
  const sorted = [...each.values()].sort((a, b) => a.at.localeCompare(b.at));
  return { ...plan, reviews: sorted.slice(-mostReviews) };
}

export function summaryOf({ plan, progress }: StoredPlan): PlanSummary {
  const verdict = verdictOf(plan);
  const { id, digest, title, source, madeAt } = plan;
  return {
    id,
    digest,
    title,
    source,
    madeAt,
    state: stateOf(plan, progress, verdict),
    review: reviewOf(verdict),
  };
}

function stateOf(plan: Plan, progress: Progress | null, verdict: Review | undefined): PlanSummary['state'] {
  if (progress !== null) return progress;
  if (verdict?.verdict === 'rejected') return 'rejected';
  if (plan.target.accountId === null) return 'draft';
  return plan.blockers.length > 0 ? 'blocked' : 'ready';
}

function reviewOf(review: Review | undefined): PlanSummary['review'] {
  if (review === undefined) return null;
  const { by, verdict, comment, at } = review;
  return { by, verdict, comment, at };
}

/** Null: it was not made here, or its file cannot be read. */
export async function planHere(store: Pick<PlanStore, 'get'>, id: string): Promise<Plan | null> {
  try {
    return (await store.get(id)).plan;
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

export function openPlanStore(stateDir: string): PlanStore {
  const documents = openDocuments<StoredPlan>(join(stateDir, 'plans'), {
    name: 'plan-record',
    version: 1,
    schema: StoredPlan,
  });
  const change = (id: string, how: (stored: StoredPlan) => StoredPlan) =>
    documents.update(id, (stored) => {
      if (stored === undefined) throw failure('plan.notFound', { id });
      return how(stored);
    });
  return {
    async save(plan) {
      await documents.update(plan.id, (stored) => {
        if (stored === undefined || stored.progress === null)
          return { plan: withReviewsOf(plan, stored?.plan), progress: null };
        if (stored.plan.digest !== plan.digest) throw failure('plan.alreadyApplied');
        return stored;
      });
    },
    async get(id) {
      const stored = await documents.get(id);
      if (stored === undefined) throw failure('plan.notFound', { id });
      return { plan: stored.plan, summary: summaryOf(stored) };
    },
    async list() {
      const { items } = await documents.list();
      return items
        .map(({ value }) => summaryOf(value))
        .sort((a, b) => (a.madeAt < b.madeAt ? 1 : a.madeAt > b.madeAt ? -1 : 0));
    },
    async regions() {
      const { items } = await documents.list();
      const targets = items.map(({ value }) => value.plan.target);
      return targets.filter(({ accountId }) => accountId !== null).map(({ region }) => region);
    },
    async mark(id, progress) {
      await change(id, (stored) => ({ ...stored, progress }));
    },
    async review(id, review) {
      await change(id, (stored) => ({ ...stored, plan: withReview(stored.plan, review) }));
      const stored = await documents.get(id);
      if (stored === undefined) throw failure('plan.notFound', { id });
      return stored.plan;
    },
  };
}
