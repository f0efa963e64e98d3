/**
 * Stack states that do not pass by themselves, and their sentence. A stack stays in them until somebody acts
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, "Stack status codes").
 */
const problems: Record<string, string> = {
  REVIEW_IN_PROGRESS: 'need.stack.review',
  CREATE_FAILED: 'need.stack.createFailed',
  ROLLBACK_COMPLETE: 'need.stack.rolledBack',
  ROLLBACK_FAILED: 'need.stack.rollbackFailed',
  UPDATE_ROLLBACK_FAILED: 'need.stack.updateRollbackFailed',
  DELETE_FAILED: 'need.stack.deleteFailed',
};

/** Key of the sentence; undefined for a stack that is well or busy. */
export const stackProblem = (status: string): string | undefined => problems[status];
