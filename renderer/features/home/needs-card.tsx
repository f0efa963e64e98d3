import Button from '@cloudscape-design/components/button';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Mark } from '../../ui/mark.tsx';
import type { Summary } from './home-page.tsx';

const marks = { warning: 'warning', info: 'info', error: 'failed' } as const;

/** What needs me: a sentence and the one button that mends it. */
export function NeedsCard({ needs }: { needs: Summary['needs'] }) {
  const { t, says } = useSay();
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
              <Button
                href={
                  need.action.source === null
                    ? (need.action.route ?? to.home())
                    : to.operation(need.action.source, need.action.answers)
                }
              >
                {says(need.action.label)}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
