import type { Task } from '../../../preload/contract/task.ts';
import { now } from '../../app/clock.ts';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { isOver } from '../../plan/task-view.tsx';
import { Card } from '../../ui/card.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Bar } from '../../ui/progress.tsx';

/** Done things that are shown; Activity has them all. */
const most = 5;

/** What is being done, and what was done today. */
export function DoingCard({ tasks }: { tasks: Task[] }) {
  const { t, clock, date } = useSay();
  const doing = tasks.filter((task) => !isOver(task));
  const today = date(new Date(now()).toISOString(), true);
  const over = tasks
    .filter((task) => task.endedAt !== undefined && date(task.endedAt, true) === today)
    .slice(0, most);
  return (
    <Card title={t('window.home.doingTitle')}>
      {doing.length === 0 && <p className="mw-quiet">{t('window.home.nothingDone')}</p>}
      {doing.map((task) => (
        <div key={task.id} className="mw-doing">
          <a className="mw-row-name" href={to.task(task.id)}>
            <Words of={task.title} />
          </a>
          <Bar share={shareOf(task)} waiting={task.state === 'waiting'} label={t('window.task.progress')} />
          <p className="mw-note">
            {task.detail !== undefined && <Words of={task.detail} />} {t('window.home.soFar')}{' '}
            <Elapsed from={task.startedAt} />
            {task.usually !== undefined &&
              t('window.home.usually', {
                from: { duration: task.usually.from },
                to: { duration: task.usually.to },
              })}
          </p>
        </div>
      ))}
      {over.length > 0 && (
        <>
          <h3 className="mw-h3 mw-over">{t('window.home.doneToday')}</h3>
          <ul className="mw-checks mw-checks-dense">
            {over.map((task) => (
              <li key={task.id}>
                <Mark
                  kind={task.state === 'succeeded' ? 'done' : task.state === 'failed' ? 'failed' : 'undone'}
                />
                <a className="mw-plain" href={to.task(task.id)}>
                  {t('window.home.doneAt', {
                    title: { message: task.title },
                    clock: clock(task.endedAt ?? task.startedAt),
                  })}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function shareOf(task: Task): number | null {
  if (task.progress !== undefined) return task.progress;
  if (task.steps.length === 0) return null;
  return task.steps.filter((step) => step.state === 'done').length / task.steps.length;
}
