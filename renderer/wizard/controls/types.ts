import type { Message } from '../../../preload/contract/message.ts';
import type { Answers, Control, Field, Option } from '../../../preload/contract/wizard.ts';

/** What every control of the closed registry is given. */
export interface ControlProps<T extends Control['type'] = Control['type']> {
  field: Field;
  control: Extract<Control, { type: T }>;
  value: Answers[string] | undefined;
  set: (value: Answers[string]) => void;
  answers: Answers;
  setAt: (path: string, value: Answers[string]) => void;
  options: Option[];
  /** Why the options could not be read. */
  optionsMissing: Message | undefined;
  /** The question in the person's language: the accessible name. */
  label: string;
  invalid: boolean;
}
