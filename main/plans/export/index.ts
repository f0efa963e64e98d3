/** A plan for use without Millwright. All of it works offline. */
import type { Plan, StackChange } from '../../../preload/contract/plan.ts';
import { failure } from '../../failure.ts';
import { bodyFor } from '../template-body.ts';
import { asScript } from './cli.ts';
import { asHtml } from './html.ts';
import type { Reader } from './script.ts';

export type { Reader } from './script.ts';
export type ExportKind = 'plan' | 'cloudformation' | 'cli' | 'html';

export interface ExportedFile {
  /** Without folders; safe as a file name on every system. */
  name: string;
  text: string;
}

/**
 * The plan itself and the page to read are there for every plan. What changes AWS is not made of a plan that something
 * stands in the way of (`plan.blocked`), and a template not of one that does anything else (`plan.noTemplate`).
 */
export function exportPlan(plan: Plan, to: ExportKind, reader: Reader): ExportedFile[] {
  const name = `plan-${plan.digest.slice(0, 8)}`;
  switch (to) {
    case 'plan':
      return [{ name: `${name}.millwright-plan`, text: `${JSON.stringify(plan, null, 2)}\n` }];
    case 'html':
      return [{ name: `${name}.html`, text: asHtml(plan, reader.language, reader.timeZone) }];
    case 'cli':
      return runnable(plan, 'apply.sh', reader);
    case 'cloudformation':
      if (plan.blockers.length === 0 && !plan.changes.every((change) => hasTemplate(change)))
        throw failure('plan.noTemplate');
      return runnable(plan, 'deploy.sh', reader);
  }
}

const hasTemplate = (change: Plan['changes'][number]): change is StackChange =>
  change.kind === 'stack' && change.template !== undefined;

/** The script, and beside it what it reads. */
function runnable(plan: Plan, name: string, reader: Reader): ExportedFile[] {
  if (plan.blockers.length > 0) {
    const problems = plan.blockers.map((says, index) => ({ path: `blockers.${index + 1}`, says }));
    throw failure('plan.blocked', {}, { problems });
  }
  const { script, files } = asScript(plan, reader);
  return [{ name, text: script }, ...templates(plan), ...files];
}

function templates(plan: Plan): ExportedFile[] {
  const used = plan.changes.filter(hasTemplate).flatMap(({ template }) => template ?? []);
  const byName = new Map(used.map(({ name, sha256 }) => [name, sha256]));
  return [...byName].map(([name, sha256]) => ({ name: `${name}.yaml`, text: bodyFor(plan, name, sha256) }));
}
