/** The page that asks before anything happens, outside of the window, and what the rooms behind the window say. */
export const host = {
  'host.confirm.title': 'Start this plan?',
  'host.confirm.perHour': 'Each hour while it runs',
  'host.confirm.worst': 'At worst, a month that nothing stops',
  'host.confirm.account': 'Where',
  'host.confirm.digest': 'Plan number',
  'host.confirm.sum': '{sum}',
  'host.confirm.sumUnknown': '{sum} + {unknown}',
  'host.confirm.noAccount': 'No account yet',
  'host.confirm.sandboxAccount': 'Sandbox {account}, {region}: nothing here costs real money',
  'host.confirm.realAccount': 'Account {account}, {region}',
  'host.confirm.confirm': 'Confirm and start',
  'host.confirm.refuse': 'Do not start',
  'host.confirm.given': 'Confirmed',
  'host.confirm.givenNote': 'Millwright starts now. You can close this page.',
  'host.confirm.refused': 'Not started',
  'host.confirm.refusedNote': 'Nothing was changed. You can close this page.',
  'host.confirm.gone': 'This question is no longer open',
  'host.confirm.goneNote':
    'It was answered, or two minutes went by. Go back to Millwright and press Start again.',
  'host.confirm.tooSoon': 'That was very quick',
  'host.confirm.tooSoonNote':
    'A press in the first moment is not counted, in case it was meant for something else. Go back and press again.',
  'host.link.gone': 'This link no longer works',
  'host.link.goneNote': 'A link works once, for one minute. Go back to Millwright and open it again.',
  'host.optionsMissing':
    'The list could not be loaded from the account. You can go on with the default or type a name.',
} as const;
