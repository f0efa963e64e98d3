import CloudscapeLines from '@cloudscape-design/components/line-chart';
import { useMemo } from 'react';
import type { SpotPrices } from '../../../preload/contract/domains/jobs.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { columnText } from '../../../words/index.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { useChartForm } from './chart-form.tsx';

type Line = SpotPrices['lines'][number];
const height = 180;

/** What the machines of these answers cost on Spot in the last 90 days, beside their usual price. */
export function SpotChart({ answers }: { answers: Answers }) {
  const { api } = useApp();
  const { t } = useSay();
  const { size = '', pool = '', network = '' } = answers;
  const decides = JSON.stringify({ size, pool, network });
  const store = useMemo(
    () => createRemoteStore((o) => api.jobs.spotPrices({ answers: JSON.parse(decides) as Answers }, o)),
    [api, decides],
  );
  const prices = useRemote(store);
  const { form, choice } = useChartForm();
  return (
    <Card size="plan" title={t('window.spot.title')} aside={choice}>
      <RemoteView remote={prices} store={store} what={t('window.spot.reading')} upTo={60}>
        {({ lines }) =>
          lines.length === 0 ? (
            <p className="mw-quiet">{t('window.spot.none')}</p>
          ) : (
            <>
              {form === 'chart' ? <Picture lines={lines} /> : <PriceTable lines={lines} />}
              <p className="mw-note">{t('window.spot.note')}</p>
            </>
          )
        }
      </RemoteView>
    </Card>
  );
}

const color = (index: number): string => `var(--mw-series${(index % 4) + 1})`;

function Picture({ lines }: { lines: readonly Line[] }) {
  const { t, date } = useSay();
  const all = lines.flatMap(({ points, usualUsd }) => [...points.map(({ usd }) => usd), usualUsd ?? 0]);
  return (
    <CloudscapeLines
      series={lines.flatMap(({ type, zone, points, usualUsd }, index) => [
        {
          type: 'line' as const,
          title: t('window.spot.line', { type, zone }),
          data: points.map(({ at, usd }) => ({ x: new Date(at), y: usd })),
          color: color(index),
          valueFormatter: columnText,
        },
        // Drawn dashed by the component.
        ...(usualUsd === null
          ? []
          : [
              {
                type: 'threshold' as const,
                title: t('window.spot.usual', { type }),
                y: usualUsd,
                color: color(index),
                valueFormatter: columnText,
              },
            ]),
      ])}
      xScaleType="time"
      yDomain={[0, Math.max(...all) * 1.1]}
      ariaLabel={t('window.spot.title')}
      xTitle={t('window.spot.day')}
      yTitle={t('window.spot.perHour')}
      height={height}
      hideFilter
      xTickFormatter={(x) => date(x.toISOString())}
      yTickFormatter={columnText}
    />
  );
}

/** Now, lowest and highest of each, and the usual price: what the picture shows, in figures. */
function PriceTable({ lines }: { lines: readonly Line[] }) {
  const { t } = useSay();
  return (
    <div className="mw-preview-table" tabIndex={0} role="region" aria-label={t('window.spot.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('window.job.machine')}</th>
            <th scope="col">{t('window.runs.zone')}</th>
            <th scope="col">{t('window.spot.now')}</th>
            <th scope="col">{t('window.spot.lowest')}</th>
            <th scope="col">{t('window.spot.highest')}</th>
            <th scope="col">{t('window.spot.usualPrice')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ type, zone, points, usualUsd }) => {
            const prices = points.map(({ usd }) => usd);
            return (
              <tr key={type}>
                <th scope="row">{type}</th>
                <td>{zone}</td>
                <td>
                  <Money usd={prices.at(-1) ?? null} as="column" />
                </td>
                <td>
                  <Money usd={Math.min(...prices)} as="column" />
                </td>
                <td>
                  <Money usd={Math.max(...prices)} as="column" />
                </td>
                <td>
                  <Money usd={usualUsd} as="column" />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
