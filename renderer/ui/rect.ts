import { observeElementRect } from '@tanstack/react-virtual';

/** Taken for the size of a box that scrolls until it has one: the first rows are drawn with the box. */
export const firstRect = { width: 1000, height: 800 };

/** A box that has no height yet is about to get one. */
export const observeRect: typeof observeElementRect = (instance, tell) =>
  observeElementRect(instance, (rect) => tell(rect.height === 0 ? firstRect : rect));
