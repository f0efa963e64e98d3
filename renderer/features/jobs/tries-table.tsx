import type { RunAttempt } from '../../../preload/contract/plan.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Money } from '../../ui/money.tsx';
import { State, type StateKind } from '../../ui/state.tsx';

export const outcomeLooks: Record<RunAttempt['outcome'], StateKind> = {
  running: 'in-progress',
  succeeded: 'success',
  failed: 'error',
  interrupted: 'warning',
};

/** Each try with its machine, how long it ran and what that cost. */
export function TriesTable({ tries }: { tries: readonly RunAttempt[] }) {
  const { t } = useSay();
  const told = (text: string | undefined) => text ?? t('window.job.notKnown');
  return (
    <div
      className="mw-preview-table mw-tries"
      tabIndex={0}
      role="region"
      aria-label={t('window.column.tries')}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t('window.runs.try')}</th>
            <th scope="col">{t('window.job.machine')}</th>
            <th scope="col">{t('window.runs.zone')}</th>
            <th scope="col">{t('window.runs.ran')}</th>
            <th scope="col">{t('window.runs.spotPrice')}</th>
            <th scope="col">{t('window.runs.cost')}</th>
          </tr>
        </thead>
        <tbody>
          {tries.map(({ number, outcome, machine, startedAt, endedAt, usdPerHour, usd }) => (
            <tr key={number}>
              <th scope="row">
                {number} <State type={outcomeLooks[outcome]}>{t(`window.job.outcome.${outcome}`)}</State>
              </th>
              <td>{told(machine?.type)}</td>
              <td>{told(machine?.zone)}</td>
              <td>
                {startedAt === null ? (
                  t('window.job.neverBegan')
                ) : (
                  <Elapsed from={startedAt} to={endedAt ?? undefined} />
                )}
              </td>
              <td>
                <Money usd={usdPerHour} as="column" />
              </td>
              <td>
                <Money usd={usd} as="sum" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
