import Button from '@cloudscape-design/components/button';
import { useEffect, useState } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { AsMade } from '../stacks/as-made.tsx';

const foundation = { kind: 'foundation', name: '' } as const;

/** What the account in use was prepared with: who gets alerts, and whether it still is as it was made. */
export function PreparedAccount() {
  const { api, stores } = useApp();
  const { t } = useSay();
  const [store] = useState(() => createRemoteStore((o) => api.stacks.look(foundation, o)));
  const { data } = useRemote(store);
  // Another account or region is in use.
  useEffect(
    () => stores.connections.subscribe((is, was) => is.data !== was.data && void store.load()),
    [store, stores],
  );
  if (data?.made !== true) return null;
  return (
    <>
      <Card
        title={t('window.settings.prepared')}
        aside={
          <Button href={to.wizard('foundation-change', undefined, false, '')}>
            {t('window.settings.changeAlerts')}
          </Button>
        }
      >
        <p className="mw-quiet">{t('window.settings.preparedSays')}</p>
      </Card>
      <AsMade of={foundation} />
    </>
  );
}
