import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { CostLine } from '../../preload/contract/plan.ts';
import type { PlanSource } from '../plans/source.ts';
import { notebookName } from '../wizards/notebook/answers.ts';
import { operationDraft } from './drafts.ts';
import {
  diskLine,
  foreignWarning,
  knownNotebook,
  notebookCall,
  notebookFactKeys,
  statusBlockers,
} from './notebook-facts.ts';

const NotebookStop = z.strictObject({ name: notebookName });
type NotebookStop = z.infer<typeof NotebookStop>;

/** USD a month; null when a price is not known. */
function monthly(lines: CostLine[]): number | null {
  if (lines.length === 0 || lines.some((line) => line.unitPrice === null)) return null;
  return lines.reduce((sum, line) => sum + (line.unitPrice ?? 0) * line.quantity, 0);
}

/** Stops a notebook: the machine's cost ends with the call, the files stay. */
export const notebookStop: PlanSource<NotebookStop> = {
  id: 'notebook-stop',
  answers: NotebookStop,
  facts: ({ name }) => notebookFactKeys(name),
  draft: ({ name }, facts, context) => {
    const known = knownNotebook(name, facts);
    const disk = diskLine(known, context);
    return operationDraft(message('plan.notebook.stop.title', { name }), {
      press: message('plan.notebook.stop.press'),
      done: message('plan.notebook.stop.done', { price: { money: monthly(disk) } }),
      changes: [
        notebookCall(
          'StopNotebookInstance',
          name,
          message('plan.notebook.stop', { name }),
          message('plan.notebook.stop.note'),
          'Stopped',
        ),
      ],
      costLines: disk,
      warnings: [...foreignWarning(known), message('plan.notebook.stop.memory')],
      blockers: statusBlockers(known, ['InService'], 'stop'),
      undo: [message('plan.notebook.stop.undo')],
      stays: known.notebook ? [message('plan.disk.stays', { gb: known.notebook.volumeGb })] : [],
    });
  },
};
