import { escapeHtml } from '../../../escape-html.ts';

/** HTML that is safe by construction: every value is escaped unless it is already a piece of HTML. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | readonly Html[];

export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  const filled = pieces.map((piece) =>
    piece instanceof Html
      ? piece.text
      : typeof piece === 'object'
        ? piece.map((p) => p.text).join('')
        : escapeHtml(String(piece)),
  );
  return new Html(strings.map((s, i) => s + (filled[i] ?? '')).join(''));
}
