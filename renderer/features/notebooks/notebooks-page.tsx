import Button from '@cloudscape-design/components/button';
import type { NotebookRow, Refused } from '../../../preload/contract/domains/notebooks.ts';
import { useMemo } from 'react';
import { useNow } from '../../app/clock.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { useSay, type Say } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { costColumns, regionColumn } from '../../ui/cost-columns.tsx';
import { Elapsed, WithAge } from '../../ui/elapsed.tsx';
import { isRefused, NotSeen, RefusedNotice } from '../../ui/refused.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable, type Column } from '../../ui/resource-table.tsx';
import { NotebookState } from './notebook-state.tsx';

/** The rest of the list is asked for by its store. */
const comes = (): void => undefined;
const soonMs = 15 * 60_000;

/** What Home leads to where it names many at once; the names are Home's. */
const parts = {
  failed: (row: NotebookRow) => row.status === 'Failed',
  noEnd: (row: NotebookRow) => row.usdPerHour !== 0 && row.endsAt === null,
  endsSoon: (row: NotebookRow, at: number) =>
    row.usdPerHour !== 0 && row.endsAt !== null && Date.parse(row.endsAt) - at <= soonMs,
};
type Part = keyof typeof parts;
const isPart = (text: string | null): text is Part => text !== null && Object.hasOwn(parts, text);

/** Nothing seen where nothing may be seen is not nothing. */
const unseen = (rows: readonly NotebookRow[], refused: readonly Refused[]): boolean =>
  rows.length === 0 && isRefused(refused, 'notebooks');

/** `only`: a part of the list; everything where it names none. */
export function NotebooksPage({ only: wanted = null }: { only?: string | null }) {
  const { stores } = useApp();
  const say = useSay();
  const { t } = say;
  const notebooks = useRemote(stores.notebooks);
  const only = isPart(wanted) ? wanted : null;
  const at = useNow(60_000);
  const all = notebooks.data?.rows;
  const shown = useMemo(
    () => (only === null ? all : all?.filter((row) => parts[only](row, at))) ?? [],
    [all, only, at],
  );
  return (
    <RemoteView remote={notebooks} store={stores.notebooks} what={t('window.notebooks.reading')}>
      {({ rows, loadedAt, refused, firstOf }) => (
        <div className="mw-stack">
          <PageHead
            title={
              isRefused(refused, 'notebooks')
                ? t('window.nav.notebooks')
                : t('window.notebooks.title', {
                    n: firstOf?.running ?? rows.filter((r) => r.status === 'InService').length,
                    all: firstOf?.all ?? rows.length,
                  })
            }
            note={loadedAt !== null && <WithAge id="window.asOf" of={loadedAt} />}
            actions={rows.length > 0 ? <MakeOne /> : undefined}
          />
          <RefusedNotice refused={refused} />
          {only !== null && (
            <p>
              {t(`window.notebooks.only.${only}`)}{' '}
              <a className="mw-link" href={to.notebooks()}>
                {t('window.notebooks.only.all')}
              </a>
            </p>
          )}
          {!unseen(rows, refused) && (
            <ResourceTable
              label={t('window.nav.notebooks')}
              rows={shown}
              more={firstOf ? comes : null}
              columns={columns(say, isRefused(refused, 'stacks'))}
              rowId={(row) => row.name}
              select
              empty={
                only === null
                  ? {
                      title: t('window.notebooks.empty'),
                      says: t('window.notebooks.emptySays'),
                      action: <MakeOne />,
                    }
                  : { title: t('window.notebooks.only.none'), says: t('window.notebooks.only.noneSays') }
              }
              actions={(selected) => <StopOne selected={selected} />}
            />
          )}
        </div>
      )}
    </RemoteView>
  );
}

function MakeOne() {
  const { t } = useSay();
  return (
    <Button variant="primary" href={to.wizard('notebook')}>
      {t('window.notebooks.make')}
    </Button>
  );
}

/** One plan stops one notebook: with more than one selected the first running one is offered. */
function StopOne({ selected }: { selected: NotebookRow[] }) {
  const { t } = useSay();
  const running = selected.filter((row) => row.status === 'InService');
  const first = running[0];
  if (selected.length === 0) return null;
  if (first === undefined) return <span className="mw-note">{t('window.notebooks.noneRuns')}</span>;
  return (
    <Button href={to.operation('notebook-stop', { name: first.name })}>
      {t('window.notebooks.stopFirst', { name: first.name, more: running.length - 1 })}
    </Button>
  );
}

/** `unseen`: stacks may not be seen, so that nobody knows who made a notebook and when it ends. */
function columns({ t, time, region }: Say, unseen: boolean): Column<NotebookRow>[] {
  return [
    {
      id: 'name',
      header: t('window.column.name'),
      text: (row) => row.name,
      cell: (row) => (
        <>
          <a className="mw-row-name" href={to.notebook(row.name)}>
            {row.name}
          </a>
          <div className="mw-note">{row.instanceType}</div>
        </>
      ),
    },
    {
      id: 'state',
      header: t('window.column.state'),
      text: (row) => t(`window.notebook.state.${row.status}`),
      cell: (row) => <NotebookState status={row.status} />,
    },
    {
      id: 'since',
      header: t('window.column.since'),
      text: (row) => row.since,
      cell: (row) => <Elapsed from={row.since} />,
    },
    ...costColumns(t),
    {
      id: 'ends',
      header: t('window.money.ends'),
      text: (row) => row.endsAt ?? '9',
      cell: (row) => (unseen && row.endsAt === null ? <NotSeen /> : <Ends row={row} time={time} t={t} />),
    },
    {
      id: 'who',
      header: t('window.column.who'),
      text: (row) => t(row.ownedByPlan === null ? 'window.who.other' : 'window.who.ours'),
      cell: (row) =>
        unseen && row.ownedByPlan === null ? (
          <NotSeen />
        ) : (
          t(row.ownedByPlan === null ? 'window.who.other' : 'window.who.ours')
        ),
    },
    regionColumn({ t, region }),
  ];
}

function Ends({ row, time, t }: { row: NotebookRow } & Pick<Say, 'time' | 't'>) {
  if (row.endsAt !== null) return time(row.endsAt);
  if (row.status === 'Stopped' || row.status === 'Failed') return t('window.ends.notRunning');
  return <span className="mw-amber">{t('window.money.noEnd')}</span>;
}
