import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { AppError } from '../../../preload/contract/errors.ts';
import { useApp } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Problem } from '../../ui/problem.tsx';

/** Main opens Jupyter; its presigned address never comes to this page, only a link of main's own. */
export function OpenNotebook({
  name,
  page,
  primary = false,
}: {
  name: string;
  page: 'lab' | 'classic' | 'dashboard';
  primary?: boolean;
}) {
  const { api } = useApp();
  const { t } = useSay();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const open = async () => {
    setBusy(true);
    const answer = await api.notebooks.open({ name, page });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok && answer.value.how === 'link') window.open(answer.value.link, '_blank', 'noopener');
  };
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'normal'}
        iconName="external"
        iconAlign="right"
        loading={busy}
        onClick={() => void open()}
      >
        {t(`window.notebook.open.${page}`)}
      </Button>
      {error !== null && <Problem error={error} />}
    </>
  );
}
