import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { PlanSource } from '../plans/source.ts';
import { hoursFrom, nextStop } from '../wizards/evening.ts';
import { notebookName } from '../wizards/notebook/answers.ts';
import { operationDraft } from './drafts.ts';
import {
  eveningGuard,
  guardedFactKeys,
  knownNotebook,
  machineLine,
  moveEvening,
  type Known,
} from './notebook-facts.ts';
import { hours, until, untilProblem } from './until.ts';

const NotebookExtend = z.strictObject({
  name: notebookName,
  /** Until when. Left out: `hours` after the stop that is coming. */
  until: until.optional(),
  hours: hours.default(2),
});
type NotebookExtend = z.infer<typeof NotebookExtend>;

function blockers({ name, notebook, stack, evening, lapsed }: Known): Message[] {
  if (notebook === null) return [message('plan.notebook.gone', { name })];
  if (stack === null) return [message('plan.notebook.extend.foreign', { name })];
  if (lapsed !== undefined) return [message('plan.notebook.extend.lapsed', { name })];
  if (stack !== undefined && evening === undefined) return [message('plan.notebook.extend.none', { name })];
  if (stack?.health === 'busy' || stack?.health === 'stuck')
    return [message(`plan.stack.${stack.health}`, { name })];
  return [];
}

/** Puts the evening stop off once: it acts again from `until` on, and the evening after as always. */
export const notebookExtend: PlanSource<NotebookExtend> = {
  id: 'notebook-extend',
  answers: NotebookExtend,
  facts: ({ name }) => guardedFactKeys(name),
  draft: (answers, facts, context) => {
    const { name } = answers;
    const { now } = context;
    const known = knownNotebook(name, facts);
    const { evening, notBefore } = known;
    const coming = evening ? nextStop(evening, now, notBefore) : now;
    const to = answers.until === undefined ? hoursFrom(coming, answers.hours) : Date.parse(answers.until);
    const endsAt = evening && nextStop(evening, now, to);
    const ends = endsAt === undefined ? null : new Date(endsAt).toISOString();
    const today = endsAt === undefined ? null : (endsAt - now) / 3_600_000;
    const later = endsAt !== undefined && endsAt - to > 3_600_000;
    return operationDraft(message('plan.notebook.extend.title', { name }), {
      press: message('plan.notebook.extend.press'),
      ...(ends !== null && { done: message('plan.notebook.extend.done', { name, ends: { time: ends } }) }),
      changes: [moveEvening(known, to)],
      costLines: machineLine(known, context),
      hours: { today, month: today, endsAt: ends },
      guards: eveningGuard(known, ends),
      warnings:
        later && ends !== null ? [message('plan.notebook.extend.later', { ends: { time: ends } })] : [],
      blockers: [...blockers(known), ...untilProblem(answers.until, now)],
      undo: [message('plan.notebook.extend.undo')],
    });
  },
};
