import { useState } from 'react';
import { useApp, useRemote } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { CompareTable } from './compare-table.tsx';
import { pairsOf } from './compare.ts';
import { createMetricsStore, type Metrics } from './metrics.ts';
import { numberText } from './numbers.ts';
import type { Job } from './timeline-spans.ts';

/** The numbers that both scripts wrote beside their models. */
export function CompareNumbers({ jobs }: { jobs: readonly [Job, Job] }) {
  const { api } = useApp();
  const { t } = useSay();
  const [first] = useState(() => createMetricsStore(api, jobs[0]));
  const [second] = useState(() => createMetricsStore(api, jobs[1]));
  const [one, two] = [useRemote(first), useRemote(second)];
  const what = t('window.data.readingFile');
  return (
    <Card title={t('window.runs.metrics')}>
      <RemoteView remote={one} store={first} what={what}>
        {(left) => (
          <RemoteView remote={two} store={second} what={what}>
            {(right) =>
              left.numbers === null && right.numbers === null ? (
                <p className="mw-quiet">{t('window.runs.noMetrics')}</p>
              ) : (
                <CompareTable jobs={jobs} pairs={pairsOf(texts(left), texts(right))} />
              )
            }
          </RemoteView>
        )}
      </RemoteView>
    </Card>
  );
}

const texts = ({ numbers }: Metrics): Map<string, string> =>
  new Map((numbers ?? []).map(([name, value]) => [name, numberText(value)]));
