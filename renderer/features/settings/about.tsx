import Button from '@cloudscape-design/components/button';
import { useStore } from 'zustand';
import { useApp } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';

/** What this program is, where it keeps what it knows, in which money it reckons, and the tour once more. */
export function About() {
  const { stores } = useApp();
  const { t } = useSay();
  const info = useStore(stores.info).data;
  if (info === null) return null;
  return (
    <Card
      title={t('window.settings.about')}
      aside={<Button href={to.tour()}>{t('window.settings.tour')}</Button>}
    >
      <dl className="mw-facts">
        <div>
          <dt>{t('window.settings.version')}</dt>
          <dd>{t('window.settings.versionOf', { version: info.version })}</dd>
        </div>
        <div>
          <dt>{t('window.settings.licence')}</dt>
          <dd>{t('window.settings.licenceSays')}</dd>
        </div>
        <div>
          <dt>{t('window.settings.currency')}</dt>
          <dd>{t('window.settings.currencySays')}</dd>
        </div>
        {info.stateDir !== undefined && (
          <div>
            <dt>{t('window.settings.folder')}</dt>
            <dd>
              <span className="mw-code">{info.stateDir}</span>
              <div className="mw-note">{t('window.settings.folderSays')}</div>
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
