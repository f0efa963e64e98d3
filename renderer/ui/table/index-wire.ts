/** What travels between the window and the index of a list, in a worker or in the same thread. */
import { RowIndex, type Key, type Query } from './row-index.ts';

export type ToIndex =
  /** Begins anew, with the order of this language. */
  | { type: 'open'; language: string }
  | { type: 'put'; slots: Uint32Array; keys: Key[][] }
  | { type: 'drop'; slots: Uint32Array }
  /** The question that is answered now and again after every change, until the next one. Null: none. */
  | { type: 'ask'; id: number; query: Query | null };

export interface IndexView {
  /** Of the question. */
  id: number;
  /** Slots of the rows, in order; without a sort in no order that means anything. */
  slots: Uint32Array;
  /** All matches; more than `slots` while only the first are in order. */
  total: number;
}

/** Rows of a first answer: more than fit on any screen. */
const headRows = 200;
/** Changes are gathered for so long before the view is told again, ms. */
const againMs = 100;

/** Answers messages with views. The first rows of a sort are told before everything is in order. */
export function serveIndex(tell: (view: IndexView) => void): (message: ToIndex) => void {
  let index = new RowIndex('en');
  let asked: { id: number; query: Query } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const answer = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (asked === null) return;
    const { id, query } = asked;
    const slots = index.view(query);
    tell({ id, slots, total: slots.length });
  };
  const soon = (): void => {
    if (asked !== null) timer ??= setTimeout(answer, againMs);
  };

  return (message) => {
    switch (message.type) {
      case 'open':
        index = new RowIndex(message.language);
        return;
      case 'put':
        index.put(message.slots, message.keys);
        soon();
        return;
      case 'drop':
        index.drop(message.slots);
        soon();
        return;
      case 'ask': {
        const { id, query } = message;
        asked = query === null ? null : { id, query };
        if (query === null) return;
        if (index.ready(query)) {
          answer();
          return;
        }
        tell({ id, slots: index.head(query, headRows), total: index.countMatches(query.text) });
        clearTimeout(timer);
        timer = setTimeout(answer, 0);
      }
    }
  };
}
