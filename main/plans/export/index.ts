/** A plan for use without Millwright. All of it works offline. */
import type { Plan, StackChange } from '../../../preload/contract/plan.ts';
import type { Language } from '../../../words/index.ts';
import { failure } from '../../failure.ts';
import { isTemplateName, loadTemplate } from '../templates.ts';
import { asCliLines } from './cli.ts';
import { asHtml } from './html.ts';

export type ExportKind = 'plan' | 'cloudformation' | 'cli' | 'html';

export interface ExportedFile {
  /** Without folders; safe as a file name on every system. */
  name: string;
  text: string;
}

export interface Reader {
  language: Language;
  timeZone: string;
}

export function exportPlan(plan: Plan, to: ExportKind, { language, timeZone }: Reader): ExportedFile[] {
  const name = `plan-${plan.digest.slice(0, 8)}`;
  switch (to) {
    case 'plan':
      return [{ name: `${name}.millwright-plan`, text: `${JSON.stringify(plan, null, 2)}\n` }];
    case 'html':
      return [{ name: `${name}.html`, text: asHtml(plan, language, timeZone) }];
    case 'cli':
      return [{ name: 'apply.sh', text: asCliLines(plan, language, timeZone) }, ...templates(plan)];
    case 'cloudformation':
      return [...templates(plan), ...parameterFiles(plan)];
  }
}

const isStack = (change: Plan['changes'][number]): change is StackChange => change.kind === 'stack';

function templates({ changes }: Plan): ExportedFile[] {
  const names = new Set(changes.filter(isStack).flatMap(({ template }) => (template ? [template.name] : [])));
  return [...names].map((name) => {
    if (!isTemplateName(name)) throw failure('plan.unknownTemplate', { template: name });
    return { name: `${name}.yaml`, text: loadTemplate(name).body };
  });
}

/** As `aws cloudformation create-stack --parameters file://…` and `deploy --parameter-overrides file://…` take them. */
function parameterFiles({ changes }: Plan): ExportedFile[] {
  return changes.filter(isStack).flatMap(({ template, parameters }) => {
    if (template === undefined) return [];
    const list = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    return [{ name: `${template.name}.parameters.json`, text: `${JSON.stringify(list, null, 2)}\n` }];
  });
}
