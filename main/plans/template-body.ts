/** Bodies of templates by name and hash: those of this release, and the one that a plan's own answers carry. */
import { createHash } from 'node:crypto';
import type { Plan } from '../../preload/contract/plan.ts';
import { failure } from '../failure.ts';
import type { StackTools } from '../stacks/run.ts';
import { requireAnswers } from './answers.ts';
import { requireSource } from './sources.ts';
import { ownTemplateName } from './own-template-name.ts';
import { isTemplateName, loadTemplate } from './templates.ts';

/** Body of a shipped template; throws `plan.unknownTemplate` unless the bytes have this SHA-256. */
export function templateBody(name: string, sha256: string): string {
  const template = isTemplateName(name) ? loadTemplate(name) : undefined;
  if (template?.sha256 !== sha256) throw failure('plan.unknownTemplate', { template: name });
  return template.body;
}

/** The same, with the template that the plan was made of. Throws `plan.unknownTemplate`. */
export function bodyFor(
  plan: Pick<Plan, 'source' | 'answers'>,
  name: string,
  sha256: string,
  shipped: StackTools['templateBody'] = templateBody,
): string {
  if (name !== ownTemplateName) return shipped(name, sha256);
  const source = requireSource(plan.source);
  const body = source.ownTemplate?.(requireAnswers(source, plan.answers));
  if (body === undefined || createHash('sha256').update(body).digest('hex') !== sha256)
    throw failure('plan.unknownTemplate', { template: name });
  return body;
}

export const withOwnTemplate = <T extends StackTools>(tools: T, plan: Plan): T => ({
  ...tools,
  templateBody: (name: string, sha256: string) =>
    bodyFor(plan, name, sha256, (...known) => tools.templateBody(...known)),
});
