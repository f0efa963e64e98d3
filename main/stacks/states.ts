/**
 * What each state of a stack means, and the one way out of those in which nothing goes on by itself. The one table of
 * stuck states: Home, plans and the following of stacks read it. Its words are `stack.stuck.<state>.says` and, on the
 * button, `stack.way.<way>`; `stack.rests.<state>` is the state in a few words within a sentence.
 * States: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, "Stack status codes".
 */

/**
 * - `remove`: delete what is there (DeleteStack).
 * - `remove-keeping`: delete again, and leave alone what AWS refuses again (DeleteStack with RetainResources).
 * - `roll-back`: undo a change that stopped half way (RollbackStack).
 * - `continue-roll-back`: go on undoing, and leave as it is what AWS refuses again (ContinueUpdateRollback).
 * - `look`: nobody can do anything but look again.
 */
export type WayOut = 'remove' | 'remove-keeping' | 'roll-back' | 'continue-roll-back' | 'look';

export interface StateMeaning {
  /** Something still happens; look again. */
  moving: boolean;
  /** The last operation did what was asked, or left everything as it was. */
  good: boolean;
  /** Nothing goes on without help. */
  stuck?: WayOut;
  /** Seconds in this state after which it counts as stuck; absent: at once. */
  after?: number;
}

const hour = 3_600;
/** Waits of services are longer than minutes and shorter than this; longer means that AWS waits for something in vain. */
const moving: StateMeaning = { moving: true, good: false, stuck: 'look', after: hour };
const good: StateMeaning = { moving: false, good: true };
const stuck = (way: WayOut): StateMeaning => ({ moving: false, good: false, stuck: way });

export const stackStates: Record<string, StateMeaning> = {
  // Somebody may be reading the change set just now.
  REVIEW_IN_PROGRESS: { ...stuck('remove'), after: hour / 4 },
  CREATE_IN_PROGRESS: moving,
  CREATE_COMPLETE: good,
  CREATE_FAILED: stuck('remove'),
  ROLLBACK_IN_PROGRESS: moving,
  ROLLBACK_COMPLETE: stuck('remove'),
  ROLLBACK_FAILED: stuck('remove-keeping'),
  UPDATE_IN_PROGRESS: moving,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: moving,
  UPDATE_COMPLETE: good,
  UPDATE_FAILED: stuck('roll-back'),
  UPDATE_ROLLBACK_IN_PROGRESS: moving,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: moving,
  UPDATE_ROLLBACK_COMPLETE: { moving: false, good: false },
  UPDATE_ROLLBACK_FAILED: stuck('continue-roll-back'),
  DELETE_IN_PROGRESS: moving,
  DELETE_COMPLETE: good,
  DELETE_FAILED: stuck('remove-keeping'),
  IMPORT_IN_PROGRESS: moving,
  IMPORT_COMPLETE: good,
  IMPORT_ROLLBACK_IN_PROGRESS: moving,
  // As it was before the import; said, because only the program that began it can try again.
  IMPORT_ROLLBACK_COMPLETE: { ...stuck('look'), good: true },
  IMPORT_ROLLBACK_FAILED: stuck('look'),
};

/** A state that no table knows is taken for one that moves; the waiting is bounded anyway. */
export const meaningOf = (state: string): StateMeaning => stackStates[state] ?? moving;

/** How a stack may be used: changed now, not while something goes on, or only mended. */
export function healthOf(state: string): 'ready' | 'busy' | 'stuck' {
  const meaning = meaningOf(state);
  if (meaning.moving) return 'busy';
  return meaning.stuck !== undefined && !meaning.good ? 'stuck' : 'ready';
}
