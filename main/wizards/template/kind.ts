import { message, type MessageValue } from '../../../preload/contract/message.ts';
import { kindWords } from '../../plans/thing-words.ts';

/** What a person calls a kind of thing; a timer of somebody's own stops nothing of ours. */
export const kindOf = (type: string): MessageValue =>
  type === 'AWS::Scheduler::Schedule' ? { message: message('plan.template.kind.schedule') } : kindWords(type);
