import type { ReactNode } from 'react';

export interface Column<T> {
  id: string;
  header: string;
  /** Keeps no state of its own: in a leap through the list its elements go over to another row. */
  cell: (row: T) => ReactNode;
  /** What filter and sort see. */
  text: (row: T) => string | number;
  /** Stays so wide, px: what it says is always about as long, and others can use the room. */
  fit?: number;
  /** Figures stand at the right. */
  figure?: boolean;
  /** Not shown until the person asks for it. */
  hidden?: boolean;
}

/** Widths in pixels: what a column never goes below, and its share of what is left. */
const least = { first: 220, figure: 92, other: 116 };

export function tracks<T>(
  columns: readonly Column<T>[],
  select: boolean,
): { template: string; least: number } {
  const widths = columns.map((c, at) =>
    at === 0
      ? { px: least.first, share: 2 }
      : c.fit !== undefined
        ? { px: c.fit, share: 0 }
        : c.figure === true
          ? { px: least.figure, share: 0.8 }
          : { px: least.other, share: 1 },
  );
  const template = [
    ...(select ? ['40px'] : []),
    ...widths.map(({ px, share }) => (share === 0 ? `${px}px` : `minmax(${px}px, ${share}fr)`)),
  ].join(' ');
  return { template, least: widths.reduce((sum, { px }) => sum + px, select ? 40 : 0) };
}
