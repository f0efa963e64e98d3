import { memo } from 'react';
import { useSay } from '../../i18n/use-say.ts';

/** What the program around the script says of checkpoints, and what means trouble in most logs. */
const saved = /\bcheckpoint \S+ is safe\b|\bcheckpoint\b.{0,40}\bsaved\b|\bsaved?\b.{0,40}\bcheckpoint\b/i;
const trouble =
  /^Traceback \(most recent call last\)|^\w*(?:Error|Exception)\b|\b(?:ERROR|FATAL|CRITICAL)\b|^millwright: (?:stopped with|Asked to stop|The script ended with code)/;

export type LineKind = 'saved' | 'trouble' | 'plain';

/** What a line is about, by its words. */
export const kindOf = (text: string): LineKind =>
  trouble.test(text) ? 'trouble' : saved.test(text) ? 'saved' : 'plain';

/** No screen is wider; copied and saved is the whole line. */
const longest = 2_000;

/** The text, cut where `mark` stands in it, large or small letters alike. Every second part is a hit. */
export function hits(text: string, mark: string): string[] {
  if (mark === '') return [text];
  const [small, wanted] = [text.toLowerCase(), mark.toLowerCase()];
  // Small letters of some languages are longer: then nothing is marked rather than the wrong part.
  if (small.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = small.indexOf(wanted); at >= 0; at = small.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}

/** One line: when, and what. `mark` is lit up in it. */
export const LineText = memo(function LineText({
  at,
  text,
  mark = '',
}: {
  at: string;
  text: string;
  mark?: string;
}) {
  const { clockSeconds } = useSay();
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return (
    <>
      <span className="mw-muted">{clockSeconds(at)}</span>{' '}
      <span className={`mw-line-${kindOf(text)}`}>
        {hits(shown, mark).map((part, index) =>
          // Parts of one line never change their places.
          index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
        )}
      </span>
    </>
  );
});
