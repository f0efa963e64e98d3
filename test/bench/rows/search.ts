import { answered, type Act } from '../support/answered.ts';
import { onListPage, rows } from '../support/list.ts';
import { median, type Bench } from '../support/reading.ts';

const acts: Record<string, Act> = {
  filter: { act: 'filter', text: 'notebook-4242' },
  'filter taken away': { act: 'filter', text: '' },
  'sort by state': { act: 'sort', column: 'State' },
  'sort by name': { act: 'sort', column: 'Name' },
};

export const search: Bench = {
  name: 'search',
  title: `First result of a filter or sort of ${rows.toLocaleString('en')} rows`,
  async run({ quick }) {
    const seen = new Map<string, number[]>();
    // A column is put in order once: each round begins with a fresh page.
    for (let round = 0; round < (quick ? 1 : 3); round += 1)
      await onListPage(async (page) => {
        for (const [name, act] of Object.entries(acts)) {
          seen.set(name, [...(seen.get(name) ?? []), await answered(page, act)]);
          await page.waitForTimeout(300);
        }
      });
    return [...seen].map(([what, times]) => ({ what, value: median(times), unit: 'ms', goal: 100 }));
  },
};
