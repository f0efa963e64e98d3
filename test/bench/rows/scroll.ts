import { onListPage, rows } from '../support/list.ts';
import { median, type Bench, type Reading } from '../support/reading.ts';
import { scroll, speeds, traced } from '../support/scrolled.ts';

export const scrolling: Bench = {
  name: 'scroll',
  title: `Scrolling ${rows.toLocaleString('en')} rows`,
  run: ({ quick }) =>
    onListPage(async (page) => {
      const session = await page.context().newCDPSession(page);
      const readings: Reading[] = [];
      let most = 0;
      const longest: number[] = [];
      const wall: number[] = [];
      const works: number[] = [];
      for (const [name, step] of Object.entries(speeds)) {
        await scroll(page, step);
        const medians: number[] = [];
        const rates: number[] = [];
        const tasks: number[] = [];
        const walls: number[] = [];
        for (let round = 0; round < (quick ? 1 : 5); round += 1) {
          // The trace has its price: what the clock says is taken without it.
          const seen = await scroll(page, step);
          const work = await traced(session, () => scroll(page, step));
          medians.push(median(work.frames));
          works.push(...work.frames);
          tasks.push(work.longest);
          rates.push(seen.perSecond);
          walls.push(seen.longest);
          most = Math.max(most, seen.most);
        }
        longest.push(median(tasks));
        wall.push(median(walls));
        const note = `${median(rates).toFixed(0)} frames a second`;
        readings.push({ what: `median work of a frame, ${name}`, value: median(medians), unit: 'ms', note });
      }
      return [
        { what: 'median work of a frame, all together', value: median(works), unit: 'ms', goal: 8 },
        {
          what: 'longest task, its own time on the processor',
          value: Math.max(...longest),
          unit: 'ms',
          goal: 50,
          note: `${Math.max(...wall).toFixed(0)} ms by the clock; 0: none over 50 ms`,
        },
        { what: 'rows in the page', value: most, unit: '', goal: 80 },
        ...readings,
      ];
    }),
};
