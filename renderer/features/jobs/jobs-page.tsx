import Button from '@cloudscape-design/components/button';
import { useMemo } from 'react';
import type { JobRow } from '../../../preload/contract/job.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { go, to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { WithAge } from '../../ui/elapsed.tsx';
import { isRefused, RefusedNotice } from '../../ui/refused.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable, type Empty } from '../../ui/resource-table.tsx';
import { jobColumns } from './job-columns.tsx';
import { isIn, isStateGroup, stateGroups, type StateGroup } from './job-state.tsx';
import { trainingWizard, useTrains } from './use-trains.ts';

/** The rest of the list is asked for by its store. */
const comes = (): void => undefined;
const groups = Object.keys(stateGroups) as StateGroup[];

/** Every training of the region, of every kind. `only`: jobs of these states; all where it names none. */
export function JobsPage({ only: wanted = null }: { only?: string | null }) {
  const { stores } = useApp();
  const say = useSay();
  const { t } = say;
  const jobs = useRemote(stores.jobs);
  const trains = useTrains();
  const only = isStateGroup(wanted) ? wanted : null;
  const all = jobs.data?.rows;
  const shown = useMemo(
    () => (only === null ? all : all?.filter(({ state }) => isIn(only, state))) ?? [],
    [all, only],
  );
  const columns = useMemo(() => jobColumns(say), [say]);
  const empty: Empty =
    only === null
      ? {
          title: t('window.jobs.empty'),
          says: t('window.jobs.emptySays'),
          ...(trains && { action: <MakeOne /> }),
        }
      : { title: t('window.jobs.noneSo'), says: t('window.jobs.noneSoSays') };
  return (
    <RemoteView remote={jobs} store={stores.jobs} what={t('window.jobs.reading')} upTo={60}>
      {({ rows, loadedAt, refused, firstOf }) => {
        const unseen = isRefused(refused, 'jobs');
        return (
          <div className="mw-stack">
            <PageHead
              title={
                unseen
                  ? t('window.nav.training')
                  : t('window.jobs.title', {
                      all: firstOf?.all ?? rows.length,
                      n: firstOf?.running ?? count(rows, 'running'),
                    })
              }
              note={loadedAt !== null && <WithAge id="window.asOf" of={loadedAt} />}
              actions={trains && rows.length > 0 ? <MakeOne /> : undefined}
            />
            <RefusedNotice refused={refused} />
            {rows.length > 0 && <Filter rows={firstOf === null ? rows : null} only={only} />}
            {!(unseen && rows.length === 0) && (
              <ResourceTable
                label={t('window.nav.training')}
                rows={shown}
                more={firstOf ? comes : null}
                columns={columns}
                rowId={idOf}
                rowName={nameOf}
                empty={empty}
                select
                actions={compareSelected}
              />
            )}
          </div>
        );
      }}
    </RemoteView>
  );
}

const idOf = (row: JobRow): string => row.id;
const nameOf = (row: JobRow): string => row.name;

const count = (rows: readonly JobRow[], group: StateGroup): number =>
  rows.reduce((sum, { state }) => sum + (isIn(group, state) ? 1 : 0), 0);

/** `rows`: null while not all of them are here, and nobody can count. */
function Filter({ rows, only }: { rows: readonly JobRow[] | null; only: StateGroup | null }) {
  const { t } = useSay();
  const text = (words: string, n: number | undefined) =>
    n === undefined ? words : t('window.jobs.withCount', { words, n });
  return (
    <ChoiceField
      label={t('window.jobs.show')}
      selectedId={only ?? 'all'}
      options={[
        { id: 'all', text: text(t('window.jobs.show.all'), rows?.length) },
        ...groups.map((group) => ({
          id: group,
          text: text(t(`window.jobs.show.${group}`), rows === null ? undefined : count(rows, group)),
        })),
      ]}
      onChange={({ detail }) => go(to.jobs(isStateGroup(detail.selectedId) ? detail.selectedId : undefined))}
    />
  );
}

/** Two that were chosen are laid side by side. */
const compareSelected = (selected: JobRow[]) => <CompareSelected selected={selected} />;

function CompareSelected({ selected }: { selected: readonly JobRow[] }) {
  const { t } = useSay();
  const [a, b, ...more] = selected;
  if (a === undefined) return null;
  if (b === undefined || more.length > 0) return <span className="mw-note">{t('window.compare.two')}</span>;
  return <Button href={to.compare(a.id, b.id)}>{t('window.compare.press')}</Button>;
}

function MakeOne() {
  const { t } = useSay();
  return (
    <Button variant="primary" href={to.wizard(trainingWizard)}>
      {t('window.jobs.make')}
    </Button>
  );
}
