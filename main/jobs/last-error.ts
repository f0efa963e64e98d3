import { scrub } from '../aws/scrub.ts';

const longest = 160;
/** `ValueError: could not convert string to float: 'a'`, `FileNotFoundError: …`, `my.module.Broken: …`. */
const named =
  /^(?:[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Fault)\b.*|[Ee]rror: .+|ERROR: .+)$/;

/** The line in which a script said what went wrong, as short as a sentence holds; undefined: it said nothing. */
export function lastError(lines: readonly string[]): string | undefined {
  const told = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('millwright: '));
  const found = told.findLast((line) => named.test(line)) ?? told.at(-1);
  if (found === undefined) return undefined;
  const text = scrub(found);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
