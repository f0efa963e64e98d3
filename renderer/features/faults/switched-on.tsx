import Button from '@cloudscape-design/components/button';
import { useRef } from 'react';
import type { FaultSwitch } from '../../../preload/contract/domains/sandbox.ts';
import { useApp } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { faultWord } from './fault-list.tsx';
import { serviceName } from './service-name.ts';
import type { Services } from './switch-form.tsx';
import { useChange } from './use-change.ts';

/** What is on, how often it was met, and the way to switch it off. */
export function SwitchedOn({ switches, services }: { switches: FaultSwitch[]; services: Services }) {
  const { api } = useApp();
  const { t } = useSay();
  const { busy, error, change } = useChange();
  const place = useRef<HTMLDivElement>(null);
  const nameOf = (service: string | null): string => {
    if (service === null) return t('window.faults.everyService');
    const known = services.find((one) => one.service === service);
    return known === undefined ? service : serviceName(known, t);
  };
  // The button that was pressed is gone then: what had the focus hands it to the list.
  const stay = () => place.current?.focus({ preventScroll: true });
  return (
    <div ref={place} tabIndex={-1} className="mw-focus-place">
      <Card
        title={t('window.faults.on', { count: switches.length })}
        aside={
          switches.length > 1 && (
            <Button
              variant="inline-link"
              disabled={busy}
              onClick={() => change(() => api.sandbox.switchOff({ id: null }), stay)}
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
                    service: nameOf(one.service),
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
                onClick={() => change(() => api.sandbox.switchOff({ id: one.id }), stay)}
              >
                {t('window.faults.off')}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
