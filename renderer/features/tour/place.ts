/** Where the card of the tour stands: beside what it names, never over it. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const gap = 14;
const edge = 12;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/**
 * Left and top of a card of this size, px: at the right of what it names, at its left, below or above, whichever has room
 * first. Without room on any side, or with nothing to name, it stands at the lower edge of the window.
 */
export function placeBeside(
  target: Box | null,
  card: { width: number; height: number },
  view: { width: number; height: number },
): { left: number; top: number } {
  const most = { left: view.width - card.width - edge, top: view.height - card.height - edge };
  const low = { left: Math.max(edge, most.left / 2), top: Math.max(edge, most.top) };
  if (target === null) return low;
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  const left = clamp(target.left, edge, Math.max(edge, most.left));
  const top = clamp(target.top, edge, Math.max(edge, most.top));
  if (right + gap <= most.left) return { left: right + gap, top };
  if (target.left - gap - card.width >= edge) return { left: target.left - gap - card.width, top };
  if (bottom + gap <= most.top) return { left, top: bottom + gap };
  if (target.top - gap - card.height >= edge) return { left, top: target.top - gap - card.height };
  return low;
}
