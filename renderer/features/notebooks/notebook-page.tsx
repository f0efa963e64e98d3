import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Tabs from '@cloudscape-design/components/tabs';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { NotebookDetail, NotebookRow } from '../../../preload/contract/domains/notebooks.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore, type Remote } from '../../app/remote.ts';
import { go, to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Money } from '../../ui/money.tsx';
import { isRefused, NotSeen, RefusedNotice } from '../../ui/refused.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ThingHead } from '../../ui/thing-head.tsx';
import { AsMade } from '../stacks/as-made.tsx';
import { NotebookActions } from './notebook-actions.tsx';
import { NotebookState } from './notebook-state.tsx';
import { Configuration, CostTab, History, Log, Overview } from './notebook-tabs.tsx';

export type Notebook = z.output<typeof NotebookDetail>;

/** One notebook: how it stands and the one next action on top, then everything about it. */
export function NotebookPage({ name, tab }: { name: string; tab: string }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const [store] = useState(() => createRemoteStore((o) => api.notebooks.get({ name }, o)));
  const notebook = useRemote(store, 30_000);
  useEffect(() => {
    const rowOf = (list: Remote<{ rows: NotebookRow[] }>) => list.data?.rows.find((row) => row.name === name);
    void stores.notebooks.open();
    return stores.notebooks.subscribe((now, before) => {
      if (before.data !== null && rowOf(now) !== rowOf(before)) void store.load();
    });
  }, [store, stores, name]);
  return (
    <div className="mw-stack">
      <BreadcrumbGroup
        ariaLabel={t('window.breadcrumbs')}
        items={[
          { text: t('window.nav.notebooks'), href: to.notebooks() },
          { text: name, href: to.notebook(name) },
        ]}
      />
      <RemoteView remote={notebook} store={store} what={t('window.notebook.reading')}>
        {(data) => (
          <>
            <Head notebook={data} loadedAt={notebook.loadedAt} />
            <RefusedNotice refused={data.refused} />
            <Tabs
              activeTabId={tab}
              onChange={({ detail }) => go(to.notebook(name, detail.activeTabId))}
              tabs={[
                { id: 'overview', label: t('window.tab.overview'), content: <Overview notebook={data} /> },
                { id: 'log', label: t('window.tab.log'), content: <Log notebook={data} /> },
                { id: 'cost', label: t('window.tab.cost'), content: <CostTab notebook={data} /> },
                {
                  id: 'configuration',
                  label: t('window.tab.configuration'),
                  content: (
                    <div className="mw-stack">
                      <Configuration notebook={data} />
                      {data.stackName !== null && <AsMade of={{ kind: 'notebook', name }} />}
                    </div>
                  ),
                },
                { id: 'history', label: t('window.tab.history'), content: <History notebook={data} /> },
              ]}
            />
          </>
        )}
      </RemoteView>
    </div>
  );
}

function Head({ notebook, loadedAt }: { notebook: Notebook; loadedAt: number | null }) {
  const { t, time } = useSay();
  return (
    <ThingHead
      name={notebook.name}
      state={<NotebookState status={notebook.status} />}
      since={<Elapsed from={notebook.since} />}
      loadedAt={loadedAt}
      facts={
        <>
          <div>
            <dt>{t('window.column.costNow')}</dt>
            <dd>
              <Money usd={notebook.usdPerHour} /> {t('window.money.perHour')}
            </dd>
          </div>
          <div>
            <dt>{t('window.column.soFar')}</dt>
            <dd>
              <Money usd={notebook.usdSoFar} as="sum" />
            </dd>
          </div>
          <div>
            <dt>{t('window.money.ends')}</dt>
            <dd
              className={notebook.endsAt === null && notebook.status === 'InService' ? 'mw-amber' : undefined}
            >
              {notebook.endsAt !== null ? (
                time(notebook.endsAt)
              ) : isRefused(notebook.refused, 'stacks') ? (
                <NotSeen />
              ) : (
                t(notebook.status === 'InService' ? 'window.money.noEnd' : 'window.ends.notRunning')
              )}
            </dd>
          </div>
        </>
      }
      action={<NotebookActions notebook={notebook} />}
    />
  );
}
