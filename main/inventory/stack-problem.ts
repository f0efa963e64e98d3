/** A stuck stack as a need of the person: its sentence and its one button, from the one table of states. */
import { message, type Message } from '../../preload/contract/message.ts';
import { meaningOf, type WayOut } from '../stacks/states.ts';
import type { ForeignStack, OwnedStack } from './owned-stacks.ts';

export interface StackProblem {
  says: Message;
  /** Words of the button. */
  label: Message;
  /** The operation that mends it; null: only looking again helps. */
  source: string | null;
}

const sources: Record<WayOut, string | null> = {
  remove: 'stack-remove',
  'remove-keeping': 'stack-remove',
  'roll-back': 'stack-roll-back',
  'continue-roll-back': 'stack-roll-back',
  look: null,
};

/** The way out of the state that it is in for long enough. */
function wayOf({ status, since }: ForeignStack, now: number): WayOut | undefined {
  const { stuck, after = 0 } = meaningOf(status);
  // Without a time nobody knows how long: it counts as just begun.
  const seconds = (now - Date.parse(since)) / 1000;
  return after === 0 || seconds > after ? stuck : undefined;
}

/** Undefined for a stack that is well or busy. `now` in ms. */
export function stackProblem(stack: OwnedStack, now: number): StackProblem | undefined {
  const way = wayOf(stack, now);
  if (way === undefined) return undefined;
  return {
    says: message(`stack.stuck.${stack.status}`, { name: stack.name, since: { time: stack.since } }),
    label: message(`stack.way.${way}`),
    source: sources[way],
  };
}

/** A stuck stack of others: said, and left alone. */
export function foreignProblem(stack: ForeignStack, now: number): StackProblem | undefined {
  if (wayOf(stack, now) === undefined) return undefined;
  const says = message('stack.stuck.foreign', { name: stack.name, state: stack.status });
  return { says, label: message('stack.way.look'), source: null };
}
