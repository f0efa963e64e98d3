import type { Answers, Field } from '../../preload/contract/wizard.ts';

type Json = Answers[string];

const isRecord = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer at a dotted path, undefined when nothing is there. */
export function answerAt(answers: Answers, path: string): Json | undefined {
  let at: Json | undefined = answers;
  for (const part of path.split('.')) {
    if (!isRecord(at) || !Object.hasOwn(at, part)) return undefined;
    at = at[part];
  }
  return at;
}

/** A copy of the answers with another value at the path. */
export function withAnswer(answers: Answers, path: string, value: Json): Answers {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...answers, [first]: value };
  const inner = answers[first];
  return { ...answers, [first]: withAnswer(isRecord(inner) ? inner : {}, rest.join('.'), value) };
}

/** Whether the question is asked with these answers. */
export function isAsked(field: Field, answers: Answers): boolean {
  if (field.when === undefined) return true;
  const value = answerAt(answers, field.when.path);
  return field.when.is.some((wanted) => JSON.stringify(wanted) === JSON.stringify(value));
}
