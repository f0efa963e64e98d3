/** What each state of a stack means, and the one way out of those in which nothing moves any more. */
export type WayOut = 'delete' | 'continue-roll-back' | 'delete-keeping' | 'none';

export interface StateMeaning {
  /** Something still happens; look again. */
  moving: boolean;
  /** The last operation did what was asked. */
  good: boolean;
  /** Nothing goes on without help: sentence `stack.stuck.<state>.says`, action `.mend`. */
  stuck?: WayOut;
}

const moving: StateMeaning = { moving: true, good: false };
const good: StateMeaning = { moving: false, good: true };
const stuck = (way: WayOut): StateMeaning => ({ moving: false, good: false, stuck: way });

export const stackStates: Record<string, StateMeaning> = {
  CREATE_IN_PROGRESS: moving,
  CREATE_COMPLETE: good,
  CREATE_FAILED: stuck('delete'),
  ROLLBACK_IN_PROGRESS: moving,
  ROLLBACK_COMPLETE: stuck('delete'),
  ROLLBACK_FAILED: stuck('delete'),
  REVIEW_IN_PROGRESS: stuck('delete'),
  UPDATE_IN_PROGRESS: moving,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: moving,
  UPDATE_COMPLETE: good,
  UPDATE_FAILED: stuck('continue-roll-back'),
  UPDATE_ROLLBACK_IN_PROGRESS: moving,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: moving,
  UPDATE_ROLLBACK_COMPLETE: { moving: false, good: false },
  UPDATE_ROLLBACK_FAILED: stuck('continue-roll-back'),
  DELETE_IN_PROGRESS: moving,
  DELETE_COMPLETE: { moving: false, good: true },
  DELETE_FAILED: stuck('delete-keeping'),
  IMPORT_IN_PROGRESS: moving,
  IMPORT_COMPLETE: good,
  IMPORT_ROLLBACK_IN_PROGRESS: moving,
  IMPORT_ROLLBACK_COMPLETE: good,
  IMPORT_ROLLBACK_FAILED: stuck('none'),
};

/** A state that no table knows is taken for one that moves; the waiting is bounded anyway. */
export const meaningOf = (state: string): StateMeaning => stackStates[state] ?? moving;
