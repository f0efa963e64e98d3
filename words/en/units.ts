/** How durations, days and sizes are written inside sentences. */
export const units = {
  'unit.seconds': '{s} s',
  'unit.minutes': '{m} min',
  'unit.minutesSeconds': '{m} min {s} s',
  'unit.hours': '{h} h',
  'unit.hoursMinutes': '{h} h {m} min',
  'unit.days': '{d, plural, one {# day} other {# days}}',
  'unit.daysHours': '{d, plural, one {# day} other {# days}} {h} h',
  'unit.dayClock': '{day} {clock}',
  'unit.momentAgo': 'a moment ago',
  'unit.today': 'today',
  'unit.tomorrow': 'tomorrow',
  'unit.yesterday': 'yesterday',
  'unit.sumWithUnknown': '{sum} + {unknown}',
  'unit.about': 'about {sum}',
} as const;
