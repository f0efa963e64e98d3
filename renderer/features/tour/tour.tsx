import Button from '@cloudscape-design/components/button';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { useSay } from '../../i18n/use-say.ts';
import '../../theme/tour.css';
import { placeBeside, type Box } from './place.ts';

/** Each names a part of the window that is on screen. */
const steps = [
  { name: 'cost', at: '.mw-home > .mw-card .mw-card-head, .mw-home > .mw-card .mw-rate' },
  { name: 'start', at: 'nav a[href="#/start"]' },
  { name: 'review', at: 'nav a[href="#/plans"]' },
  { name: 'activity', at: 'nav a[href="#/activity"]' },
] as const;

const ring = 4;

/** The smallest box around the first part of the window that the selector finds; null where it is not on screen. */
function boxOf(selector: string): Box | null {
  const [first] = document.querySelectorAll(selector);
  const card = first?.closest('.mw-card');
  const all = [...document.querySelectorAll(selector)].filter((one) => one.closest('.mw-card') === card);
  const boxes = all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0);
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.left)) - ring;
  const top = Math.min(...boxes.map((box) => box.top)) - ring;
  const width = Math.max(...boxes.map((box) => box.right)) + ring - left;
  const height = Math.max(...boxes.map((box) => box.bottom)) + ring - top;
  return left + width <= 0 || left >= window.innerWidth ? null : { left, top, width, height };
}

/** The known one when nothing moved, so that nothing is drawn anew. */
const sameOr = <T,>(known: T, next: T): T => (JSON.stringify(known) === JSON.stringify(next) ? known : next);

/**
 * Four steps beside what they name. Nothing is locked meanwhile: whoever knows their way goes on, and Escape ends it.
 * `onEnd`: it was read, skipped or left.
 */
export function Tour({ onEnd }: { onEnd: () => void }) {
  const { t } = useSay();
  const [index, setIndex] = useState(0);
  const [box, setBox] = useState<Box | null>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const card = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const step = steps[index] ?? steps[0];

  const measure = useCallback(() => {
    const at = boxOf(step.at);
    const size = card.current?.getBoundingClientRect();
    if (size === undefined) return;
    const view = { width: window.innerWidth, height: window.innerHeight };
    setBox((known) => sameOr(known, at));
    setPlace((known) => sameOr(known, placeBeside(at, size, view)));
  }, [step]);

  useEffect(() => {
    window.scrollTo(0, 0);
    const drawn = requestAnimationFrame(() => {
      measure();
      heading.current?.focus({ preventScroll: true });
    });
    window.addEventListener('resize', measure);
    window.addEventListener('scroll', measure, true);
    // What stands on the page may come later, or grow.
    const timer = setInterval(measure, 500);
    return () => {
      cancelAnimationFrame(drawn);
      clearInterval(timer);
      window.removeEventListener('resize', measure);
      window.removeEventListener('scroll', measure, true);
    };
  }, [measure]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onEnd();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onEnd]);

  const last = index === steps.length - 1;
  return (
    <>
      {box !== null && <div className="mw-tour-ring" style={box} aria-hidden="true" />}
      <div
        ref={card}
        className="mw-tour"
        role="dialog"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-says`}
        style={place ?? { opacity: 0, left: 0, top: 0 }}
      >
        <p className="mw-note">
          {t('window.tour.label')} · {t('window.tour.step', { n: index + 1, all: steps.length })}
        </p>
        <h2 className="mw-h2" id={`${id}-title`} ref={heading} tabIndex={-1}>
          {t(`window.tour.${step.name}`)}
        </h2>
        <p id={`${id}-says`}>{t(`window.tour.${step.name}.says`)}</p>
        <div className="mw-tour-buttons">
          {last ? (
            <span />
          ) : (
            <Button variant="link" onClick={onEnd}>
              {t('window.tour.skip')}
            </Button>
          )}
          <span className="mw-actions-end">
            {index > 0 && <Button onClick={() => setIndex(index - 1)}>{t('window.tour.back')}</Button>}
            <Button variant="primary" onClick={() => (last ? onEnd() : setIndex(index + 1))}>
              {t(last ? 'window.tour.done' : 'window.tour.next')}
            </Button>
          </span>
        </div>
      </div>
    </>
  );
}
