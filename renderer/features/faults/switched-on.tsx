import Button from '@cloudscape-design/components/button';
import type { FaultSwitch } from '../../../preload/contract/domains/sandbox.ts';
import { useApp } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { faultWord } from './fault-list.tsx';
import { useChange } from './use-change.ts';

/** What is on, how often it was met, and the way to switch it off. */
export function SwitchedOn({ switches }: { switches: FaultSwitch[] }) {
  const { api } = useApp();
  const { t } = useSay();
  const { busy, error, change } = useChange();
  return (
    <Card
      title={t('window.faults.on', { count: switches.length })}
      aside={
        switches.length > 1 && (
          <Button
            variant="inline-link"
            disabled={busy}
            onClick={() => change(() => api.sandbox.switchOff({ id: null }))}
          >
            {t('window.faults.allOff')}
          </Button>
        )
      }
    >
      {switches.length === 0 && <p className="mw-quiet">{t('window.faults.none')}</p>}
      {error !== null && <Problem error={error} />}
      <ul className="mw-rows">
        {switches.map((one) => (
          <li key={one.id}>
            <div className="mw-row-main">
              <div>
                <span className="mw-code">{one.fault}</span> {t(faultWord(one.fault))}
              </div>
              <div className="mw-note">
                {t('window.faults.where', {
                  service: one.service ?? t('window.faults.everyService'),
                  call: one.operation ?? t('window.faults.everyCall'),
                  when: t(`window.faults.when.${one.when}`),
                })}{' '}
                <span aria-live="polite">
                  {one.times === null
                    ? t('window.faults.met', { met: one.met })
                    : t('window.faults.metOf', { met: one.met, times: one.times })}
                </span>
              </div>
            </div>
            <Button
              variant="inline-link"
              disabled={busy}
              ariaLabel={t('window.faults.offOne', { fault: one.fault })}
              onClick={() => change(() => api.sandbox.switchOff({ id: one.id }))}
            >
              {t('window.faults.off')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
