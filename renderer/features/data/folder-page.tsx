import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import { useCallback, useEffect, useState } from 'react';
import type { ObjectRow } from '../../../preload/contract/domains/data.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { go, to } from '../../app/router.ts';
import { useInvalidated } from '../../app/use-invalidated.ts';
import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable } from '../../ui/resource-table.tsx';
import { AsMade } from '../stacks/as-made.tsx';
import { fileColumns, usePreview } from './files.tsx';
import { createFolderStore, type FolderStore } from './folder-store.ts';
import { UploadButtons } from './upload.tsx';

/** A folder of a bucket: `prefix` is empty or ends with a slash. */
export function FolderPage({ bucket, prefix }: { bucket: string; prefix: string }) {
  const { api, stores } = useApp();
  const say = useSay();
  const { t } = say;
  const { data: buckets } = useRemote(stores.buckets);
  // A bucket that Millwright made, at its own page and not in a folder of it.
  const ours =
    prefix === '' && buckets?.rows.some(({ name, ours: made }) => made && name === bucket) === true;
  const [store] = useState(() => createFolderStore(api, bucket, prefix));
  const folder = useRemote(store);
  useInvalidated(store, 'data');
  useAgain(store);
  const more = useCallback(() => void store.more(), [store]);
  const { see, preview } = usePreview(bucket);
  const parts = prefix.split('/').filter((part) => part !== '');
  const crumbs = parts.map((text, index) => ({
    text,
    href: to.folder(bucket, parts.slice(0, index + 1).join('/')),
  }));
  return (
    <div className="mw-stack">
      <BreadcrumbGroup
        ariaLabel={t('window.breadcrumbs')}
        items={[
          { text: t('window.nav.data'), href: to.data() },
          { text: bucket, href: to.folder(bucket) },
          ...crumbs,
        ]}
      />
      <PageHead
        title={parts.at(-1) ?? bucket}
        actions={
          <>
            {ours && (
              <Button href={to.wizard('storage-change', undefined, false, bucket)}>
                {t('window.data.change')}
              </Button>
            )}
            <UploadButtons bucket={bucket} prefix={prefix} />
          </>
        }
      />
      <RemoteView remote={folder} store={store} what={t('window.data.readingFolder')}>
        {({ rows, continueFrom }) => (
          <>
            <ResourceTable
              label={t('window.data.files')}
              rows={rows}
              rowId={(row) => row.key}
              rowName={(row) => row.name}
              more={continueFrom === null ? null : more}
              select
              empty={{ title: t('window.data.empty'), says: t('window.data.emptySays') }}
              actions={(selected) => <DeleteSelected bucket={bucket} selected={selected} />}
              columns={[
                ...fileColumns(say, bucket, see),
                {
                  id: 'class',
                  header: t('window.column.storageClass'),
                  fit: 150,
                  hidden: true,
                  text: (row) => row.storageClass ?? '',
                  cell: (row) => row.storageClass ?? '',
                },
              ]}
            />
          </>
        )}
      </RemoteView>
      {ours && <AsMade of={{ kind: 'storage', name: bucket }} />}
      {preview}
    </div>
  );
}

/** A folder of one page is read again so often, ms: what others put there comes by itself. */
const againMs = 15_000;
const onePage = 1000;

function useAgain(store: FolderStore): void {
  useEffect(() => {
    const timer = setInterval(() => {
      const { data, status } = store.getState();
      const short = data !== null && data.continueFrom === null && data.rows.length <= onePage;
      if (short && status === 'ready' && !document.hidden) void store.load();
    }, againMs);
    return () => clearInterval(timer);
  }, [store]);
}

function DeleteSelected({ bucket, selected }: { bucket: string; selected: ObjectRow[] }) {
  const { t } = useSay();
  if (selected.length === 0) return null;
  return (
    <Button onClick={() => go(to.operation('data-delete', { bucket, keys: selected.map((row) => row.key) }))}>
      {t('window.data.delete', { n: selected.length })}
    </Button>
  );
}
