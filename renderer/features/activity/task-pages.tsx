import Button from '@cloudscape-design/components/button';
import { useStore } from 'zustand';
import { useState } from 'react';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { now } from '../../app/clock.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { CancelTask, LeaveTask, LookAgain, RemoveAll, TryAgain } from '../../plan/task-actions.tsx';
import { didNotWork, isLost, isOver, TaskView } from '../../plan/task-view.tsx';
import { usePlan, useTask } from '../../plan/use-task.ts';
import { NeedsCard } from '../home/needs-card.tsx';
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
        title={t(
          isLost(task)
            ? 'window.task.lost'
            : isOver(task)
              ? `window.task.state.${task.state}`
              : 'window.station.apply',
        )}
        note={
          isLost(task) ? t('window.task.lostSays') : isOver(task) ? undefined : t('window.station.apply.says')
        }
      />
      <StuckStacks task={task} plan={plan.value} />
      <TaskView task={task} plan={plan.value} />
      <Folders task={task} plan={plan.value} />
      <div className="mw-actions">
        <div className="mw-actions-start">
          <CancelTask task={task} />
          <RemoveAll task={task} />
        </div>
        <div className="mw-actions-end">
          {task.receiptId !== undefined && (
            <Button href={to.receipt(task.receiptId)}>{t('window.receipt.one')}</Button>
          )}
          <LeaveTask primary={!didNotWork(task) && !isLost(task)} />
          <LookAgain task={task} />
          <TryAgain task={task} plan={plan.value} />
        </div>
      </div>
    </div>
  );
}

/** What AWS could not finish: the sentence and the one button that Home has for it. */
function StuckStacks({ task, plan }: { task: Task; plan: Plan | null }) {
  const stuck = didNotWork(task) && task.error?.code === 'aws.stackStuck';
  return stuck && plan !== null ? <NeedsOf plan={plan} /> : null;
}

function NeedsOf({ plan }: { plan: Plan }) {
  const { stores } = useApp();
  const { data } = useRemote(stores.home);
  const ids = plan.changes.flatMap((change) =>
    change.kind === 'stack' ? [`stack:${change.stackName}`] : [],
  );
  const needs = data?.needs.filter(({ id }) => ids.includes(id)) ?? [];
  return needs.length === 0 ? null : <NeedsCard needs={needs} />;
}

/** Where the files are that were sent. */
function Folders({ task, plan }: { task: Task; plan: Plan | null }) {
  const { t } = useSay();
  if (plan === null || task.state !== 'succeeded') return null;
  return plan.changes.map((change) =>
    change.kind === 'upload' ? (
      <a key={change.id} className="mw-link" href={to.folder(change.bucket, change.prefix)}>
        {t('window.task.openFolder', { where: `${change.bucket}/${change.prefix}` })}
      </a>
    ) : null,
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
