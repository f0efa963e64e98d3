import { onListPage, rows } from '../support/list.ts';
import type { Bench } from '../support/reading.ts';

const perSecond = 1000;

export const changes: Bench = {
  name: 'changes',
  title: `${perSecond.toLocaleString('en')} changes a second in ${rows.toLocaleString('en')} rows`,
  run: ({ quick }) =>
    onListPage(async (page) => {
      const seconds = quick ? 6 : 60;
      await page.evaluate(() => {
        const slow: number[] = [];
        Object.assign(window, { slow });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) slow.push(entry.duration);
        }).observe({ type: 'event', buffered: true, ...{ durationThreshold: 16 } });
      });
      const changing = page.evaluate(
        ([rate, time]) =>
          (
            window as unknown as { change: (n: number, s: number) => Promise<{ sent: number; lost: number }> }
          ).change(rate, time),
        [perSecond, seconds] as const,
      );
      const end = performance.now() + (seconds - 3) * 1000;
      const box = page.getByRole('searchbox');
      while (performance.now() < end) {
        for (const text of ['notebook-7', 'stopped', '']) {
          await box.fill('');
          await box.pressSequentially(text, { delay: 60 });
        }
        await page.getByRole('columnheader', { name: 'Since' }).getByRole('button').click();
      }
      const { sent, lost } = await changing;
      const slow = await page.evaluate(() => (window as unknown as { slow: number[] }).slow);
      return [
        { what: 'slowest of the person’s inputs', value: Math.max(0, ...slow), unit: 'ms', goal: 200 },
        {
          what: 'rows whose last state was lost',
          value: lost,
          unit: '',
          goal: 0,
          note: `${sent} changes in ${seconds} s`,
        },
      ];
    }),
};
