import type { Plan } from '../../preload/contract/plan.ts';
import { hoursInMonth, runsByTheHour } from '../../preload/contract/plain.ts';
import type { Task, TaskStep } from '../../preload/contract/task.ts';
import { useNow } from '../app/clock.ts';
import { to } from '../app/router.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Leaders } from '../ui/leaders.tsx';
import { Mark } from '../ui/mark.tsx';
import { Money, Sum } from '../ui/money.tsx';
import { Problem } from '../ui/problem.tsx';
import { Bar } from '../ui/progress.tsx';
import { endOf } from './money-card.tsx';
import { ThingName } from './thing-name.tsx';

export const isOver = (task: Task) => task.endedAt !== undefined;
export const isLost = (task: Task) => task.state === 'lost';
export const didNotWork = (task: Task) => isOver(task) && task.state !== 'succeeded';

/** Work under way, or how it ended: what is done, what runs, what is to come, and the money beside it. */
export function TaskView({ task, plan }: { task: Task; plan: Plan | null }) {
  const { t } = useSay();
  const running = task.steps.findIndex((s) => s.state === 'running');
  const done = task.steps.filter((s) => s.state === 'done').length;
  const share = task.progress ?? (task.steps.length === 0 ? null : done / task.steps.length);
  return (
    <div className="mw-with-receipt">
      <div className="mw-stack">
        {task.error !== undefined && <Problem error={task.error} />}
        {task.leftOver.length > 0 && <LeftOver task={task} />}
        <Card
          size="plan"
          title={<Words of={task.title} />}
          aside={
            <strong>
              <Elapsed from={task.startedAt} to={task.endedAt} />
            </strong>
          }
        >
          {!isOver(task) && !isLost(task) && (
            <Bar share={share} waiting={task.state === 'waiting'} label={t('window.task.progress')} />
          )}
          <p className={isOver(task) ? undefined : 'mw-note'} role="status">
            {!isOver(task) && running >= 0 && (
              <>{t('window.task.step', { n: running + 1, all: task.steps.length })} </>
            )}
            {task.detail !== undefined && <Words of={task.detail} />} <Usual task={task} />
          </p>
          <ol className="mw-steps">
            {task.steps.map((step) => (
              <Step key={step.id} step={step} />
            ))}
          </ol>
          <Events task={task} />
        </Card>
      </div>
      <div className="mw-stack">
        {plan !== null && !didNotWork(task) && !isLost(task) && <TaskMoney plan={plan} />}
        {!isOver(task) && !isLost(task) && (
          <Card>
            <h3 className="mw-h3">{t('window.task.whenReady')}</h3>
            <p className="mw-quiet">{t('window.task.whenReadySays')}</p>
            <h3 className="mw-h3">{t('window.task.ifFails')}</h3>
            <p className="mw-quiet">{t('window.task.ifFailsSays')}</p>
          </Card>
        )}
      </div>
    </div>
  );
}

function Usual({ task }: { task: Task }) {
  const { t } = useSay();
  const at = useNow();
  if (task.usually === undefined || isOver(task) || isLost(task)) return null;
  const { from, to: most, worryAfter } = task.usually;
  const late = (at - Date.parse(task.startedAt)) / 1000 > worryAfter;
  return t(late ? 'window.task.late' : 'window.task.usual', {
    from: { duration: from },
    to: { duration: most },
    worry: { duration: worryAfter },
  });
}

function Step({ step }: { step: TaskStep }) {
  return (
    <li className={`mw-step mw-step-${step.state}`}>
      <Mark kind={step.state} />
      <div className="mw-step-body">
        <div className="mw-step-title">
          <Words of={step.title} />
        </div>
        {step.detail !== undefined && (
          <div className="mw-note" title={technicalOf(step)}>
            <Words of={step.detail} />
          </div>
        )}
      </div>
      <div className="mw-quiet">
        {step.startedAt !== undefined && (step.state === 'running' || step.endedAt !== undefined) && (
          <Elapsed from={step.startedAt} to={step.endedAt} />
        )}
      </div>
    </li>
  );
}

/** What AWS calls the thing that a step works on; the words say what it is. */
function technicalOf({ detail }: TaskStep): string | undefined {
  const id = detail?.params?.['id'];
  return typeof id === 'string' ? id : undefined;
}

function Events({ task }: { task: Task }) {
  const { t, clock } = useSay();
  return (
    <div className="mw-events">
      {task.events.length > 0 && (
        <details className="mw-details">
          <summary className="mw-link">{t('window.task.events', { n: task.events.length })}</summary>
          <div className="mw-log mw-code" tabIndex={0} role="log" aria-label={t('window.task.eventsLabel')}>
            {task.events.map((event, index) => (
              // Events are only ever added at the end.
              <div key={`${event.at} ${index}`}>
                <span className="mw-muted">{clock(event.at)}</span> {event.what} {event.status}
                {event.reason !== undefined && <span className="mw-red"> {event.reason}</span>}
              </div>
            ))}
          </div>
        </details>
      )}
      <a className="mw-link" href={to.plan(task.planId)}>
        {t('window.task.plan')}
      </a>
    </div>
  );
}

function TaskMoney({ plan }: { plan: Plan }) {
  const { t, time } = useSay();
  const end = endOf(plan);
  if (!runsByTheHour(plan.cost)) return null;
  return (
    <Card title={t('window.money.title')}>
      <Leaders
        lines={[
          {
            id: 'hour',
            label: t('window.money.hourReady'),
            value: <Sum of={plan.cost.perHour} as="sentence" />,
            hero: true,
          },
          ...(plan.cost.today === undefined
            ? []
            : [{ id: 'today', label: t('window.money.today'), value: <Sum of={plan.cost.today} /> }]),
          {
            id: 'ends',
            label: t('window.money.ends'),
            value: end === undefined ? t('window.money.noEnd') : time(end),
          },
        ]}
      />
    </Card>
  );
}

/** What exists now and what it costs, after a failure: never left to be guessed. */
function LeftOver({ task }: { task: Task }) {
  const { t } = useSay();
  const perHour = task.leftOver.reduce<number | null>(
    (sum, { usdPerHour }) => (sum === null || usdPerHour === null ? null : sum + usdPerHour),
    0,
  );
  return (
    <Card title={t(isLost(task) ? 'window.task.mayExist' : 'window.task.leftOver')}>
      <Leaders
        lines={[
          ...task.leftOver.map((thing) => ({
            id: `${thing.type} ${thing.name}`,
            label: <ThingName thing={thing} />,
            value: (
              <>
                <Money usd={thing.usdPerHour} /> {t('window.money.perHour')}
              </>
            ),
          })),
          {
            id: 'together',
            label: <strong>{t('window.task.together')}</strong>,
            value: (
              <strong>
                {t('window.task.hourAndMonth', {
                  hour: { money: perHour },
                  month: { money: perHour === null ? null : Math.round(perHour * hoursInMonth * 100) / 100 },
                })}
              </strong>
            ),
          },
        ]}
      />
    </Card>
  );
}
