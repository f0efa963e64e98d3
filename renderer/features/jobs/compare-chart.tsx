import { useMemo, useState } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import type { Numbers } from './charts.tsx';
import { ChosenNumbers } from './chosen-numbers.tsx';
import { CompareTable } from './compare-table.tsx';
import { commonNames, lastOf, pairsOf, together } from './compare.ts';
import { firstChoice, numberText, type Series } from './numbers.ts';
import type { Job } from './timeline-spans.ts';

/** Two lines of each run: more cannot be told apart. */
const mostNames = 2;

interface Two {
  jobs: readonly [Job, Job];
  labels: readonly [string, string];
}

/** Numbers of both logs: the last ones side by side, and the chosen ones as one picture. */
export function CompareChart({ jobs, labels }: Two) {
  const { api } = useApp();
  const { t } = useSay();
  const numbers = ({ id }: Job) => createRemoteStore<Numbers>((o) => api.jobs.numbers({ id }, o));
  const [first] = useState(() => numbers(jobs[0]));
  const [second] = useState(() => numbers(jobs[1]));
  const [one, two] = [useRemote(first), useRemote(second)];
  const what = t('window.job.chart.reading');
  return (
    <RemoteView remote={one} store={first} what={what} upTo={60}>
      {(left) => (
        <RemoteView remote={two} store={second} what={what} upTo={60}>
          {(right) =>
            left.series.length === 0 && right.series.length === 0 ? (
              <Card title={t('window.job.chart.title')}>
                <p className="mw-quiet">{t('window.compare.noNumbers')}</p>
              </Card>
            ) : (
              <BothNumbers jobs={jobs} labels={labels} series={[left.series, right.series]} />
            )
          }
        </RemoteView>
      )}
    </RemoteView>
  );
}

function BothNumbers({ jobs, labels, series: [a, b] }: Two & { series: readonly [Series[], Series[]] }) {
  const { t } = useSay();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const all = useMemo(() => commonNames(a, b), [a, b]);
  const names = useMemo(() => {
    const usual = firstChoice([...a, ...b]).filter((name) => all.includes(name));
    return chosen ?? (usual.length > 0 ? [...new Set(usual)] : all).slice(0, 1);
  }, [chosen, all, a, b]);
  const picture = useMemo(() => together(a, b, names, labels), [a, b, names, labels]);
  const last = (series: readonly Series[]) =>
    new Map([...lastOf(series)].map(([name, value]) => [name, numberText(value)]));
  return (
    <>
      <Card title={t('window.compare.lastNumbers')}>
        <CompareTable jobs={jobs} pairs={pairsOf(last(a), last(b))} />
      </Card>
      <ChosenNumbers
        picture={picture}
        names={names}
        all={all}
        most={mostNames}
        choose={t('window.compare.chooseNumbers')}
        onNames={setChosen}
      />
    </>
  );
}
