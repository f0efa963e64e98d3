/**
 * What a wizard or an operation must give so that the engine can make a plan of its answers. Pure apart from nothing:
 * facts are read by the engine beforehand, so that every plan can be made, tested and rebuilt without AWS.
 */
import type { z } from 'zod';
import type { Message } from '../../preload/contract/message.ts';
import type { Change, CostLine, Fact, Guard, Plan, QuotaNeed, Target } from '../../preload/contract/plan.ts';
import type { Answers, Option, WizardDescription } from '../../preload/contract/wizard.ts';

/** Facts by key, as the engine read them. `value` is undefined when unknown ("not checked"). */
export interface Facts {
  get(key: string): Fact | undefined;
  /** The value if it is known, whatever its source. */
  value<T>(key: string): T | undefined;
}

export interface PlanContext {
  target: Target;
  /** Instant at which the plan is made, ms; never `Date.now()` inside a source. */
  now: number;
  /** IANA zone of the person. */
  timeZone: string;
  /** USD for one unit of a price key in the target's region; null when the book does not hold it. */
  price: (key: string) => number | null;
  /** Date of that price, `2026-11-20`; null when there is none. */
  priceAsOf: (key: string) => string | null;
  /** Random id of this plan, hex. */
  planId: string;
}

/** A limit of the account that a plan needs. */
export interface QuotaWanted extends Omit<QuotaNeed, 'limit' | 'inUseAtLeast'> {
  /** Subject of its fact; absent: `sagemaker/NAME`. */
  fact?: string;
  /** The sentence where the limit is too low; absent: the general one. */
  tooLow?: (limit: number) => Message;
}

/** What a source says; the engine adds prices, sums, permissions, quotas, digest. */
export interface PlanDraft {
  title: Message;
  /** See `Plan`. */
  press?: Message;
  done?: Message;
  lost?: Message[];
  changes: Change[];
  costLines: CostLine[];
  /** Hours that the thing runs today and in a month with its ends set (null: until stopped by hand). */
  hours: { today: number | null; month: number | null; endsAt: string | null };
  /**
   * The worst month of what cannot run the whole of it: so many hours of these lines at most, each with the number of
   * things that may run at once. Absent: `costLines` all month.
   */
  worst?: { hours: number; lines: CostLine[] };
  guards: Guard[];
  warnings: Message[];
  blockers: Message[];
  undo: Message[];
  stays: Message[];
  quotas: QuotaWanted[];
  assumptions: Message[];
  /** The plan that leads back to how things are now. */
  putBack?: NonNullable<Plan['putBack']>;
  /** See `Plan`. */
  secrets?: NonNullable<Plan['secrets']>;
}

export interface PlanSource<A = unknown> {
  id: string;
  answers: z.ZodType<A>;
  /** Keys of the facts that must be read for these answers; `decisive` ones enter the digest. */
  facts(answers: A, target: Target): { key: string; decisive: boolean }[];
  draft(answers: A, facts: Facts, context: PlanContext): PlanDraft;
  /** Body of the template that is in the answers and in no release. */
  ownTemplate?(answers: A): string;
  /** What is wrong with a value that is asked for at the start; never says the value. */
  checkSecret?(answers: A, name: string, value: string): Message | undefined;
}

/** A wizard is a source with questions. Drawn by the window from `description`; no code of its own there. */
export interface Wizard<A = unknown> extends PlanSource<A> {
  description: WizardDescription;
  /** The questions that these answers lead to, where they are not always the same. */
  describe?: (answers: Answers, facts?: Facts) => WizardDescription;
  /** The note on the goal card once the price of this key is known. */
  cardPrice?: { key: string; says: (usd: number) => Message };
  /** Facts that the options and defaults rest on. */
  optionFacts(target: Target, answers?: Answers): string[];
  defaults(facts: Facts, context: PlanContext): Answers;
  /** Where a thing that exists is changed: the facts about it, and the answers that it stands at now. */
  of?: {
    facts(name: string, target: Target): { key: string; decisive: boolean }[];
    /** Throws what a person reads when there is nothing that could be changed. */
    answers(name: string, facts: Facts): Answers;
  };
  options(facts: Facts, context: PlanContext, answers?: Answers): Record<string, Option[]>;
  /** Keys of prices that no option shows and the review does: a look-up for missing prices asks for these too. */
  reviewPrices?: readonly string[];
  /** Answers that were kept for a while, with what only holds for the moment worked out again. */
  refresh?: (answers: Answers, context: PlanContext) => Answers;
  /** Answers after a file was picked that decides the questions. */
  picked?: (answers: Answers) => Answers;
  /** Words of the closed "Safe defaults" line, by path. */
  summaries(answers: Answers): Record<string, Message>;
  /** Answers that plan with no account: printed by `millwright wizards --json`, used by tests. */
  example: Answers;
}
