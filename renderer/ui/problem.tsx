import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { AppError, TechnicalDetails } from '../../preload/contract/errors.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';

const rows = ['service', 'operation', 'awsCode', 'httpStatus', 'requestId', 'text'] as const;

/** What AWS said, one click away. */
export function Technical({ details }: { details: TechnicalDetails }) {
  const { t } = useSay();
  const known = rows.filter((row) => details[row] !== undefined);
  return (
    <details className="mw-details">
      <summary className="mw-link">{t('window.error.technical')}</summary>
      <dl className="mw-facts">
        {known.map((row) => (
          <div key={row}>
            <dt>{t(`window.error.${row}`)}</dt>
            <dd className="mw-code">{String(details[row])}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** One sentence of what happened, one action that mends it. */
export function Problem({ error, onRetry }: { error: AppError; onRetry?: (() => void) | undefined }) {
  const { t } = useSay();
  return (
    <Alert
      type={error.code === 'call.cancelled' ? 'info' : 'error'}
      header={<Words of={error.says} />}
      action={onRetry && <Button onClick={onRetry}>{t('window.tryAgain')}</Button>}
    >
      <Words of={error.mend} />
      {error.technical !== undefined && <Technical details={error.technical} />}
    </Alert>
  );
}
