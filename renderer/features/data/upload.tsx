import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useRef, useState } from 'react';
import type { AppError } from '../../../preload/contract/errors.ts';
import { now } from '../../app/clock.ts';
import { useApp } from '../../app/context.tsx';
import { go, to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Bar } from '../../ui/progress.tsx';
import { stageFiles, type Picked } from './stage-files.ts';

interface Sending {
  since: string;
  sent: number;
  all: number;
  there: number;
  files: number;
}

/**
 * Picks files or a folder and lays them ready on this computer; then the plan of the upload is shown. Nothing reaches AWS
 * before Start there.
 */
export function UploadButtons({ bucket, prefix }: { bucket: string; prefix: string }) {
  const { api, host } = useApp();
  const { t } = useSay();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const send = async (picked: Picked[]) => {
    if (picked.length === 0) return;
    const all = picked.reduce((sum, { file }) => sum + file.size, 0);
    const since = new Date(now()).toISOString();
    setError(null);
    setSending({ since, sent: 0, there: 0, all, files: picked.length });
    stop.current = new AbortController();
    const staged = await stageFiles({ api, host }, picked, {
      signal: stop.current.signal,
      onProgress: ({ bytes, files: there }) =>
        setSending({ since, sent: bytes, there, all, files: picked.length }),
    });
    setSending(null);
    if (staged.ok) go(to.operation('data-upload', { bucket, prefix, stageId: staged.value }));
    else if (staged.error.code !== 'call.cancelled') setError(staged.error);
  };
  const picked = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])].map((file) => ({
      file,
      path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    }));
    input.value = '';
    void send(chosen);
  };
  return (
    <div className="mw-stack-s">
      <div className="mw-page-actions">
        <input
          ref={files}
          type="file"
          multiple
          className="mw-hidden-input"
          aria-label={t('window.data.pickFiles')}
          tabIndex={-1}
          onChange={(event) => picked(event.currentTarget)}
        />
        <input
          ref={(input) => {
            folder.current = input;
            // React has no prop for it.
            input?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          className="mw-hidden-input"
          aria-label={t('window.data.pickFolder')}
          tabIndex={-1}
          onChange={(event) => picked(event.currentTarget)}
        />
        <Button variant="primary" disabled={sending !== null} onClick={() => files.current?.click()}>
          {t('window.data.uploadFiles')}
        </Button>
        <Button disabled={sending !== null} onClick={() => folder.current?.click()}>
          {t('window.data.uploadFolder')}
        </Button>
      </div>
      {sending !== null && (
        <Alert
          type="info"
          action={<Button onClick={() => stop.current?.abort()}>{t('window.cancel')}</Button>}
        >
          {t('window.data.staging', {
            there: sending.there,
            files: sending.files,
            sent: { bytes: sending.sent },
            all: { bytes: sending.all },
          })}{' '}
          <Elapsed from={sending.since} />
          <Bar
            share={sending.all === 0 ? null : sending.sent / sending.all}
            label={t('window.task.progress')}
          />
        </Alert>
      )}
      {error !== null && <Problem error={error} />}
    </div>
  );
}
