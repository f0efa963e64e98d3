import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import { useRef, useState } from 'react';
import type { AppError } from '../../../preload/contract/errors.ts';
import { useApp } from '../../app/context.tsx';
import { stageFiles } from '../../features/data/stage-files.ts';
import { useSay } from '../../i18n/use-say.ts';
import { Bar } from '../../ui/progress.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { ControlProps } from './types.ts';

interface Sent {
  bytes: number;
  all: number;
  there: number;
  files: number;
}

/** A folder or files, laid ready on this computer until a plan puts them into a bucket; or an address in S3. */
export function FilesControl({ control, value, set, label, invalid }: ControlProps<'files'>) {
  const { api, host } = useApp();
  const { t } = useSay();
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  /** What was picked here; of an answer that was kept only its stage is known. */
  const [picked, setPicked] = useState<{ stage: string; files: number; bytes: number } | null>(null);
  const text = typeof value === 'string' ? value : '';
  const ready = text.startsWith('stage:');

  const pick = async (files: File[]) => {
    if (files.length === 0) return;
    const all = files.reduce((sum, { size }) => sum + size, 0);
    const chosen = files.map((file) => ({
      file,
      path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    }));
    stop.current = new AbortController();
    setError(null);
    const sending = { all, files: files.length };
    setSent({ ...sending, bytes: 0, there: 0 });
    const staged = await stageFiles({ api, host }, chosen, {
      signal: stop.current.signal,
      onProgress: ({ bytes, files: there }) => setSent({ ...sending, bytes, there }),
    });
    setSent(null);
    if (staged.ok) {
      const stage = `stage:${staged.value}`;
      setPicked({ stage, files: files.length, bytes: all });
      set(stage);
    } else if (staged.error.code !== 'call.cancelled') setError(staged.error);
  };
  const press = t(control.folder ? 'window.files.folder' : 'window.files.files');
  return (
    <div className="mw-stack-s">
      <div className="mw-actions-start">
        <Button
          ariaLabel={`${label} ${press}`}
          disabled={sent !== null}
          onClick={() => input.current?.click()}
        >
          {press}
        </Button>
        {ready && (
          <span className="mw-quiet">
            {picked?.stage === text
              ? t('window.files.readyOf', { files: picked.files, size: { bytes: picked.bytes } })
              : t('window.files.ready')}
          </span>
        )}
        {sent !== null && <Button onClick={() => stop.current?.abort()}>{t('window.cancel')}</Button>}
      </div>
      {sent !== null && (
        <div className="mw-stack-s">
          <span className="mw-quiet">
            {t('window.data.staging', {
              there: sent.there,
              files: sent.files,
              sent: { bytes: sent.bytes },
              all: { bytes: sent.all },
            })}
          </span>
          <Bar share={sent.all === 0 ? 0 : sent.bytes / sent.all} label={t('window.task.progress')} />
        </div>
      )}
      <Input
        value={ready ? '' : text}
        placeholder={t('window.files.example')}
        ariaLabel={`${label} ${t('window.files.address')}`}
        invalid={invalid}
        onChange={({ detail }) => set(detail.value)}
      />
      <input
        ref={(element) => {
          input.current = element;
          // React has no prop for it.
          if (control.folder) element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        className="mw-hidden-input"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void pick(files);
        }}
      />
      {error !== null && <Problem error={error} />}
    </div>
  );
}
