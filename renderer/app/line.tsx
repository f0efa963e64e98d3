import { useEffect, useState } from 'react';
import type { LineState } from '../../preload/contract/host.ts';
import { useSay } from '../i18n/use-say.ts';
import { Card, PageHead } from '../ui/card.tsx';
import { useApp } from './context.tsx';

/** A shorter break mends itself before anybody has read about it. */
const quietMs = 1500;

export interface Line {
  state: LineState;
  /** This computer's clock, ms: when the line came into this state. */
  since: number;
}

/** How the line to main is. */
export function useLine(): Line {
  const { host } = useApp();
  const [line, setLine] = useState<Line>(() => ({ state: 'connecting', since: Date.now() }));
  useEffect(
    () =>
      host.onConnection((state) => {
        // A line that is lost stays lost while it is tried again.
        setLine((before) => (before.state === state ? before : { state, since: Date.now() }));
      }),
    [host],
  );
  return line;
}

/** Under the top bar while main does not answer: what that means, for how long, and what to do. */
export function LineStrip({ line }: { line: Line }) {
  const { t, duration } = useSay();
  const [at, setAt] = useState(() => Date.now());
  const lost = line.state === 'lost';
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => setAt(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [lost]);
  const gone = at - line.since;
  if (!lost || gone < quietMs) return null;
  return (
    <div className="mw-strip" role="alert">
      <strong>{t('window.line.lost')}</strong> {t('window.line.lostSays')}{' '}
      <span aria-hidden="true">{t('window.line.trying', { elapsed: duration(gone / 1000) })}</span>
    </div>
  );
}

/** The one-time link was used, or is too old, or belongs to a program that was closed: how to come in again. */
export function SignedOut() {
  const { t } = useSay();
  return (
    <main className="mw-page mw-alone">
      <PageHead title={t('window.signedOut.title')} note={t('window.signedOut.says')} />
      <Card size="plan">
        <ol className="mw-sentences">
          <li>{t('window.signedOut.enter')}</li>
          <li>
            {t('window.signedOut.start')} <code className="mw-code">{t('window.signedOut.command')}</code>
          </li>
        </ol>
        <p className="mw-note">{t('window.signedOut.goesOn')}</p>
      </Card>
    </main>
  );
}
