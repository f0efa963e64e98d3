import Spinner from '@cloudscape-design/components/spinner';
import { useSay } from '../i18n/use-say.ts';
import { Glyph } from './glyph.tsx';

export type MarkKind = 'done' | 'failed' | 'running' | 'todo' | 'undone' | 'unknown' | 'warning' | 'info';

const glyphs = {
  done: 'check',
  failed: 'cross',
  todo: 'circle',
  undone: 'undo',
  unknown: 'warning',
  warning: 'warning',
  info: 'info',
} as const;

/** How a step stands: an icon with its word for those who do not see it, never colour alone. */
export function Mark({ kind }: { kind: MarkKind }) {
  const { t } = useSay();
  return (
    <span className={`mw-mark mw-mark-${kind}`} role="img" aria-label={t(`window.mark.${kind}`)}>
      {kind === 'running' ? <Spinner /> : <Glyph name={glyphs[kind]} />}
    </span>
  );
}
