/** The tour of the first start, and its button in Settings. */
export const tour = {
  'window.tour.label': 'Tour',
  'window.tour.step': '{n} of {all}',
  'window.tour.cost': 'What costs money now',
  'window.tour.cost.says':
    'Here you see what costs money this hour, in all regions, and how it ends. In the sandbox account nothing costs real money.',
  'window.tour.start': 'Start something',
  'window.tour.start.says':
    'Pick a goal and answer a few questions, at most five. Everything else has a safe default.',
  'window.tour.review': 'Review before spending',
  'window.tour.review.says':
    'Every change is a plan first: what happens, what it costs, how it ends. Nothing is made before you press Start. All plans are kept here.',
  'window.tour.activity': 'Where things end',
  'window.tour.activity.says':
    'Everything that was done leaves a receipt here: what was made, what it cost, and how to undo it.',
  'window.tour.next': 'Next',
  'window.tour.back': 'Back',
  'window.tour.skip': 'Skip the tour',
  'window.tour.done': 'Done',
} as const;
