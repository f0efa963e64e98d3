/**
 * Keys of a grid whose rows can be focused: arrows, Home, End, PageUp, PageDown, the first letters of a name; Enter opens
 * the row, Space selects it, Right and Left go through what can be pressed in it
 * (https://www.w3.org/WAI/ARIA/apg/patterns/grid/).
 */
import { useCallback, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';

interface Place {
  index: number;
  id: string;
}

interface Parts {
  count: number;
  idAt: (index: number) => string | null;
  nameAt: (index: number) => string;
  /** Rows that fit on the screen. */
  pageRows: () => number;
  scrollTo: (index: number) => void;
  onSelect: ((index: number) => void) | null;
}

const typingMs = 700;
const pressable = 'a[href], button, input';

const rowOf = (element: Element | null): HTMLElement | null =>
  element?.closest<HTMLElement>('[data-index]') ?? null;

export function useGridKeys({ count, idAt, nameAt, pageRows, scrollTo, onSelect }: Parts) {
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place | null>(null);
  const inside = useRef(false);
  /** Which of the pressable parts of the row has the focus; -1 is the row itself. */
  const part = useRef(-1);
  const go = useRef(false);
  const typed = useRef({ text: '', at: 0 });

  // Rows are drawn anew, moved and taken away under the person's hands: the focus stays on the same row, or where it was.
  useLayoutEffect(() => {
    const { current: box } = grid;
    if (box === null || active === null) return;
    const lost = inside.current && !box.contains(document.activeElement);
    if (!go.current && !lost) return;
    const row =
      box.querySelector<HTMLElement>(`[data-id="${CSS.escape(active.id)}"]`) ??
      box.querySelector<HTMLElement>(`[data-index="${Math.min(active.index, count - 1)}"]`);
    if (row === null) return;
    go.current = false;
    const target =
      part.current < 0 ? row : (row.querySelectorAll<HTMLElement>(pressable)[part.current] ?? row);
    target.focus({ preventScroll: true });
  });

  const move = useCallback(
    (to: number) => {
      const index = Math.max(0, Math.min(count - 1, to));
      const id = idAt(index);
      if (id === null) return;
      part.current = -1;
      go.current = true;
      inside.current = true;
      setActive({ index, id });
      scrollTo(index);
    },
    [count, idAt, scrollTo],
  );

  const byName = (letter: string, from: number) => {
    const now = performance.now();
    const fresh = now - typed.current.at > typingMs;
    const text = (fresh ? '' : typed.current.text) + letter.toLowerCase();
    typed.current = { text, at: now };
    for (let step = fresh ? 1 : 0; step < count + 1; step += 1) {
      const index = (from + step) % count;
      if (nameAt(index).toLowerCase().startsWith(text)) {
        move(index);
        return;
      }
    }
  };

  const sideways = (row: HTMLElement, by: 1 | -1) => {
    const parts = row.querySelectorAll<HTMLElement>(pressable);
    part.current = Math.max(-1, Math.min(parts.length - 1, part.current + by));
    (parts[part.current] ?? row).focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    const row = rowOf(target);
    if (row === null || event.altKey || event.metaKey || event.ctrlKey) return;
    const index = Number(row.dataset['index']);
    const onRow = target === row;
    const moves: Record<string, (() => void) | undefined> = {
      ArrowDown: () => move(index + 1),
      ArrowUp: () => move(index - 1),
      PageDown: () => move(index + pageRows()),
      PageUp: () => move(index - pageRows()),
      Home: () => move(0),
      End: () => move(count - 1),
      ArrowRight: () => sideways(row, 1),
      ArrowLeft: () => sideways(row, -1),
      ...(onRow && {
        Enter: () => row.querySelector<HTMLElement>('a[href], button')?.click(),
        ' ': () => onSelect?.(index),
      }),
    };
    const act = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (act !== undefined) act();
    else if (onRow && event.key.length === 1) byName(event.key, index);
    else return;
    event.preventDefault();
  };

  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const row = rowOf(event.target);
    if (row === null) return;
    inside.current = true;
    part.current = [...row.querySelectorAll(pressable)].indexOf(event.target);
    const { index, id } = row.dataset;
    if (id !== undefined && (id !== active?.id || Number(index) !== active.index))
      setActive({ index: Number(index), id });
  };

  const onBlur = () =>
    // A row that is drawn anew loses the focus for a moment; a person takes it away for good.
    queueMicrotask(() => {
      if (document.activeElement !== document.body) inside.current = rowInside(grid.current);
    });
  const onPointerDownAway = useCallback((event: Event) => {
    if (grid.current?.contains(event.target as Node) !== true) inside.current = false;
  }, []);
  useLayoutEffect(() => {
    document.addEventListener('pointerdown', onPointerDownAway);
    return () => document.removeEventListener('pointerdown', onPointerDownAway);
  }, [onPointerDownAway]);

  return { grid, active, handlers: { onKeyDown, onFocus, onBlur } };
}

const rowInside = (box: HTMLElement | null): boolean => box?.contains(document.activeElement) === true;
