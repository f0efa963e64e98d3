/** "Which network?": the usual one, or a subnet of the account; the same question in every wizard that asks it. */
import { z } from 'zod';
import { safe, type Question } from './questions.ts';

/** `default`, or the id of a subnet. `wrong`: the words for anything else. */
export const networkAnswer = (wrong: string) =>
  z
    .string()
    .regex(/^(?:default|subnet-[0-9a-f]{1,32})$/, wrong)
    .default('default');

export const networkQuestion: Question<string> = {
  ...safe,
  control: { type: 'select' },
  hint: true,
  help: ['network'],
  summary: (network) => [network === 'default' ? 'summary.default' : 'summary.own'],
};
