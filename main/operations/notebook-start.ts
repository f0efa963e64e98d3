import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Facts, PlanContext, PlanDraft, PlanSource } from '../plans/source.ts';
import { hoursFrom, isNear, nextStop } from '../wizards/evening.ts';
import { notebookName } from '../wizards/notebook/answers.ts';
import { quotaName } from '../wizards/notebook/draft.ts';
import { operationDraft } from './drafts.ts';
import {
  eveningGuard,
  diskLine,
  foreignWarning,
  guardedFactKeys,
  knownNotebook,
  machineLine,
  moveEvening,
  notebookCall,
  statusBlockers,
  type Known,
} from './notebook-facts.ts';
import { hours, until, untilProblem } from './until.ts';

const NotebookStart = z.strictObject({
  name: notebookName,
  /** Until when it may run if its evening stop is near. Left out: `hours` from now. */
  until: until.optional(),
  hours: hours.default(2),
});
type NotebookStart = z.infer<typeof NotebookStart>;

/** Starts a notebook. Close to its evening stop, or after it, the stop is moved first: it would end it at once. */
export const notebookStart: PlanSource<NotebookStart> = {
  id: 'notebook-start',
  answers: NotebookStart,
  facts: ({ name }) => guardedFactKeys(name),
  draft: (answers: NotebookStart, facts: Facts, context: PlanContext): PlanDraft => {
    const { name } = answers;
    const { now } = context;
    const known = knownNotebook(name, facts);
    const { evening, notBefore } = known;
    const near = evening !== undefined && isNear(evening, now, notBefore);
    const moved = near ? wanted(answers, now) : undefined;
    const endsAt = evening && nextStop(evening, now, moved ?? notBefore);
    const ends = endsAt === undefined ? null : new Date(endsAt).toISOString();
    const today = endsAt === undefined ? null : (endsAt - now) / 3_600_000;
    return operationDraft(message('plan.notebook.start.title', { name }), {
      press: message('plan.notebook.start.press'),
      done:
        ends === null
          ? message('plan.notebook.start.doneNoEnd', { name })
          : message('plan.notebook.start.done', { name, ends: { time: ends } }),
      changes: [
        ...(moved === undefined ? [] : [moveEvening(known, moved)]),
        notebookCall(
          'StartNotebookInstance',
          name,
          message('plan.notebook.start', { name }),
          message('plan.notebook.start.note'),
          'InService',
        ),
      ],
      costLines: [...machineLine(known, context), ...diskLine(known, context)],
      hours: { today, month: today, endsAt: ends },
      guards: eveningGuard(known, ends),
      warnings: [
        ...foreignWarning(known),
        ...(near && ends !== null
          ? [message('plan.notebook.near', { at: evening.at, until: { time: ends } })]
          : []),
        ...(known.notebook && evening === undefined ? [noEnd(known)] : []),
      ],
      blockers: [
        ...statusBlockers(known, ['Stopped', 'Failed'], 'start'),
        ...(near ? untilProblem(answers.until, now) : []),
      ],
      undo: [message('plan.notebook.start.undo')],
      quotas: known.notebook ? [{ name: quotaName(known.notebook.instanceType), need: 1 }] : [],
    });
  },
};

const noEnd = ({ lapsed }: Known): Message =>
  lapsed === undefined ? message('plan.notebook.noEnd') : message('plan.notebook.lapsed', { at: lapsed.at });

const wanted = ({ until: at, hours: count }: NotebookStart, now: number): number =>
  at === undefined ? hoursFrom(now, count) : Date.parse(at);
