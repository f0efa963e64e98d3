import Button from '@cloudscape-design/components/button';
import { useStore } from 'zustand';
import { Waiting } from '../ui/elapsed.tsx';
import { Problem } from '../ui/problem.tsx';
import { useSay } from '../i18n/use-say.ts';
import { missingPrices, type WizardStore } from './wizard-store.ts';

/** The age of the prices, and a free way to the ones that are missing. */
export function PriceLookUp({ store }: { store: WizardStore }) {
  const { t, date } = useSay();
  const { session, lookUp } = useStore(store);
  if (session === null) return null;
  const missing = missingPrices({ session });
  return (
    <div className="mw-note mw-prices-as-of">
      {session.pricesAsOf !== null && (
        <span>{t('window.wizard.pricesAsOf', { date: date(session.pricesAsOf) })} </span>
      )}
      {missing > 0 && lookUp.since === null && (
        <>
          <Button variant="inline-link" onClick={() => void store.getState().lookUpPrices()}>
            {t('window.wizard.lookUp', { n: missing })}
          </Button>
          <span> {t('window.wizard.free')}</span>
        </>
      )}
      {lookUp.since !== null && (
        <Waiting what={t('window.wizard.lookingUp')} since={lookUp.since} upTo={60} />
      )}
      {lookUp.result !== null && lookUp.since === null && (
        <span> {t('window.wizard.found', lookUp.result)}</span>
      )}
      {lookUp.error !== null && <Problem error={lookUp.error} />}
    </div>
  );
}
