import Button from '@cloudscape-design/components/button';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { RefusedNotice } from '../../ui/refused.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { ResourceTable } from '../../ui/resource-table.tsx';

export function BucketsPage() {
  const { stores } = useApp();
  const { t, date, region } = useSay();
  const buckets = useRemote(stores.buckets);
  const make = (
    <Button variant="primary" href={to.wizard('storage')}>
      {t('window.data.makeBucket')}
    </Button>
  );
  return (
    <RemoteView remote={buckets} store={stores.buckets} what={t('window.data.readingBuckets')}>
      {({ rows, refused }) => (
        <div className="mw-stack">
          <PageHead
            title={refused.length > 0 ? t('window.data.buckets') : t('window.data.title', { n: rows.length })}
            note={t('window.data.note')}
            actions={rows.length > 0 ? make : undefined}
          />
          <RefusedNotice refused={refused} />
          {refused.length === 0 && (
            <ResourceTable
              label={t('window.data.buckets')}
              rows={rows}
              rowId={(row) => row.name}
              empty={{ title: t('window.data.noBucket'), says: t('window.data.noBucketSays'), action: make }}
              columns={[
                {
                  id: 'name',
                  header: t('window.column.name'),
                  text: (row) => row.name,
                  cell: (row) => (
                    <a className="mw-row-name" href={to.folder(row.name)}>
                      {row.name}
                    </a>
                  ),
                },
                {
                  id: 'region',
                  header: t('window.column.region'),
                  text: (r) => `${region(r.region)} ${r.region}`,
                  cell: (r) => <span title={r.region}>{region(r.region)}</span>,
                },
                {
                  id: 'made',
                  header: t('window.column.made'),
                  fit: 130,
                  text: (r) => r.createdAt,
                  cell: (r) => date(r.createdAt),
                },
                {
                  id: 'who',
                  header: t('window.column.who'),
                  fit: 150,
                  text: (r) => t(r.ours ? 'window.who.ours' : 'window.who.other'),
                  cell: (r) => t(r.ours ? 'window.who.ours' : 'window.who.other'),
                },
              ]}
            />
          )}
        </div>
      )}
    </RemoteView>
  );
}
