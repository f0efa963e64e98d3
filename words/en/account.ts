/** Home's rows: what costs money now and what needs the person. */
export const account = {
  'cost.kind.notebook': 'Notebook, {size}',
  'cost.kind.other': 'Other',
  'home.ends.at': 'ends {at}',
  'home.ends.never': 'no end: {month} a month',
  'need.task.failed': '“{title}” did not succeed.',
  'need.task.lost': 'Millwright lost sight of “{title}”. AWS may have gone on without it.',
  'need.task.open': 'See why',
  'need.thing.failed': 'The notebook {name} has failed. AWS says why on its page.',
  'need.thing.look': 'See why',
  'need.thing.noEnd': '{name} runs and has no end.',
  'need.thing.endsSoon': '{name} stops {at}.',
  'need.thing.extend': 'Let it run 2 hours longer',
  'need.thing.stop': 'Stop it',
};
