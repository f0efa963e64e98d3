import type { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import { stackNames } from '../plans/names.ts';
import { foundation, FoundationAnswers } from '../wizards/foundation/index.ts';
import { partialOf } from '../wizards/questions.ts';
import { stackChange, type Wish } from './stack-change.ts';

const FoundationChange = partialOf(FoundationAnswers) as z.ZodOptional<z.ZodType<Wish>>;

/** Changes who gets the alerts of the prepared account. There is one in an account and region, and it has no name. */
export const foundationChange = stackChange({
  id: 'foundation-change',
  title: () => message('plan.foundation.change.title'),
  goal: message('plan.foundation.change.goal'),
  wizard: foundation,
  answers: FoundationChange.unwrap(),
  called: message('plan.foundation.change.called'),
  identity: [],
  template: 'foundation',
  stackName: () => stackNames.foundation,
  capabilities: ['CAPABILITY_NAMED_IAM'],
  facts: () => [],
  answersOf: (parameters) => ({ email: parameters['AlertEmail'] ?? '' }),
  parametersOf: (answers) => ({ AlertEmail: (answers as FoundationAnswers).email }),
  value: (_, value) => (value === '' ? { message: message('plan.foundation.change.nobody') } : undefined),
  oneWay: [],
  rest: ({ was, wanted }) => {
    const { email } = wanted as FoundationAnswers;
    const { email: before } = was as FoundationAnswers;
    const changes = email !== before;
    return {
      press: message('plan.foundation.change.press'),
      done: message('plan.foundation.change.done', { email: email === '' ? 'none' : email }),
      warnings: [...(changes && email !== '' ? [message('plan.foundation.change.confirm', { email })] : [])],
      // The old address is taken off, and to come back it has to confirm anew.
      ...(changes &&
        before !== '' && { lost: [message('plan.foundation.change.leaves', { email: before })] }),
      assumptions: [message('plan.assume.foundation')],
    };
  },
  usually: () => ({ from: 10, to: 60, worryAfter: 180 }),
});
