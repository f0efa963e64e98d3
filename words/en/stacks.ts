/** Stacks that are stuck, and how they are mended. One sentence for each state and one button for each way out. */
export const stacks = {
  'stack.stuck.REVIEW_IN_PROGRESS': '“{name}” was prepared but never started. It is empty and costs nothing.',
  'stack.stuck.CREATE_IN_PROGRESS': 'AWS has been making “{name}” since {since}. That is longer than usual.',
  'stack.stuck.CREATE_FAILED':
    '“{name}” stopped half way while it was made. What there is of it may cost money.',
  'stack.stuck.ROLLBACK_IN_PROGRESS':
    '“{name}” could not be made. AWS has been taking it back since {since}, longer than usual.',
  'stack.stuck.ROLLBACK_COMPLETE': '“{name}” could not be made. Its empty shell is left; it costs nothing.',
  'stack.stuck.ROLLBACK_FAILED':
    '“{name}” could not be made, and AWS could not take all of it back. What is left may cost money.',
  'stack.stuck.UPDATE_IN_PROGRESS':
    'AWS has been changing “{name}” since {since}. That is longer than usual.',
  'stack.stuck.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
    '“{name}” is changed. AWS has been clearing up after it since {since}, longer than usual.',
  'stack.stuck.UPDATE_FAILED': 'A change of “{name}” stopped half way.',
  'stack.stuck.UPDATE_ROLLBACK_IN_PROGRESS':
    'A change of “{name}” failed. AWS has been putting it back since {since}, longer than usual.',
  'stack.stuck.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
    '“{name}” is back as it was. AWS has been clearing up after it since {since}, longer than usual.',
  'stack.stuck.UPDATE_ROLLBACK_FAILED': 'A change of “{name}” failed, and AWS could not put all of it back.',
  'stack.stuck.DELETE_IN_PROGRESS':
    'AWS has been deleting “{name}” since {since}. That is longer than usual.',
  'stack.stuck.DELETE_FAILED': 'AWS could not delete all of “{name}”. What is left may cost money.',
  'stack.stuck.IMPORT_IN_PROGRESS':
    'Another program has been adding things to “{name}” since {since}. That is longer than usual.',
  'stack.stuck.IMPORT_ROLLBACK_IN_PROGRESS':
    'Another program tried to add things to “{name}”. AWS has been undoing that since {since}, longer than usual.',
  'stack.stuck.IMPORT_ROLLBACK_COMPLETE':
    'Another program tried to add things to “{name}”, and AWS undid it. All is as it was before.',
  'stack.stuck.IMPORT_ROLLBACK_FAILED':
    'Another program tried to add things to “{name}”, and AWS could not undo it. Who began it has to end it.',
  'stack.stuck.foreign':
    'The stack “{name}” is stuck ({state}). Millwright did not make it and does not touch it.',
  'stack.rests.CREATE_FAILED': 'it stopped half way while it was made',
  'stack.rests.ROLLBACK_COMPLETE': 'it could not be made, and its empty shell is left',
  'stack.rests.ROLLBACK_FAILED': 'it could not be made, and not all of it could be taken back',
  'stack.rests.UPDATE_FAILED': 'a change of it stopped half way',
  'stack.rests.UPDATE_ROLLBACK_FAILED': 'a change failed, and not all of it could be put back',
  'stack.rests.DELETE_FAILED': 'not all of it could be deleted',
  'stack.rests.IMPORT_ROLLBACK_FAILED': 'another program could not undo what it added',
  'stack.rests.REVIEW_IN_PROGRESS': 'it was prepared but never started',
  'stack.way.remove': 'Remove what is left',
  'stack.way.remove-keeping': 'Remove the rest',
  'stack.way.roll-back': 'Put it back as it was',
  'stack.way.continue-roll-back': 'Go on putting it back',
  'stack.way.look': 'Look again',
  'plan.stack.remove.whole.title': 'Remove {name}',
  'plan.stack.remove.whole.press': 'Remove it',
  'plan.stack.remove.title': 'Remove what is left of {name}',
  'plan.stack.remove.press': 'Remove what is left',
  'plan.stack.remove.done': 'Nothing is left of {name}.',
  'plan.stack.remove.doneKeeping': '{name} is removed. What AWS would not delete is still in the account.',
  'plan.stack.remove': 'Remove everything that belongs to {name}.',
  'plan.stack.remove.note': 'Buckets stay with their files.',
  'plan.stack.remove.undo': 'What is removed can only be made again.',
  'plan.stack.remove.log': 'The log that belongs to it is deleted with all its lines.',
  'plan.stack.remove.keeps':
    'AWS refused to delete {count, plural, one {one thing} other {# things}} before. It is asked once more; what it refuses again stays in the account.',
  'plan.stack.shell': 'Remove the empty shell of {name}.',
  'plan.stack.shell.note': 'It holds nothing and costs nothing.',
  'plan.stack.stays.free': 'If AWS refuses again, this stays: {kind} {name}. It costs nothing.',
  'plan.stack.stays.billed':
    'If AWS refuses again, this stays: {kind} {name}. It costs {hour} an hour while it runs, and {month} a month for its disk.',
  'plan.stack.rollBack.title': 'Put {name} back as it was',
  'plan.stack.rollBack.press': 'Put it back',
  'plan.stack.rollBack.done': '{name} is as it was before the change.',
  'plan.stack.rollBack': 'Put {name} back as it was before the change that failed.',
  'plan.stack.rollBack.note': 'Takes up to 5 minutes. Nothing is deleted that was there before.',
  'plan.stack.rollBack.skips':
    'AWS could not put this back before: {kind} {name}. If it fails again, this one is left as it is now.',
  'plan.stack.rollBack.undo': 'The change can be made again as a new plan.',
  'plan.stack.rollBack.nothing': 'There is nothing to put back in {name}.',
  'plan.stack.busy': 'AWS is just changing what belongs to {name}. Wait until that is done.',
  'plan.stack.stuck': 'An earlier change of {name} has failed. Repair or remove it first.',
  'plan.stack.gone': 'There is nothing left of {name}.',
  'plan.stack.foreign': 'Millwright did not make {name}, so it is not touched from here.',
  'plan.stack.roleGone':
    'AWS works on {name} with the role {role}, and that role is gone. Remove the foundation and set it up again, then come back.',
  'plan.moved.repair': 'What is left of {name} has changed since the plan was made.',
  'plan.notChecked.repair': 'Not checked: what is left of it.',
} as const;
