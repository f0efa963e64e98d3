import Button from '@cloudscape-design/components/button';
import { useEffect, useRef, useState } from 'react';
import type { ObjectRow, Preview } from '../../../preload/contract/domains/data.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { createRemoteStore } from '../../app/remote.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';

/** The first part of a file: a table, a picture or text; and the way to have it on this computer. */
export function PreviewCard({
  bucket,
  file,
  onClose,
}: {
  bucket: string;
  file: ObjectRow;
  onClose: () => void;
}) {
  const { api } = useApp();
  const { t } = useSay();
  const [store] = useState(() =>
    createRemoteStore((options) => api.data.preview({ bucket, key: file.key }, options)),
  );
  const preview = useRemote(store);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const download = async () => {
    setBusy(true);
    const answer = await api.data.download({ bucket, key: file.key });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok && answer.value.how === 'link') window.open(answer.value.link, '_blank', 'noopener');
  };
  return (
    <div ref={place} tabIndex={-1} className="mw-focus-place">
      <Card
        title={file.name}
        label={t('window.data.preview')}
        aside={
          <div className="mw-page-actions">
            <Button iconName="download" loading={busy} onClick={() => void download()}>
              {t('window.data.download')}
            </Button>
            <Button onClick={onClose}>{t('window.close')}</Button>
          </div>
        }
      >
        {error !== null && <Problem error={error} />}
        <RemoteView remote={preview} store={store} what={t('window.data.readingFile')}>
          {(data) => <Content preview={data} name={file.name} />}
        </RemoteView>
      </Card>
    </div>
  );
}

function Content({ preview, name }: { preview: Preview; name: string }) {
  const { t } = useSay();
  switch (preview.kind) {
    case 'table':
      return (
        <>
          <div className="mw-preview-table" tabIndex={0} role="region" aria-label={t('window.data.table')}>
            <table>
              <thead>
                <tr>
                  {preview.columns.map((column, index) => (
                    <th key={`${column} ${index}`} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {preview.rows.map((row, index) => (
                  <tr key={index}>
                    {row.map((cell, at) => (
                      <td key={at}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="mw-note">
            {t(preview.more ? 'window.data.firstRows' : 'window.data.allRows', { n: preview.rows.length })}
          </p>
        </>
      );
    case 'image':
      return <img className="mw-picture" src={`data:${preview.mime};base64,${preview.base64}`} alt={name} />;
    case 'text':
      return (
        <>
          <pre className="mw-code mw-log" tabIndex={0}>
            {preview.text}
          </pre>
          {preview.more && <p className="mw-note">{t('window.data.moreText')}</p>}
        </>
      );
    case 'none':
      return <p className="mw-quiet">{t(`window.data.none.${preview.why}`)}</p>;
  }
}
