import Button from '@cloudscape-design/components/button';
import { useRef, useState } from 'react';
import { useSay } from '../../i18n/use-say.ts';
import { answerAt } from '../paths.ts';
import type { ControlProps } from './types.ts';

/** The text of a picked file. It stays in this window and main; a file that is too large is not even read. */
export function FileControl({ control, value, set, answers, setAt, label }: ControlProps<'file'>) {
  const { t } = useSay();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const name = answerAt(answers, control.namePath);
  const chosen = typeof value === 'string' && value !== '';
  const pick = async (file: File) => {
    if (file.size > control.maxBytes) {
      const [size, most] = [{ bytes: file.size }, { bytes: control.maxBytes }];
      setWrong(t('window.file.tooLarge', { size, most }));
      return;
    }
    try {
      const text = await file.text();
      setWrong(null);
      setAt(control.namePath, file.name.slice(0, 255));
      set(text);
    } catch {
      // The browser says no more than that: moved, locked, or a folder.
      setWrong(t('window.file.unreadable'));
    }
  };
  const press = t(chosen ? 'window.file.other' : 'window.file.choose');
  return (
    <div className="mw-stack-s">
      <div className="mw-actions-start">
        <Button ariaLabel={`${label} ${press}`} onClick={() => input.current?.click()}>
          {press}
        </Button>
        {chosen && <span className="mw-code">{typeof name === 'string' ? name : ''}</span>}
      </div>
      <input
        ref={input}
        type="file"
        accept={control.accept}
        className="mw-hidden-input"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void pick(file);
        }}
      />
      {wrong !== null && (
        <p className="mw-red" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
