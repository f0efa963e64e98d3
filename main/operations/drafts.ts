import type { Message } from '../../preload/contract/message.ts';
import type { PlanDraft } from '../plans/source.ts';

/** A draft of an operation: what is not said is empty. */
export function operationDraft(title: Message, parts: Partial<PlanDraft>): PlanDraft {
  return {
    title,
    changes: [],
    costLines: [],
    hours: { today: null, month: 0, endsAt: null },
    guards: [],
    warnings: [],
    blockers: [],
    undo: [],
    stays: [],
    quotas: [],
    assumptions: [],
    ...parts,
  };
}
