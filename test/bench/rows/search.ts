import type { Page } from '@playwright/test';
import { onListPage, rows } from '../support/list.ts';
import { median, type Bench } from '../support/reading.ts';

type Act = { act: 'filter'; text: string } | { act: 'sort'; column: string };

/** From the press to the first row of the answer, ms. */
function answered(page: Page, act: Act): Promise<number> {
  return page.evaluate(
    (wish) =>
      new Promise<number>((resolve) => {
        const box = document.querySelector('[role=grid]');
        const first = () => box?.querySelector('[role=row][data-index="0"]')?.getAttribute('data-id');
        const was = first();
        const at = performance.now();
        const look = () => {
          if (first() !== was && first() !== undefined) resolve(performance.now() - at);
          else requestAnimationFrame(look);
        };
        if (wish.act === 'sort')
          [...document.querySelectorAll<HTMLButtonElement>('[role=columnheader] button')]
            .find((button) => button.textContent.startsWith(wish.column))
            ?.click();
        else {
          const input = document.querySelector<HTMLInputElement>('input[type=search]');
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, wish.text);
          input?.dispatchEvent(new Event('input', { bubbles: true }));
        }
        look();
      }),
    act,
  );
}

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
