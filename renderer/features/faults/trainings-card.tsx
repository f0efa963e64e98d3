import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { JobOutcome } from '../../../preload/contract/domains/sandbox.ts';
import { jobOutcomes } from '../../../preload/contract/plain.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useChange } from './use-change.ts';

/** What trainings of the account meet: a machine that AWS takes back, and what was chosen for the next ones. */
export function TrainingsCard() {
  const { api, stores } = useApp();
  const { t } = useSay();
  const { data, error: unread } = useRemote(stores.jobFates, 5_000);
  const { busy, error, change } = useChange();
  const [outcome, setOutcome] = useState<JobOutcome>('no-capacity');
  const again = () => void stores.jobFates.load();
  if (data === null)
    return unread === null ? null : (
      <Card title={t('window.faults.trainings')}>
        <Problem error={unread} onRetry={again} />
      </Card>
    );
  const word = (what: string): string => {
    const known = jobOutcomes.find((one) => one === what);
    return known === undefined ? what : t(`window.faults.fate.${known}`);
  };
  const options = jobOutcomes.map((value) => ({ value, label: word(value) }));
  const choose = () =>
    change(
      // Capacity stays away until it is let back; everything else meets one training.
      () => api.sandbox.chooseFate({ outcome, times: outcome === 'no-capacity' ? null : 1 }),
      again,
    );
  return (
    <Card title={t('window.faults.trainings')}>
      {error !== null && <Problem error={error} />}
      {data.machines.length === 0 && <p className="mw-quiet">{t('window.faults.noMachines')}</p>}
      <ul className="mw-rows">
        {data.machines.map(({ id, type, zone, jobs }) => (
          <li key={id}>
            <div className="mw-row-main">
              <div>{t('window.faults.machine', { type, zone })}</div>
              <div className="mw-note">
                {t('window.faults.machineRuns', {
                  list: jobs.map(({ name }) => name).join(', '),
                  n: jobs.length,
                })}
              </div>
            </div>
            <Button
              variant="inline-link"
              disabled={busy}
              ariaLabel={t('window.faults.takeBackOne', { type })}
              onClick={() => change(() => api.sandbox.takeBack({ machine: id }), again)}
            >
              {t('window.faults.takeBack')}
            </Button>
          </li>
        ))}
        {data.chosen.map(({ id, outcome: what, times, met }) => (
          <li key={id}>
            <div className="mw-row-main">
              <div>{word(what)}</div>
              <div className="mw-note">
                {times === null ? t('window.faults.met', { met }) : t('window.faults.metOf', { met, times })}
              </div>
            </div>
            <Button
              variant="inline-link"
              disabled={busy}
              ariaLabel={t('window.faults.forgetOne', { what: word(what) })}
              onClick={() => change(() => api.sandbox.forgetFate({ id }), again)}
            >
              {t('window.faults.forget')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="mw-actions-start">
        <Select
          ariaLabel={t('window.faults.nextMeets')}
          selectedOption={options.find(({ value }) => value === outcome) ?? null}
          options={options}
          onChange={({ detail }) =>
            setOutcome(jobOutcomes.find((one) => one === detail.selectedOption.value) ?? 'no-capacity')
          }
        />
        <Button loading={busy} onClick={choose}>
          {t('window.faults.letHappen')}
        </Button>
      </div>
    </Card>
  );
}
