/** Answers as a person or a file gives them, checked; each wrong one is a sentence that names its field. */
import type { z } from 'zod';
import type { Problem } from '../../preload/contract/errors.ts';
import { message, type MessageValue } from '../../preload/contract/message.ts';
import type { Answers, WizardDescription } from '../../preload/contract/wizard.ts';
import { failure } from '../failure.ts';
import type { PlanSource, Wizard } from './source.ts';

export const isWizard = (source: PlanSource): source is Wizard => 'description' in source;

/** Answers over defaults: what is given counts, nested objects are merged field by field. */
export function withDefaults(defaults: Answers, given: Answers): Answers {
  const merged: Answers = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    const base = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    merged[key] = isRecord(base) && isRecord(value) ? withDefaults(base, value) : value;
  }
  return merged;
}

const isRecord = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export type Checked<A> = { ok: true; answers: A } | { ok: false; problems: Problem[] };

export function checkAnswers<A>(source: PlanSource<A>, answers: unknown): Checked<A> {
  const parsed = source.answers.safeParse(answers);
  if (parsed.success) return { ok: true, answers: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(source, issue, answers));
  const first = new Map(problems.map((problem) => [problem.path, problem]).reverse() as [string, Problem][]);
  return { ok: false, problems: [...first.values()].reverse() };
}

/** The checked answers; throws `input.invalid` with the problems. */
export function requireAnswers<A>(source: PlanSource<A>, answers: unknown): A {
  const checked = checkAnswers(source, answers);
  if (checked.ok) return checked.answers;
  throw failure('input.invalid', { field: checked.problems[0]?.path ?? '' }, { problems: checked.problems });
}

function problemsOf(source: PlanSource, issue: z.core.$ZodIssue, answers: unknown): Problem[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      says: message('plan.problem.unknown', { field: [...issue.path, key].join('.') }),
    }));
  const field = label(source, path, answers);
  // Our own messages are keys of the word files; those of the schema library are English.
  const known = /^(?:plan|wizard)\./.test(issue.message);
  const missing = isMissing(answers, issue.path);
  const params =
    issue.code === 'custom' ? (issue.params as Record<string, MessageValue> | undefined) : undefined;
  if (known && !missing) return [{ path, says: message(issue.message, { field, ...params }) }];
  const key = missing ? 'missing' : issue.code === 'invalid_type' ? 'type' : 'value';
  return [{ path, says: message(`plan.problem.${key}`, { field }) }];
}

/** Nothing was given at this place. */
function isMissing(answers: unknown, path: readonly PropertyKey[]): boolean {
  let value = answers;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return true;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === undefined || value === null;
}

/** The question's own words; for answers without a question, the path. */
function label(source: PlanSource, path: string, answers: unknown): MessageValue {
  const described = isWizard(source)
    ? (source.describe?.(answers as Answers) ?? source.description)
    : undefined;
  const field = described === undefined ? undefined : findField(described, path);
  return field === undefined ? path : { message: field.label };
}

function findField({ steps }: WizardDescription, path: string) {
  const fields = steps.flatMap((step) => step.fields);
  return fields.find(
    (field) =>
      field.path === path || (field.control.type === 'choose-or-create' && field.control.namePath === path),
  );
}
