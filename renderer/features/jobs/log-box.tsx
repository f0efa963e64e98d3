import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { firstRect, observeRect } from '../../ui/rect.ts';

/** Height of a line, px; the style sheet says the same. */
const lineHeight = 18;
/** So near to the end the newest lines are followed, and so near to the beginning older ones are asked for. */
const nearLines = 2;
const nearTop = 40;

/** A window of lines that scrolls: only those in sight exist, whatever their number. */
export function LogBox({
  label,
  first,
  count,
  draw,
  onRange,
  onTop,
  follow,
  onFollow,
  goTo = null,
}: {
  label: string;
  /** Number of the first line: smaller when older ones came, and the lines in sight stay where they are. */
  first: number;
  count: number;
  draw: (index: number) => ReactNode;
  /** These lines are in sight: from, to before. */
  onRange?: (from: number, to: number) => void;
  onTop?: () => void;
  /** The newest lines are kept in sight. */
  follow: boolean;
  onFollow?: (follow: boolean) => void;
  /** Number of a line that is brought into sight, once. */
  goTo?: number | null;
}) {
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used in this component only, which is drawn at every scroll
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: everyLine,
    initialRect: firstRect,
    observeElementRect: observeRect,
    overscan: 10,
    // A log is read from its end: what failed stands there.
    initialOffset: () => Math.max(0, count * lineHeight - firstRect.height),
  });
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, []);
  const before = useRef(first);
  useLayoutEffect(() => {
    const came = before.current - first;
    before.current = first;
    if (came !== 0 && box.current !== null && !follow) box.current.scrollTop += came * lineHeight;
  }, [first, follow]);
  useLayoutEffect(() => {
    if (follow && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, first, count]);
  useLayoutEffect(() => {
    if (goTo !== null) virtual.scrollToIndex(goTo - first, { align: 'center' });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each line that is gone to
  }, [goTo]);
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? -1) + 1;
  useEffect(() => {
    if (to > from) onRange?.(from, to);
  }, [onRange, from, to, first]);
  useEffect(() => {
    if (from < nearTop) onTop?.();
  }, [onTop, from, first, count]);
  const onScroll = useCallback(() => {
    const { current } = box;
    if (current === null || onFollow === undefined) return;
    const below = current.scrollHeight - current.scrollTop - current.clientHeight;
    onFollow(below <= nearLines * lineHeight);
  }, [onFollow]);
  return (
    <div
      ref={box}
      className="mw-log mw-log-lines mw-code"
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={onScroll}
    >
      <div className="mw-log-all" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <div key={item.index + first} className="mw-log-line" style={{ top: item.start }}>
            {draw(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}

const everyLine = (): number => lineHeight;
