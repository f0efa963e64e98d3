import type { Page } from '@playwright/test';

export type Act = { act: 'filter'; text: string } | { act: 'sort'; column: string };

/** From the press to the first row of the answer, ms. */
export function answered(page: Page, act: Act): Promise<number> {
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
