/** Scrolling as a person does it, and what it costs the page. */
import type { CDPSession, Page } from '@playwright/test';
import { median, type Reading } from './reading.ts';

/** Pixels that the list moves at each frame: a quick wheel, a hand that drags the bar, jumps. */
const speeds = {
  'a quick wheel': 120,
  'dragging the bar': 900,
  'jumping through the list': 30_000,
} as const;
const frames = 90;

interface Seen {
  longest: number;
  most: number;
  perSecond: number;
}

/** Scrolls from the top, and back from the bottom; the longest task, the most rows that existed, frames a second. */
function scroll(page: Page, step: number): Promise<Seen> {
  return page.getByRole('grid').evaluate(
    (box, [count, by]) =>
      new Promise<Seen>((resolve) => {
        box.scrollTop = 0;
        const begun = performance.now();
        let longest = 0;
        let most = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
        }).observe({ type: 'longtask' });
        let left = count;
        let step = by;
        // Counting is the bench's own work, done in every frame that it measures: no search through the page.
        const body = box.querySelector('.mw-grid-rows');
        const frame = () => {
          most = Math.max(most, body?.childElementCount ?? NaN);
          const before = box.scrollTop;
          box.scrollTop += step;
          // At an end of the list a person turns round: a list that stands still is no work.
          if (box.scrollTop === before) step = -step;
          left -= 1;
          if (left > 0) requestAnimationFrame(frame);
          else {
            const perSecond = (count / (performance.now() - begun)) * 1000;
            setTimeout(() => resolve({ longest, most, perSecond }), 100);
          }
        };
        requestAnimationFrame(frame);
      }),
    [frames, step] as const,
  );
}

interface Work {
  /** Thread time that the page's main thread worked in each frame, ms. */
  frames: number[];
  /** Thread time of its longest task, ms: what else the computer did meanwhile is not counted. */
  longest: number;
}

/** By the browser's own trace. */
async function traced(session: CDPSession, work: () => Promise<unknown>): Promise<Work> {
  interface Event {
    ph: string;
    name: string;
    pid: number;
    tid: number;
    ts: number;
    tdur?: number;
  }
  const events: Event[] = [];
  const note = ({ value }: { value: object[] }) => events.push(...(value as Event[]));
  session.on('Tracing.dataCollected', note);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
  });
  await work();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', note);
  const begins = events.filter(({ name }) => name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts);
  const [first] = begins;
  if (first === undefined) throw new Error('no frame was seen');
  const tasks = events.filter(
    ({ ph, name, pid, tid }) =>
      ph === 'X' && pid === first.pid && tid === first.tid && name === 'ThreadControllerImpl::RunTask',
  );
  if (tasks.length === 0) throw new Error('no task was seen');
  const frames = begins.slice(1).map(({ ts }, n) => {
    const from = begins[n]?.ts ?? ts;
    return tasks
      .filter((task) => task.ts >= from && task.ts < ts)
      .reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0);
  });
  return { frames, longest: Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000)) };
}

/** The figures of scrolling a list, at every speed in turn. */
export async function scrollReadings(page: Page, rounds: number): Promise<Reading[]> {
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
    for (let round = 0; round < rounds; round += 1) {
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
  await session.detach();
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
}
