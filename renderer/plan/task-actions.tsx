import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Task } from '../../preload/contract/task.ts';
import { useApp } from '../app/context.tsx';
import { to } from '../app/router.ts';
import { useSay } from '../i18n/use-say.ts';
import { Problem } from '../ui/problem.tsx';
import { isOver } from './task-view.tsx';

/** Takes back what the task has made; its plan's consent covers that. */
export function CancelTask({ task }: { task: Task }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const [error, setError] = useState<AppError | null>(null);
  if (!task.cancellable || isOver(task)) return null;
  const cancel = async () => {
    const answer = await api.tasks.cancel({ id: task.id });
    if (!answer.ok) setError(answer.error);
    else stores.tasks.patch((tasks) => tasks.map((x) => (x.id === task.id ? answer.value : x)));
  };
  const cancelling = task.state === 'cancelling';
  return (
    <>
      <Button loading={cancelling} loadingText={t('window.task.cancelling')} onClick={() => void cancel()}>
        {t(cancelling ? 'window.task.cancelling' : 'window.task.cancel')}
      </Button>
      {error !== null && <Problem error={error} />}
    </>
  );
}

/** Leaving is the primary action: nothing needs watching. */
export function LeaveTask({ primary = true }: { primary?: boolean }) {
  const { t } = useSay();
  return (
    <Button variant={primary ? 'primary' : 'normal'} href={to.home()}>
      {t('window.task.leave')}
    </Button>
  );
}
