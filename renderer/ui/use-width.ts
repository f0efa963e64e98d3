import { useCallback, useState } from 'react';

/** Taken until a box has a width. */
const usualWidth = 960;

/** The width of a box in px, kept up with the window. */
export function useWidth(): [ref: (box: HTMLElement | null) => (() => void) | undefined, width: number] {
  const [width, setWidth] = useState(usualWidth);
  const ref = useCallback((box: HTMLElement | null) => {
    // Not in the pages of the tests.
    if (box === null || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
