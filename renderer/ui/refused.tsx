import Alert from '@cloudscape-design/components/alert';
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Technical } from './problem.tsx';

/** Whether that list may not be seen. */
export const isRefused = (refused: readonly Refused[], of: Refused['of']): boolean =>
  refused.some((one) => one.of === of);

/** What this account may not see: the right that AWS asks for, what is missing for want of it, and who can help. */
export function RefusedNotice({ refused }: { refused: readonly Refused[] }) {
  const { t } = useSay();
  const [first, ...more] = refused;
  if (first === undefined) return null;
  const sentence = ({ of, error }: Refused): string => {
    const action = error.says.params?.['action'];
    return t(`window.refused.${of}`, { action: typeof action === 'string' ? action : 'none' });
  };
  const byRule = refused.find(({ error }) => error.code === 'permission.deniedExplicitly');
  return (
    <Alert
      type="warning"
      header={more.length === 0 ? sentence(first) : t('window.refused.many', { n: refused.length })}
    >
      {more.length > 0 && (
        <ul className="mw-plain-list">
          {refused.map((one) => (
            <li key={one.of}>{sentence(one)}</li>
          ))}
        </ul>
      )}
      {byRule === undefined ? t('window.refused.help') : <Words of={byRule.error.mend} />}
      {refused.map(
        ({ of, error }) => error.technical !== undefined && <Technical key={of} details={error.technical} />,
      )}
    </Alert>
  );
}

/** A fact that could not be seen; never shown as "none". */
export function NotSeen() {
  const { t } = useSay();
  return (
    <span
      className="mw-unknown"
      role="img"
      aria-label={t('window.refused.notSeen')}
      title={t('window.refused.notSeen')}
    >
      ?
    </span>
  );
}
