import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useSay } from '../../i18n/use-say.ts';
import { saveFiles } from '../../ui/save-files.ts';
import type { LogStore } from './log-store.ts';

interface Told {
  kind: 'copied' | 'notCopied';
  lines: number;
}

/** A name that every file system takes. */
const fileName = (name: string): string => `${name.replaceAll(/[^\w.-]+/g, '-')}.log.txt`;

/** Takes the lines that are listed away, as text: to the clipboard, or into a file. */
export function LogText({ store, name }: { store: LogStore; name: string }) {
  const { t } = useSay();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const take = async (give: (text: string) => Promise<Told['kind'] | null>) => {
    setBusy(true);
    setTold(null);
    const lines = await store.all();
    if (lines !== null) {
      const kind = await give(lines.map(({ at, text }) => `${at} ${text}\n`).join(''));
      setTold(kind === null ? null : { kind, lines: lines.length });
    }
    setBusy(false);
  };
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      return 'copied' as const;
    } catch {
      // A browser may forbid it, or have no clipboard.
      return 'notCopied' as const;
    }
  };
  const save = async (text: string) => {
    saveFiles([{ name: fileName(name), text }]);
    return null;
  };
  return (
    <div className="mw-page-actions">
      <Button disabled={busy} onClick={() => void take(copy)}>
        {t('window.job.log.copy')}
      </Button>
      <Button disabled={busy} onClick={() => void take(save)}>
        {t('window.job.log.save')}
      </Button>
      <span className="mw-note" role="status">
        {told !== null && t(`window.job.log.${told.kind}`, { n: told.lines })}
      </span>
    </div>
  );
}
