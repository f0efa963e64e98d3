import { message } from '../../preload/contract/message.ts';
import type { Answers, Option, WizardDescription } from '../../preload/contract/wizard.ts';
import { answerAt } from './questions.ts';

/** Choices with the present value among them, also where the wizard would not offer it: a size of another family. */
export function withPresent(
  { steps }: WizardDescription,
  options: Record<string, Option[]>,
  present: Answers,
): Record<string, Option[]> {
  const chosen = steps
    .flatMap(({ fields }) => fields)
    .filter(({ control }) => control.type === 'cards' || control.type === 'select')
    .flatMap(({ path }): [string, Option[]][] => {
      const value = answerAt(present, path);
      const offered = options[path] ?? [];
      if (typeof value !== 'string' || offered.some((option) => option.value === value)) return [];
      return [[path, [{ value, label: message('plan.change.value', { value }) }, ...offered]]];
    });
  return { ...options, ...Object.fromEntries(chosen) };
}
