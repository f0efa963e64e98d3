import { message, type MessageValue } from '../../preload/contract/message.ts';
import { kindKey, words } from '../../words/index.ts';

/** What a person calls a kind of thing: "Notebook" for `AWS::SageMaker::NotebookInstance`; AWS's own name where there is no word. */
export function kindWords(type: string): MessageValue {
  const key = kindKey(type);
  return Object.hasOwn(words.en, key) ? { message: message(key) } : type;
}
