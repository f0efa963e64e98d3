import { useVirtualizer } from '@tanstack/react-virtual';
import { unknownIn } from '../../../preload/contract/plain.ts';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app/context.tsx';
import { useMedia } from '../../app/media.ts';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { machineType, thingPage } from '../../plan/things.ts';
import { Card } from '../../ui/card.tsx';
import { Money, Sum } from '../../ui/money.tsx';
import { isRefused } from '../../ui/refused.tsx';
import { firstRect, observeRect } from '../../ui/rect.ts';
import type { Summary } from './home-page.tsx';
import { ThingLink, useHere } from './thing-link.tsx';

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
  // Nothing seen where nothing may be seen is not nothing.
  if (summary.rows.length === 0 && isRefused(summary.refused, 'notebooks'))
    return (
      <Card title={t('window.home.costTitle')}>
        <p className="mw-quiet">{t('window.home.refusedSum')}</p>
      </Card>
    );
  return (
    <Card title={t('window.home.costTitle')}>
      <p className="mw-rate">
        <span className="mw-rate-figure">
          {/* The unknown ones are said in words beside the figure. */}
          <Sum of={perHour.usd === 0 ? perHour : { usd: perHour.usd, unknown: [] }} />
        </span>{' '}
        <span className="mw-quiet">{t('window.home.anHour', { unknown: unknownIn(perHour) })}</span>
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
        <Rows summary={summary} />
      )}
    </Card>
  );
}

/** In a narrow window the card takes the full width; so many rows leave the other two cards above the fold. */
const narrowRows = 2;

/** More rows than this scroll in a box of their own, and only those in sight exist. */
const longList = 60;

function Rows({ summary: { rows, count } }: { summary: Summary }) {
  const { t } = useSay();
  const { stores } = useApp();
  const narrow = useMedia('(width < 1150px)');
  const [all, setAll] = useState(false);
  const every = useStore(stores.allCosts).data?.rows;
  const few = narrow && !all && rows.length > narrowRows + 1;
  const shown = few ? rows.slice(0, narrowRows) : all && rows.length < count ? (every ?? rows) : rows;
  const showAll = () => {
    setAll(true);
    if (rows.length < count) void stores.allCosts.load();
  };
  return (
    <>
      {shown.length > longList ? (
        <LongRows rows={shown} />
      ) : (
        <ul className="mw-rows">
          {shown.map((row) => (
            <CostRow key={keyOf(row)} row={row} />
          ))}
        </ul>
      )}
      {shown.length < count && (
        <button type="button" className="mw-link mw-more" onClick={showAll}>
          {t('window.home.more', { n: count - shown.length })}
        </button>
      )}
    </>
  );
}

const keyOf = (row: Summary['rows'][number]): string => `${row.kind} ${row.region} ${row.name}`;
/** Height of most rows, px; the others are measured when they are drawn. */
const usualHeight = 57;

function LongRows({ rows }: { rows: Summary['rows'] }) {
  const { t } = useSay();
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used in this component only, which is drawn at every scroll
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => usualHeight,
    initialRect: firstRect,
    observeElementRect: observeRect,
    // A row that is not laid out yet has no height.
    measureElement: (row) => row.getBoundingClientRect().height || usualHeight,
    overscan: 4,
  });
  return (
    <div
      ref={box}
      className="mw-long-rows"
      role="region"
      tabIndex={0}
      aria-label={t('window.home.costTitle')}
    >
      <ul className="mw-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row !== undefined && (
              <CostRow
                key={keyOf(row)}
                row={row}
                place={{
                  'data-index': item.index,
                  'aria-setsize': rows.length,
                  'aria-posinset': item.index + 1,
                  ref: virtual.measureElement,
                  style: { top: item.start },
                }}
              />
            )
          );
        })}
      </ul>
    </div>
  );
}

/** `place`: where it stands in a list of which only a part exists. */
function CostRow({ row, place }: { row: Summary['rows'][number]; place?: object }) {
  const say = useSay();
  const { t } = say;
  const here = useHere();
  // A machine of others has no page here.
  const page = row.kind === machineType && !row.ours ? null : thingPage({ type: row.kind, name: row.name });
  return (
    <li {...place}>
      <div className="mw-row-main">
        {page === null ? (
          <strong>{row.name}</strong>
        ) : (
          <ThingLink {...row} page={page} className="mw-row-name">
            {row.name}
          </ThingLink>
        )}
        <div className="mw-note">
          <Words of={row.says} />
          {here !== null && here !== row.region && (
            <span title={row.region}> {t('window.home.elsewhere', { region: say.region(row.region) })}</span>
          )}{' '}
          ·{' '}
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
          <ThingLink
            {...row}
            page={page}
            className="mw-row-action"
            label={t('window.home.lookAt', { name: row.name })}
          >
            {t('window.home.look')}
          </ThingLink>
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
