import { Fragment } from 'react';
import type { Message } from '../../preload/contract/message.ts';
import { Unknown } from '../ui/money.tsx';
import { useSay } from './use-say.ts';

/** A character of the private use area: no sentence holds it. */
export const mark = '\uE000';

/** A sentence from main; an unknown price in it is drawn as the dashed mark. */
export function Words({ of }: { of: Message }) {
  const { says } = useSay();
  return <WithUnknown text={says(of, mark)} />;
}

/** A text that was said with the mark for unknown prices. */
export function WithUnknown({ text }: { text: string }) {
  const parts = text.split(mark);
  if (parts.length === 1) return parts[0];
  return parts.map((part, index) => (
    // The parts of one sentence never change their places.
    <Fragment key={`${index} ${part}`}>
      {index > 0 && <Unknown />}
      {part}
    </Fragment>
  ));
}
