import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useNow } from '../app/clock.ts';
import type { WordKey } from '../../words/index.ts';
import { useSay, type Params } from '../i18n/use-say.ts';

/** A running clock: time since `from`, or until `to` when that is given. */
export function Elapsed({ from, to }: { from: string; to?: string | undefined }) {
  const { duration } = useSay();
  const at = useNow();
  const end = to === undefined ? at : Date.parse(to);
  return <span className="mw-figure">{duration((end - Date.parse(from)) / 1000)}</span>;
}

/** "40 seconds ago", always fresh. */
export function Age({ of }: { of: string | number }) {
  const { age } = useSay();
  const at = useNow(5000);
  return age(typeof of === 'number' ? new Date(of).toISOString() : of, at);
}

/** A sentence of the window with `{age}` in it, always fresh: "Looked at 40 seconds ago." */
export function WithAge({ id, of, params }: { id: WordKey; of: string | number; params?: Params }) {
  const { t, age } = useSay();
  const at = useNow(5000);
  return t(id, { ...params, age: age(typeof of === 'number' ? new Date(of).toISOString() : of, at) });
}

/** Something is being waited for: says what, for how long already, and when it is given up. */
export function Waiting({ what, since, upTo }: { what: ReactNode; since: number; upTo: number }) {
  const { t, duration } = useSay();
  const at = useNow();
  return (
    <div className="mw-waiting" role="status">
      <Spinner />
      <span>{what}</span>
      <span className="mw-note" aria-hidden="true">
        {t('window.waiting', {
          elapsed: duration((at - since) / 1000),
          most: duration(upTo),
        })}
      </span>
    </div>
  );
}
