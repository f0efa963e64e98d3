import Button from '@cloudscape-design/components/button';
import { useStore } from 'zustand';
import { useApp } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Mark } from '../../ui/mark.tsx';
import type { Summary } from './home-page.tsx';

const marks = { warning: 'warning', info: 'info', error: 'failed' } as const;

/** What needs me: a sentence and the one button that mends it. */
export function NeedsCard({ needs }: { needs: Summary['needs'] }) {
  const { t } = useSay();
  return (
    <Card title={t('window.home.needsTitle')}>
      {needs.length === 0 && <p className="mw-quiet">{t('window.home.nothingNeeds')}</p>}
      <ul className="mw-needs">
        {needs.map((need) => (
          <li key={need.id}>
            <Mark kind={marks[need.severity]} />
            <div>
              <p>
                <Words of={need.says} />
              </p>
              <NeedButton action={need.action} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** To the plan or the page that mends it; where nobody can do anything, a new look at the account. */
function NeedButton({ action }: { action: Summary['needs'][number]['action'] }) {
  const { stores } = useApp();
  const { says } = useSay();
  const looking = useStore(stores.home).status === 'loading';
  const label = says(action.label);
  if (action.source !== null)
    return <Button href={to.operation(action.source, action.answers)}>{label}</Button>;
  if (action.route !== null) return <Button href={action.route}>{label}</Button>;
  return (
    <Button loading={looking} onClick={() => void stores.home.load(true)}>
      {label}
    </Button>
  );
}
