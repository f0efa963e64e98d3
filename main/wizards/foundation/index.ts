import { z } from 'zod';
import { message, type Message } from '../../../preload/contract/message.ts';
import { boundaryName } from '../../plans/names.ts';
import type { Facts, PlanContext, PlanDraft, Wizard } from '../../plans/source.ts';
import { ask, defaultsOf, fieldsOf } from '../questions.ts';
import { boundaryState, foundationFacts, foundationStack, foundationState } from './stack.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.foundation.${name}`, params);

export const FoundationAnswers = z.strictObject({
  /** Who gets alerts; empty for nobody. */
  email: ask(
    z
      .union([z.literal(''), z.email('wizard.foundation.problem.email')], 'wizard.foundation.problem.email')
      .default(''),
    { station: 'basics', control: { type: 'text', maxLength: 254 }, hint: true, help: ['what', 'email'] },
  ),
});
export type FoundationAnswers = z.infer<typeof FoundationAnswers>;

function draft(answers: FoundationAnswers, facts: Facts, context: PlanContext): PlanDraft {
  const { state } = foundationState(facts, context);
  const boundary = boundaryState(facts, context);
  const stack = foundationStack(answers.email, 'foundation', context, boundary === 'same');
  return {
    title: message('plan.foundation.title', { region: { region: context.target.region } }),
    changes: [
      {
        ...stack,
        sentences: [
          boundary === 'same'
            ? {
                says: message('plan.foundation.boundaryStands'),
                note: message('plan.foundation.boundaryStands.note'),
              }
            : { says: message('plan.foundation.boundary'), note: message('plan.foundation.boundary.note') },
          { says: message('plan.foundation.roles'), note: message('plan.foundation.roles.note') },
          {
            says: answers.email
              ? message('plan.foundation.alertsTo', { email: answers.email })
              : message('plan.foundation.alerts'),
            note: message(answers.email ? 'plan.foundation.alertsTo.note' : 'plan.foundation.alerts.note'),
          },
        ],
      },
    ],
    costLines: [],
    hours: { today: null, month: 0, endsAt: null },
    guards: [],
    warnings: [],
    blockers: [
      ...(state === 'unknown' || state === 'absent' ? [] : [message(`plan.foundation.${state}`)]),
      ...(state === 'absent' && boundary === 'other'
        ? [message('plan.foundation.boundaryOther', { name: boundaryName(context.target.region) })]
        : []),
    ],
    undo: [message('plan.foundation.undo')],
    stays: [],
    quotas: [],
    assumptions: [message('plan.assume.foundation')],
  };
}

/** Once per account and region, by an administrator or by the person if allowed. */
export const foundation: Wizard<FoundationAnswers> = {
  id: 'foundation',
  answers: FoundationAnswers,
  description: {
    id: 'foundation',
    goal: w('goal'),
    cardNote: w('cardNote'),
    icon: 'foundation',
    steps: [
      {
        station: 'basics',
        title: w('basics'),
        fields: fieldsOf(FoundationAnswers, 'basics', 'foundation'),
      },
    ],
  },
  facts: (_, target) => foundationFacts(target),
  draft,
  optionFacts: () => [],
  defaults: () => defaultsOf(FoundationAnswers),
  options: () => ({}),
  summaries: () => ({}),
  example: { email: '' },
};
