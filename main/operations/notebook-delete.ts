import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Change, StackChange } from '../../preload/contract/plan.ts';
import type { PlanContext, PlanSource } from '../plans/source.ts';
import { notebookName } from '../wizards/notebook/answers.ts';
import { priceKeys } from '../wizards/notebook/sizes.ts';
import { operationDraft } from './drafts.ts';
import {
  foreignWarning,
  knownNotebook,
  notebookCall,
  notebookFactKeys,
  statusBlockers,
  type Known,
} from './notebook-facts.ts';
import { deletedResources } from './stack-resources.ts';

const NotebookDelete = z.strictObject({ name: notebookName });
type NotebookDelete = z.infer<typeof NotebookDelete>;

/** Deletes a notebook with its disk, role and evening stop. What is in the bucket stays. */
export const notebookDelete: PlanSource<NotebookDelete> = {
  id: 'notebook-delete',
  answers: NotebookDelete,
  facts: ({ name }) => notebookFactKeys(name),
  draft: ({ name }, facts, context) => {
    const known = knownNotebook(name, facts);
    const bucket = known.notebook?.bucket ?? known.stack?.parameters['BucketName'];
    return operationDraft(message('plan.notebook.delete.title', { name }), {
      press: message('plan.notebook.delete.press'),
      done: message('plan.notebook.delete.done', { name }),
      lost: [message('plan.notebook.delete.disk')],
      changes: changes(known, context),
      warnings: foreignWarning(known),
      blockers: blockers(known),
      undo: [message('plan.notebook.delete.undo')],
      stays: bucket
        ? [message('plan.bucket.stays', { bucket, price: { money: context.price(priceKeys.files) } })]
        : [],
    });
  },
};

/** A stack whose notebook is gone already can still be removed. */
function blockers(known: Known): Message[] {
  if (known.notebook === null && known.stack) return [];
  if (known.stack?.health === 'busy') return [message('plan.stack.busy', { name: known.name })];
  return statusBlockers(known, ['InService', 'Stopped', 'Failed'], 'delete');
}

function changes(known: Known, context: PlanContext): Change[] {
  const { name, notebook, stack, stackName } = known;
  const stop =
    notebook?.status === 'InService'
      ? [
          notebookCall(
            'StopNotebookInstance',
            name,
            message('plan.notebook.stop', { name }),
            message('plan.notebook.delete.stopNote'),
            'Stopped',
          ),
        ]
      : [];
  if (notebook && stack === null)
    return [
      ...stop,
      notebookCall(
        'DeleteNotebookInstance',
        name,
        message('plan.notebook.delete', { name }),
        message('plan.notebook.delete.note'),
        'absent',
      ),
    ];
  const remove: StackChange = {
    id: 'notebook',
    kind: 'stack',
    action: 'delete',
    says: message('plan.notebook.deleteAll', { name }),
    note: message('plan.notebook.delete.note'),
    usually: { from: 60, to: 240, worryAfter: 900 },
    stackName,
    parameters: {},
    capabilities: [],
    tags: {},
    ...(stack?.roleArn != null && { roleArn: stack.roleArn }),
    resources: deletedResources('notebook', stack, context.target),
    stays: [],
  };
  return [...stop, remove];
}
