import type { ReactNode } from 'react';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import type { Job } from './timeline-spans.ts';

interface Row {
  name: string;
  /** Null: this run has none. */
  values: readonly [ReactNode, ReactNode];
}

/** A line for each value, a column for each run. What differs is marked. */
export function CompareTable({
  jobs,
  pairs,
  code = false,
}: {
  jobs: readonly [Job, Job];
  pairs: readonly Row[];
  /** Names and values are those of AWS or of the script. */
  code?: boolean;
}) {
  const { t } = useSay();
  return (
    <div
      className="mw-preview-table mw-compare"
      tabIndex={0}
      role="region"
      aria-label={t('window.compare.title')}
    >
      <table>
        <thead>
          <tr>
            <td />
            {jobs.map((job, index) => (
              <th key={job.id} scope="col">
                <a className="mw-link" href={to.job(job.id)}>
                  {job.name}
                </a>{' '}
                <span className="mw-note">
                  {t(index === 0 ? 'window.compare.first' : 'window.compare.second')}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ name, values }) => (
            <tr key={name} className={values[0] === values[1] ? undefined : 'mw-differs'}>
              <th scope="row" className={code ? 'mw-code' : undefined}>
                {name}
                {values[0] !== values[1] && (
                  <>
                    <span aria-hidden="true"> ≠</span>
                    <span className="mw-unseen">, {t('window.compare.differs')}</span>
                  </>
                )}
              </th>
              {values.map((value, index) => (
                <td key={jobs[index]?.id} className={code ? 'mw-code' : undefined}>
                  {value ?? t('window.none')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
