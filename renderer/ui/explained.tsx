import { useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Part } from '../../words/explain.ts';
import { WithUnknown } from '../i18n/words.tsx';

/** A sentence with its terms, as `explained` of the words cut it. */
export function Explained({ parts }: { parts: Part[] }) {
  return parts.map((part, index) =>
    // The parts of one sentence never change their places.
    typeof part === 'string' ? (
      <WithUnknown key={index} text={part} />
    ) : (
      <Term key={index} term={part.term} says={part.says} />
    ),
  );
}

const width = 260;
const edge = 8;

/** Explained while the pointer or the focus is on it, or on the explanation; Escape puts it away. */
function Term({ term, says }: { term: string; says: string }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const show = () => {
    const at = button.current?.getBoundingClientRect();
    if (at === undefined) return;
    const most = Math.max(edge, window.innerWidth - width - edge);
    setPlace({ left: Math.min(Math.max(at.left, edge), most), top: at.bottom });
  };
  const hide = () => setPlace(null);
  const shown = place !== null;
  useEffect(() => {
    if (!shown) return;
    const away = () => setPlace(null);
    window.addEventListener('scroll', away, true);
    window.addEventListener('resize', away);
    return () => {
      window.removeEventListener('scroll', away, true);
      window.removeEventListener('resize', away);
    };
  }, [shown]);
  return (
    <span className="mw-term-place" onMouseEnter={show} onMouseLeave={hide}>
      <button
        ref={button}
        type="button"
        className="mw-term"
        {...(place !== null && { 'aria-describedby': id })}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => {
          if (event.key === 'Escape') hide();
        }}
      >
        {term}
      </button>
      {place !== null &&
        createPortal(
          <span className="mw-term-says" role="tooltip" id={id} style={{ ...place, width }}>
            <span>{says}</span>
          </span>,
          document.body,
        )}
    </span>
  );
}
