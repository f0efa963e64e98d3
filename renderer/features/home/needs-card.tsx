import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../../preload/contract/errors.ts';
import { useNow } from '../../app/clock.ts';
import { useApp } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { Summary } from './home-page.tsx';

type Need = Summary['needs'][number];

const marks = { warning: 'warning', info: 'info', error: 'failed' } as const;

/** Shown at once, and as many again at each press. */
const mostNeeds = 20;

/** What needs me: a sentence and the one button that mends it. */
export function NeedsCard({ needs }: { needs: Summary['needs'] }) {
  const { t } = useSay();
  const [shown, setShown] = useState(mostNeeds);
  return (
    <Card title={t('window.home.needsTitle')}>
      {needs.length === 0 && <p className="mw-quiet">{t('window.home.nothingNeeds')}</p>}
      <ul className="mw-needs">
        {needs.slice(0, shown).map((need) => (
          <NeedRow key={need.id} need={need} />
        ))}
      </ul>
      {needs.length > shown && (
        <button type="button" className="mw-link mw-more" onClick={() => setShown(shown + mostNeeds)}>
          {t('window.home.more', { n: needs.length - shown })}
        </button>
      )}
    </Card>
  );
}

function NeedRow({ need }: { need: Need }) {
  const { t, duration } = useSay();
  const at = useNow(need.since === undefined ? 60_000 : 1000);
  const [error, setError] = useState<AppError | null>(null);
  const { since } = need;
  return (
    <li>
      <Mark kind={marks[need.severity]} />
      <div>
        <p>
          <Words of={need.says} />
          {since !== undefined && (
            <span className="mw-note">
              {' '}
              {t('window.home.needSince', { elapsed: duration((at - Date.parse(since)) / 1000) })}
            </span>
          )}
        </p>
        {need.notes.map((note) => (
          <p key={JSON.stringify(note)} className="mw-note">
            <Words of={note} />
          </p>
        ))}
        <div className="mw-actions-start">
          {[need.action, ...need.also].map((action) => (
            <NeedButton key={action.label.key} need={need} action={action} onError={setError} />
          ))}
        </div>
        {error !== null && <Problem error={error} />}
      </div>
    </li>
  );
}

interface Pressed {
  need: Need;
  action: Need['action'];
  onError: (error: AppError | null) => void;
}

/**
 * To the plan or the page that mends it, or what main is asked to do; where nobody can do anything, a new look at the
 * account.
 */
function NeedButton({ need, action, onError }: Pressed) {
  const { api, stores } = useApp();
  const { says } = useSay();
  const loading = useStore(stores.home).status === 'loading';
  const [busy, setBusy] = useState(false);
  const label = says(action.label);
  // Several rows may have the same button.
  const ariaLabel = need.also.length > 0 ? `${label}: ${says(need.says)}` : label;
  if (action.source !== null)
    return (
      <Button href={to.operation(action.source, action.answers)} ariaLabel={ariaLabel}>
        {label}
      </Button>
    );
  if (action.route !== null)
    return (
      <Button href={action.route} ariaLabel={ariaLabel}>
        {label}
      </Button>
    );
  const { calls } = action;
  const call = async () => {
    if (calls === undefined) return stores.home.load(true);
    setBusy(true);
    const answer =
      calls === 'search' ? await api.tasks.search({}) : await api.tasks.leave({ id: calls.leave });
    setBusy(false);
    onError(answer.ok ? null : answer.error);
    return stores.home.load();
  };
  return (
    <Button
      loading={busy || (calls === undefined && loading)}
      ariaLabel={ariaLabel}
      onClick={() => void call()}
    >
      {label}
    </Button>
  );
}
