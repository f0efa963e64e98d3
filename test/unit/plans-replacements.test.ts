import { expect, test } from 'vitest';
import { z } from 'zod';
import { operationDraft } from '../../main/operations/drafts.ts';
import { buildPlan } from '../../main/plans/build.ts';
import { loadTemplate } from '../../main/plans/templates.ts';
import { message } from '../../preload/contract/message.ts';
import type { PlannedResource, StackChange } from '../../preload/contract/plan.ts';
import { context, texts } from '../wizard/support.ts';

/** The blockers of a plan that does this to one resource of the notebook's stack, or of a template that nobody knows. */
function blockers(
  resource: Omit<PlannedResource, 'fields'>,
  known = true,
  action: StackChange['action'] = 'update',
) {
  const template = { name: 'notebook', sha256: loadTemplate('notebook').sha256 };
  const change: StackChange = {
    id: 'change',
    kind: 'stack',
    action,
    says: message('plan.notebook.make', { name: 'sales' }),
    stackName: 'millwright-notebook-sales',
    ...(known && { template }),
    parameters: {},
    capabilities: [],
    tags: {},
    resources: [{ ...resource, fields: [] }],
    stays: [],
  };
  const draft = () =>
    operationDraft(message('plan.notebook.title', { name: 'sales' }), { changes: [change] });
  const source = { id: 'test', answers: z.object({}), facts: () => [], draft };
  return texts(buildPlan(source, {}, [], context()).blockers);
}

const notebook = { logicalId: 'Notebook', type: 'AWS::SageMaker::NotebookInstance' };
const schedule = { logicalId: 'EveningSchedule', type: 'AWS::Scheduler::Schedule' };

test('a plan that would make a notebook anew is blocked and says what to do', () => {
  expect(blockers({ ...notebook, effect: 'replace' })).toEqual([
    'AWS would make Notebook of millwright-notebook-sales anew, and what is on the old one would be lost. Make a new one beside it, move what you need, then delete the old one.',
  ]);
});

test('one that restarts it, or first makes it, is not', () => {
  expect(blockers({ ...notebook, effect: 'restart' })).toEqual([]);
  expect(blockers({ ...notebook, effect: 'replace' }, true, 'create')).toEqual([]);
});

test('a thing without files counts when it bears a name, or when nobody can tell', () => {
  expect(blockers({ ...schedule, effect: 'replace' })).toEqual([]);
  expect(blockers({ ...schedule, effect: 'replace' }, false)).toHaveLength(1);
});
