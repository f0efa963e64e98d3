import { useRef, useState } from 'react';
import type { ObjectRow } from '../../../preload/contract/domains/data.ts';
import { sizeText } from '../../../words/index.ts';
import { to } from '../../app/router.ts';
import { useSay, type Say } from '../../i18n/use-say.ts';
import { Glyph } from '../../ui/glyph.tsx';
import type { Column } from '../../ui/resource-table.tsx';
import { PreviewCard } from './preview-card.tsx';

/** The file that is looked into, below the list that it was opened from. */
export function usePreview(bucket: string) {
  const [seen, setSeen] = useState<ObjectRow | null>(null);
  /** What opened the preview has the focus again when it is closed. */
  const opener = useRef<Element | null>(null);
  const close = () => {
    setSeen(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return {
    see: (row: ObjectRow) => {
      opener.current = document.activeElement;
      setSeen(row);
    },
    preview: seen !== null && <PreviewCard key={seen.key} bucket={bucket} file={seen} onClose={close} />,
  };
}

/** Name, size and time of the files of a folder. */
export const fileColumns = (
  { t, time }: Pick<Say, 't' | 'time'>,
  bucket: string,
  onSee: (row: ObjectRow) => void,
): Column<ObjectRow>[] => [
  {
    id: 'name',
    header: t('window.column.name'),
    // Folders first, as in any list of files.
    text: (row) => `${row.kind === 'folder' ? '0' : '1'}${row.name}`,
    cell: (row) => <Name row={row} bucket={bucket} onSee={onSee} />,
  },
  {
    id: 'size',
    header: t('window.column.size'),
    figure: true,
    fit: 120,
    text: (row) => row.bytes,
    cell: (row) => (row.kind === 'folder' ? '' : sizeText(row.bytes)),
  },
  {
    id: 'changed',
    header: t('window.column.changed'),
    fit: 150,
    text: (row) => row.changedAt ?? '',
    cell: (row) => (row.changedAt === null ? '' : time(row.changedAt)),
  },
];

function Name({ row, bucket, onSee }: { row: ObjectRow; bucket: string; onSee: (row: ObjectRow) => void }) {
  const { t } = useSay();
  if (row.kind === 'folder')
    return (
      <a className="mw-row-name mw-file" href={to.folder(bucket, row.key)}>
        <Glyph name="folder" /> {row.name}
      </a>
    );
  return (
    <button
      type="button"
      className="mw-row-name mw-file"
      onClick={() => onSee(row)}
      aria-label={t('window.data.see', { name: row.name })}
    >
      <Glyph name="file" /> {row.name}
    </button>
  );
}
