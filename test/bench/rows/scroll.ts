import { onListPage, rows } from '../support/list.ts';
import type { Bench } from '../support/reading.ts';
import { scrollReadings } from '../support/scrolled.ts';

export const scrolling: Bench = {
  name: 'scroll',
  title: `Scrolling ${rows.toLocaleString('en')} rows`,
  run: ({ quick }) => onListPage((page) => scrollReadings(page, quick ? 1 : 5)),
};
