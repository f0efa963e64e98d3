import { useMemo, useState } from 'react';
import type { RemoteStore } from '../../app/remote.ts';
import { useRemote } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ChosenNumbers, LastValues } from './chosen-numbers.tsx';
import { LineChart } from './line-chart.tsx';
import { choosable, drawn, firstChoice, mostLines, type Series } from './numbers.ts';
import type { Job } from './timeline-spans.ts';
import { TryChoice } from './try-choice.tsx';

export interface Numbers {
  series: Series[];
}

/** The whole log is read for them: that is asked for less often than the log itself, ms. */
const againMs = 15_000;

/** The numbers that the log prints, as the person chooses them; `short`: the first ones, as a picture alone. */
export function Charts({
  job,
  store,
  attempt,
  grows,
  short = false,
}: {
  job: Job;
  store: RemoteStore<Numbers>;
  attempt: number | null;
  /** More may be printed. */
  grows: boolean;
  short?: boolean;
}) {
  const { t } = useSay();
  const numbers = useRemote(store, grows ? againMs : undefined);
  const title = t('window.job.chart.title');
  return (
    <RemoteView remote={numbers} store={store} what={t('window.job.chart.reading')} upTo={60}>
      {({ series }) =>
        series.length === 0 ? (
          <Card title={title}>
            <p className="mw-quiet">{t('window.job.chart.none')}</p>
          </Card>
        ) : short ? (
          <ShortChart series={series} title={title} />
        ) : (
          <ChosenChart job={job} series={series} attempt={attempt} />
        )
      }
    </RemoteView>
  );
}

function ShortChart({ series, title }: { series: readonly Series[]; title: string }) {
  const { t } = useSay();
  const picture = useMemo(() => drawn(series, firstChoice(series)), [series]);
  const names = picture.lines.map(({ name }) => name);
  return (
    <Card title={title}>
      <LineChart drawn={picture} label={t('window.job.chart.of', { names: { list: names } })} />
      <LastValues drawn={picture} />
    </Card>
  );
}

function ChosenChart({
  job,
  series,
  attempt,
}: {
  job: Job;
  series: readonly Series[];
  attempt: number | null;
}) {
  const { t } = useSay();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const all = useMemo(() => choosable(series), [series]);
  const names = useMemo(
    () => chosen?.filter((name) => all.includes(name)) ?? firstChoice(series),
    [chosen, all, series],
  );
  const picture = useMemo(() => drawn(series, names), [series, names]);
  return (
    <ChosenNumbers
      picture={picture}
      names={names}
      all={all}
      most={mostLines}
      choose={t('window.job.chart.choose')}
      onNames={setChosen}
      before={<TryChoice job={job} attempt={attempt} tab="charts" />}
    />
  );
}
