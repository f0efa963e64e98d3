import { useStore } from 'zustand';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card, PageHead } from '../../ui/card.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ClockCard } from './clock-card.tsx';
import { SwitchForm } from './switch-form.tsx';
import { TrainingsCard } from './trainings-card.tsx';
import { SwitchedOn } from './switched-on.tsx';

/** What goes wrong in the account inside the program, and its clock. Nothing here reaches a real account. */
export function FaultsPage() {
  const { stores } = useApp();
  const { t } = useSay();
  const { data } = useStore(stores.connections);
  const current = data?.connections.find(({ id }) => id === data.currentId);
  if (current === undefined) return null;
  if (current.kind !== 'sandbox')
    return (
      <>
        <PageHead title={t('window.faults.title')} note={t('window.faults.notHere')} />
        <a className="mw-link" href={to.settings()}>
          {t('window.nav.settings')}
        </a>
      </>
    );
  return <InSandbox />;
}

function InSandbox() {
  const { stores } = useApp();
  const { t } = useSay();
  const faults = useRemote(stores.faults, 5_000);
  return (
    <div className="mw-stack">
      <PageHead title={t('window.faults.title')} note={t('window.faults.says')} />
      <RemoteView remote={faults} store={stores.faults} what={t('window.faults.reading')}>
        {(known) => (
          <div className="mw-with-receipt">
            <div className="mw-stack">
              <Card title={t('window.faults.choose')} size="plan">
                <SwitchForm kinds={known.kinds} services={known.services} />
              </Card>
            </div>
            <div className="mw-stack mw-faults-aside">
              <SwitchedOn switches={known.switches} services={known.services} />
              <ClockCard />
              <TrainingsCard />
            </div>
          </div>
        )}
      </RemoteView>
    </div>
  );
}
