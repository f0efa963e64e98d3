import Button from '@cloudscape-design/components/button';
import { useStore } from 'zustand';
import { useState } from 'react';
import { now } from '../../app/clock.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { CancelTask, LeaveTask, RemoveAll, TryAgain } from '../../plan/task-actions.tsx';
import { didNotWork, isOver, TaskView } from '../../plan/task-view.tsx';
import { usePlan, useTask } from '../../plan/use-task.ts';
import { Card, PageHead } from '../../ui/card.tsx';
import { Elapsed, Waiting } from '../../ui/elapsed.tsx';
import { Mark } from '../../ui/mark.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';

export function TaskPage({ id }: { id: string }) {
  const { t } = useSay();
  const task = useTask(id);
  const plan = usePlan(task?.planId ?? null);
  const [since] = useState(now);
  const { stores } = useApp();
  const tasks = useStore(stores.tasks);
  if (task === null)
    return tasks.status === 'ready' ? (
      <PageHead title={t('window.task.gone')} />
    ) : (
      <Waiting what={t('window.task.reading')} since={since} upTo={30} />
    );
  return (
    <div className="mw-stack">
      <PageHead
        title={t(isOver(task) ? `window.task.state.${task.state}` : 'window.station.apply')}
        note={isOver(task) ? undefined : t('window.station.apply.says')}
      />
      <TaskView task={task} plan={plan.value} />
      <div className="mw-actions">
        <div className="mw-actions-start">
          <CancelTask task={task} />
          <RemoveAll task={task} />
        </div>
        <div className="mw-actions-end">
          {task.receiptId !== undefined && (
            <Button href={to.receipt(task.receiptId)}>{t('window.receipt.one')}</Button>
          )}
          <LeaveTask primary={!didNotWork(task)} />
          <TryAgain task={task} plan={plan.value} />
        </div>
      </div>
    </div>
  );
}

export function TasksPage() {
  const { stores } = useApp();
  const { t } = useSay();
  const tasks = useRemote(stores.tasks);
  return (
    <RemoteView remote={tasks} store={stores.tasks} what={t('window.task.reading')}>
      {(list) => (
        <>
          <PageHead title={t('window.task.title', { n: list.filter((task) => !isOver(task)).length })} />
          <Card>
            {list.length === 0 && <p className="mw-quiet">{t('window.home.nothingDone')}</p>}
            <ul className="mw-rows">
              {list.map((task) => (
                <li key={task.id}>
                  <Mark kind={!isOver(task) ? 'running' : task.state === 'succeeded' ? 'done' : 'failed'} />
                  <div className="mw-row-main">
                    <a className="mw-row-name" href={to.task(task.id)}>
                      <Words of={task.title} />
                    </a>
                    <div className="mw-note">{t(`window.task.state.${task.state}`)}</div>
                  </div>
                  <Elapsed from={task.startedAt} to={task.endedAt} />
                </li>
              ))}
            </ul>
          </Card>
        </>
      )}
    </RemoteView>
  );
}
