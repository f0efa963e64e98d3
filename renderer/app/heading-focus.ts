import { useEffect, type RefObject } from 'react';

const heading = (place: HTMLElement | null) => place?.querySelector<HTMLElement>('h1[tabindex]');

/** The heading of the page, or the page itself while it has none. */
export function focusOn(page: HTMLElement | null): void {
  (heading(page) ?? page)?.focus({ preventScroll: true });
}

/**
 * When a page is opened its heading gets the focus, so that a screen reader reads it and Tab goes on from there. A heading
 * that comes late takes the focus over from the page; with `lost` also from nowhere, where what had it is gone.
 */
export function useHeadingFocus(place: RefObject<HTMLElement | null>, lost = false): void {
  useEffect(() => {
    const active = document.activeElement;
    if (active?.classList.contains('mw-page') === true || (lost && active === document.body))
      heading(place.current)?.focus({ preventScroll: true });
  }, [place, lost]);
}
