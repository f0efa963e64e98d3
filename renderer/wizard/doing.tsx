import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { Plan } from '../../preload/contract/plan.ts';
import { onlyChanges } from '../../preload/contract/plain.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Station } from '../../preload/contract/wizard.ts';
import { now } from '../app/clock.ts';
import { go, to } from '../app/router.ts';
import { useSay } from '../i18n/use-say.ts';
import { ReceiptView } from '../plan/receipt-view.tsx';
import { CancelTask, LeaveTask, RemoveAll, TryAgain } from '../plan/task-actions.tsx';
import { didNotWork, TaskView } from '../plan/task-view.tsx';
import { usePlan, useReceipt, useTask } from '../plan/use-task.ts';
import { Watch } from '../plan/watch.tsx';
import { Waiting } from '../ui/elapsed.tsx';
import { Problem } from '../ui/problem.tsx';
import { Frame } from './frame.tsx';
import type { WizardStore } from './wizard-store.ts';

/** Apply, Watch, Receipt. */
export function Doing({
  id,
  of,
  store,
  taskId,
  receipt: showReceipt,
}: {
  id: string;
  of: string | null;
  store: WizardStore;
  taskId: string;
  receipt: boolean;
}) {
  const { t } = useSay();
  const task = useTask(taskId);
  const [since] = useState(now);
  const plan = usePlan(task?.planId ?? null);
  const receipt = useReceipt(task?.receiptId ?? null);
  if (task === null) return <Waiting what={t('window.task.reading')} since={since} upTo={30} />;
  const done = task.state === 'succeeded';
  const station: Station = !done ? 'apply' : showReceipt ? 'receipt' : 'watch';
  return (
    <Frame
      station={station}
      store={store}
      description={
        didNotWork(task)
          ? t(`window.task.over.${howItStands(task, plan.value)}`)
          : station === 'watch' && of !== null
            ? t('window.station.watch.changed')
            : undefined
      }
      onStation={(requested) => {
        if (requested === 'receipt' || requested === 'watch')
          go(to.wizard(id, taskId, requested === 'receipt', of));
      }}
      actions={
        <>
          {station === 'watch' && (
            <Button href={to.wizard(id, taskId, true, of)}>{t('window.wizard.toReceipt')}</Button>
          )}
          {station === 'receipt' && (
            <Button href={to.wizard(id, taskId, false, of)}>{t('window.wizard.back')}</Button>
          )}
          <LeaveTask primary={station !== 'watch' && !didNotWork(task)} />
          <TryAgain task={task} plan={plan.value} />
        </>
      }
      aside={
        <div className="mw-actions-start">
          <CancelTask task={task} />
          <RemoveAll task={task} />
        </div>
      }
    >
      {station === 'apply' && <TaskView task={task} plan={plan.value} />}
      {station === 'watch' && (
        <Watch
          task={task}
          plan={plan.value}
          receipt={receipt.value}
          changed={of === null ? null : to.changed(id, of)}
        />
      )}
      {station === 'receipt' &&
        (receipt.value === null ? (
          receipt.error === null ? (
            <Waiting what={t('window.receipt.reading')} since={receipt.since} upTo={30} />
          ) : (
            <Problem error={receipt.error} />
          )
        ) : (
          <ReceiptView receipt={receipt.value} />
        ))}
    </Frame>
  );
}

const howItStands = (task: Task, plan: Plan | null) =>
  task.leftOver.length > 0 ? 'left' : plan !== null && onlyChanges(plan) ? 'asBefore' : 'gone';
