import Alert from '@cloudscape-design/components/alert';
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Technical } from './problem.tsx';

/** Whether that list may not be seen. */
export const isRefused = (refused: readonly Refused[], of: Refused['of']): boolean =>
  refused.some((one) => one.of === of);

/** What this account may not see: the right that AWS asks for, what is missing for want of it, and who can help. */
export function RefusedNotices({ refused }: { refused: readonly Refused[] }) {
  const { t } = useSay();
  return refused.map(({ of, error }) => {
    const action = error.says.params?.['action'];
    return (
      <Alert
        key={of}
        type="warning"
        header={t(`window.refused.${of}`, { action: typeof action === 'string' ? action : 'none' })}
      >
        {error.code === 'permission.denied' ? t('window.refused.help') : <Words of={error.mend} />}
        {error.technical !== undefined && <Technical details={error.technical} />}
      </Alert>
    );
  });
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
