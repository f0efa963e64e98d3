import type { Target } from '../../../preload/contract/plan.ts';
import { foundationArns } from '../../plans/names.ts';
import { eveningCron, startDate } from '../evening.ts';
import { parametersOf } from '../questions.ts';
import { NotebookAnswers } from './answers.ts';

/**
 * Values of the template's parameters: those of single answers stand beside their questions. Roles of the foundation are passed when the account is known; a draft leaves them
 * to the template, which finds them by name. `notBefore` (ms): the evening stop waits until then.
 */
export function notebookParameters(
  answers: NotebookAnswers,
  target: Target,
  notBefore: number | null,
): Record<string, string> {
  const evening = answers.evening.on ? eveningCron(answers.evening) : { evening: '', night: '' };
  const arns = foundationArns(target);
  return {
    ...parametersOf(NotebookAnswers, answers),
    EveningStop: evening.evening,
    EveningStopNight: evening.night,
    EveningTimeZone: answers.evening.on ? answers.evening.timeZone : 'UTC',
    EveningNotBefore: notBefore === null ? '' : startDate(notBefore),
    GuardRoleArn: arns?.guardRole ?? '',
    BoundaryArn: arns?.boundary ?? '',
  };
}
