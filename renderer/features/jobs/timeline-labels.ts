/** Which labels of an axis have room, and where they stand. */
export interface Label {
  id: string;
  /** Middle, px from the left edge. */
  x: number;
  text: string;
  /** Of two that do not fit beside each other the higher one stays. */
  rank: number;
}

const gap = 8;

/** About how wide 12 px bold text is drawn; Chinese characters are as wide as they are high. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter > '\u2e7f' ? 12.5 : 6.9;
  return width;
}

/** Left edge by id; a label that would run over another or is not there has no room. Edges of the axis are kept. */
export function placed(labels: readonly Label[], width: number): Map<string, number> {
  const taken: { from: number; to: number }[] = [];
  const lefts = new Map<string, number>();
  for (const { id, x, text } of [...labels].sort((a, b) => b.rank - a.rank)) {
    const size = textWidth(text);
    const from = Math.max(0, Math.min(width - size, x - size / 2));
    const to = from + size;
    if (taken.some((other) => from < other.to + gap && to > other.from - gap)) continue;
    taken.push({ from, to });
    lefts.set(id, from);
  }
  return lefts;
}
