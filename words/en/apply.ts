/** What is said while a plan is carried out. */
export const apply = {
  'apply.checking': 'Looking in AWS how far this got.',
  'apply.trouble': '{why} Millwright keeps looking. What runs in AWS goes on.',
  'apply.needsYou': '{why} {mend} What runs in AWS goes on.',
  'apply.asked': '{why} AWS asks to wait {pause}. Millwright looks again then.',
  'apply.roleYoung': 'Waiting for the role to become usable. AWS needs up to two minutes.',
  'apply.goesOn': 'AWS answers again.',
  'apply.changeSet': 'Asking AWS what it would do.',
  'apply.resource': 'Working on {thing}. {done, plural, one {# step} other {# steps}} done.',
  'apply.calling': 'Asking AWS.',
  'apply.waitsFor': '{thing} is {state}. Waiting until it is {until}.',
  'apply.uploading': 'Sending {file} ({size}).',
  'apply.uploadLook': 'Looking which files are there already.',
  'apply.uploadingFiles': '{done} of {count} files are there: {sent} of {all}. Sending {file}.',
  'apply.takingBack': 'Taking back what was made.',
  'apply.removing': 'AWS is removing it.',
  'apply.difference': '{thing}: the plan says {planned}, AWS would {aws}.',
  'apply.effect.create': 'make',
  'apply.effect.update': 'change',
  'apply.effect.restart': 'restart',
  'apply.effect.replace': 'replace',
  'apply.effect.delete': 'delete',
  'apply.effect.keep': 'keep',
  'apply.effect.unclear': 'do something unclear',
  'apply.endedBefore': 'Ended before at {at}: {outcome}',
  'apply.ended.done': 'Done.',
  'apply.kept':
    '{thing} {name} is not part of it any more, and AWS could not remove it: it stays in the account. {reason} {mend}',
  'apply.ended.failed': 'It did not work. Something of it exists now.',
  'apply.ended.as-before':
    'Not changed. AWS put the settings back as they were. What was stopped for it may have to be started again.',
  'apply.ended.cancelled': 'Cancelled. What was made is gone again.',
  'apply.ended.rolled-back': 'It did not work. Nothing is left of it.',
  'apply.ended.taken-back': 'Taken back. Nothing of it is left.',
  'notice.damaged':
    'A file of Millwright was damaged. The copy before it is in use, and the damaged file was kept as {file}.',
  'notice.journal.tail':
    'The last line of the journal was cut off, as after a power cut. Nothing was begun with it. The file was kept as {file}.',
  'notice.journal.inside':
    'The journal is damaged. What can be read counts, the rest is looked up in AWS. The file was kept as {file}.',
  'notice.journal.missing': 'The journal is gone. Millwright looks up in AWS what was begun.',
} as const;
