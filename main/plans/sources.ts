import { failure } from '../failure.ts';
import { operations } from '../operations/index.ts';
import { wizards } from '../wizards/index.ts';
import type { PlanSource } from './source.ts';

/** Everything that a plan can be made of: wizards, and operations without questions. */
export const planSources: readonly PlanSource[] = [...wizards, ...operations];

/** Throws `answers.unknownWizard`. */
export function requireSource(id: string): PlanSource {
  const source = planSources.find((known) => known.id === id);
  if (source === undefined) throw failure('answers.unknownWizard', { wizard: id });
  return source;
}
