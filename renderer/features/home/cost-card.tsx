import { useState } from 'react';
import { useMedia } from '../../app/media.ts';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { thingPage } from '../../plan/things.ts';
import { Card } from '../../ui/card.tsx';
import { Money, Sum } from '../../ui/money.tsx';
import type { Summary } from './home-page.tsx';

/** What costs money now: the rate large, three sums, then the things, dearest first. */
export function CostCard({ summary }: { summary: Summary }) {
  const { t } = useSay();
  const { perHour } = summary;
  // Nothing looked at is not nothing found.
  if (summary.loadedAt === null)
    return (
      <Card title={t('window.home.costTitle')}>
        <p className="mw-quiet">{t('window.home.neverLooked')}</p>
      </Card>
    );
  return (
    <Card title={t('window.home.costTitle')}>
      <p className="mw-rate">
        <span className="mw-rate-figure">
          {/* The unknown ones are said in words beside the figure. */}
          <Sum of={{ usd: perHour.usd, unknown: [] }} />
        </span>{' '}
        <span className="mw-quiet">{t('window.home.anHour', { unknown: perHour.unknown.length })}</span>
      </p>
      <dl className="mw-sums">
        <div>
          <dd>
            <Sum of={summary.todaySoFar} />
          </dd>
          <dt>{t('window.home.todaySoFar')}</dt>
        </div>
        <div>
          <dd>
            <Sum of={summary.todayByMidnight} />
          </dd>
          <dt>{t('window.home.byMidnight')}</dt>
        </div>
        <div>
          <dd>
            <Sum of={summary.monthIfForgotten} />
          </dd>
          <dt>{t('window.home.month')}</dt>
        </div>
      </dl>
      {summary.rows.length === 0 ? (
        <p className="mw-quiet">{t('window.home.nothingCosts')}</p>
      ) : (
        <Rows rows={summary.rows} />
      )}
    </Card>
  );
}

/** In a narrow window the card takes the full width; so many rows leave the other two cards above the fold. */
const narrowRows = 2;

function Rows({ rows }: { rows: Summary['rows'] }) {
  const { t } = useSay();
  const narrow = useMedia('(width < 1150px)');
  const [all, setAll] = useState(false);
  const few = narrow && !all && rows.length > narrowRows + 1;
  const shown = few ? rows.slice(0, narrowRows) : rows;
  return (
    <>
      <ul className="mw-rows">
        {shown.map((row) => (
          <CostRow key={`${row.kind} ${row.region} ${row.name}`} row={row} />
        ))}
      </ul>
      {few && (
        <button type="button" className="mw-link mw-more" onClick={() => setAll(true)}>
          {t('window.home.more', { n: rows.length - narrowRows })}
        </button>
      )}
    </>
  );
}

function CostRow({ row }: { row: Summary['rows'][number] }) {
  const { t } = useSay();
  const page = thingPage({ type: row.kind, name: row.name });
  return (
    <li>
      <div className="mw-row-main">
        {page === null ? (
          <strong>{row.name}</strong>
        ) : (
          <a className="mw-row-name" href={page}>
            {row.name}
          </a>
        )}
        <div className="mw-note">
          <Words of={row.says} /> ·{' '}
          <span className={row.noEnd ? 'mw-amber' : undefined}>
            <Words of={row.ends} />
          </span>
        </div>
      </div>
      <div className="mw-row-price">
        <strong>
          <Money usd={row.usdPerHour} />
        </strong>
        {row.usdPerHour !== null && <span className="mw-note"> {t('window.money.perHour')}</span>}
      </div>
      {row.stop === null ? (
        page !== null && (
          <a className="mw-row-action" href={page} aria-label={t('window.home.lookAt', { name: row.name })}>
            {t('window.home.look')}
          </a>
        )
      ) : (
        <a
          className="mw-row-action"
          href={to.operation(row.stop.source, row.stop.answers)}
          aria-label={t('window.home.stopThing', { name: row.name })}
        >
          {t('window.home.stop')}
        </a>
      )}
    </li>
  );
}
