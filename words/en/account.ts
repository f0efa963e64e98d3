/** Home's rows: what costs money now and what needs the person. */
export const account = {
  'cost.kind.notebook': 'Notebook, {size}',
  'cost.kind.other': 'Other',
  'home.ends.at': 'ends {at}',
  'home.ends.never': 'no end: {month} a month',
  'need.task.failed': '“{title}” did not succeed.',
  'need.task.lost': 'Millwright lost sight of “{title}”. AWS may have gone on without it.',
  'need.task.open': 'See why',
  'need.task.torn': 'Part of the record of “{title}” is lost, and AWS does not show that it is done.',
  'need.task.torn.open': 'Finish or remove it',
  'need.search':
    'Part of the record of what was begun was lost. Millwright is looking in AWS for it, and changes wait until that is done.',
  'need.search.trouble': 'Changes wait until Millwright has looked in AWS for what it began. {why}',
  'need.search.again': 'Look again',
  'need.loss.kept': 'The damaged record is kept as {file} in {folder}.',
  'need.loss.damaged': 'The record of what was begun is damaged in {folder}. The next start keeps the file.',
  'need.loss.missing': 'The record of what was begun is gone from {folder}.',
  'need.loss.searched':
    'Part of the record of what was begun was lost, and Millwright looked in AWS instead ({at}). {count, plural, =0 {Everything there is accounted for.} one {One thing there is not accounted for.} other {# things there are not accounted for.}}',
  'need.loss.unreachable': 'Not looked at, because the sign-in is gone from this computer: {places}.',
  'need.loss.read': 'Put away',
  'need.found': 'Found in AWS: {name}, made {at} by plan {plan}. This computer does not know that plan.',
  'need.found.costs': 'It costs {price} an hour, {month} a month, for as long as it is left.',
  'need.found.free':
    'Nothing in it is billed by the hour now. Disks and files in it cost money for as long as it is left.',
  'need.found.elsewhere':
    'It is in account {account}, {region}. Choose that account and region in Settings to remove it.',
  'need.found.remove': 'Remove it',
  'need.found.leave': 'Leave it',
  'need.found.settings': 'Open Settings',
  'need.thing.failed': 'The notebook {name} has failed. AWS says why on its page.',
  'need.thing.look': 'See why',
  'need.thing.noEnd': '{name} runs and has no end.',
  'need.thing.endsSoon': '{name} stops {at}.',
  'need.thing.extend': 'Let it run 2 hours longer',
  'need.thing.stop': 'Stop it',
};
