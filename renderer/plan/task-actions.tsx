import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import { useState } from 'react';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { useApp } from '../app/context.tsx';
import { go, to } from '../app/router.ts';
import { useSay } from '../i18n/use-say.ts';
import { danger } from '../ui/danger.ts';
import { Problem } from '../ui/problem.tsx';
import { StartNotice, useConsent, useStartPlan } from './start-plan.tsx';
import { didNotWork, isOver } from './task-view.tsx';
import { ThingName } from './thing-name.tsx';

/** Takes back what the task has made, once the person has confirmed it where this page cannot press. */
function useTakeBack(task: Task) {
  const { api, stores } = useApp();
  return useConsent(
    () => api.tasks.askConsent({ id: task.id }),
    async (ticket) => {
      const answer = await api.tasks.cancel({ id: task.id, ticket });
      if (!answer.ok) return answer.error;
      stores.tasks.patch((tasks) => tasks.map((x) => (x.id === task.id ? answer.value : x)));
      return null;
    },
  );
}

export function CancelTask({ task }: { task: Task }) {
  const { t } = useSay();
  const takeBack = useTakeBack(task);
  const cancelling = task.state === 'cancelling';
  if (isOver(task) || !(task.cancellable || cancelling)) return null;
  return (
    <>
      <Button
        loading={cancelling || takeBack.busy}
        loadingText={t('window.task.cancelling')}
        onClick={takeBack.start}
      >
        {t(
          cancelling
            ? 'window.task.cancelling'
            : task.state === 'lost'
              ? 'window.task.removeAll'
              : 'window.task.cancel',
        )}
      </Button>
      <StartNotice start={takeBack} />
    </>
  );
}

/** After a failure: removes what it left, once the person has read what goes. */
export function RemoveAll({ task }: { task: Task }) {
  const { t } = useSay();
  const takeBack = useTakeBack(task);
  const [asking, setAsking] = useState(false);
  if (!isOver(task) || !task.cancellable || task.leftOver.length === 0) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('window.task.removeAll')}</Button>
      {asking && (
        <Modal
          visible
          onDismiss={() => setAsking(false)}
          closeAriaLabel={t('window.close')}
          header={t('window.task.removeAllAsk')}
          footer={
            <Box float="right">
              <div className="mw-actions-end">
                <Button onClick={() => setAsking(false)}>{t('window.task.keepIt')}</Button>
                <Button
                  variant="primary"
                  style={danger}
                  onClick={() => {
                    setAsking(false);
                    takeBack.start();
                  }}
                >
                  {t('window.task.removeAll')}
                </Button>
              </div>
            </Box>
          }
        >
          <p>{t('window.task.removeAllSays')}</p>
          <ul className="mw-plain-list">
            {task.leftOver.map((thing) => (
              <li key={`${thing.type} ${thing.name}`}>
                <ThingName thing={thing} />
              </li>
            ))}
          </ul>
        </Modal>
      )}
      <StartNotice start={takeBack} />
    </>
  );
}

/** After a failure: the same plan goes on from the change that failed, or a new one is made where that cannot be. */
export function TryAgain({ task, plan }: { task: Task; plan: Plan | null }) {
  if (plan === null || !didNotWork(task)) return null;
  return task.state === 'failed' ? <GoOn plan={plan} /> : <MakeAnew plan={plan} primary />;
}

/** The confirmation is asked once more; a plan that does not fit the account any more is made anew. */
function GoOn({ plan }: { plan: Plan }) {
  const { t } = useSay();
  const start = useStartPlan(plan, () => undefined);
  const moved = start.phase.name === 'failed' && start.phase.error.code.startsWith('plan.');
  return (
    <>
      {moved ? (
        <MakeAnew plan={plan} primary />
      ) : (
        <Button variant="primary" loading={start.busy} onClick={start.start}>
          {t('window.task.again')}
        </Button>
      )}
      {start.phase.name === 'failed' && start.asks === null ? (
        <Problem error={start.phase.error} />
      ) : (
        <StartNotice start={start} />
      )}
    </>
  );
}

/** The same answers once more: a new plan with a digest of its own, read before it starts. */
function MakeAnew({ plan, primary = false }: { plan: Plan; primary?: boolean }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const [error, setError] = useState<AppError | null>(null);
  const again = async () => {
    const { source, answers } = plan;
    if (stores.wizards.getState().data === null) await stores.wizards.load();
    const wizard = stores.wizards.getState().data?.find(({ id }) => id === source);
    if (wizard === undefined) {
      go(to.operation(source, answers));
      return;
    }
    const kept = await api.wizards.keep({ id: source, answers, station: 'preflight' });
    if (kept.ok) go(to.wizard(source));
    else setError(kept.error);
  };
  return (
    <>
      <span title={t('window.task.anewSays')}>
        <Button variant={primary ? 'primary' : 'normal'} onClick={() => void again()}>
          {t('window.task.anew')}
        </Button>
      </span>
      {error !== null && <Problem error={error} />}
    </>
  );
}

/** A task that was lost sight of: main looks how far it got, and goes on. */
export function LookAgain({ task }: { task: Task }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const [state, setState] = useState<{ busy: boolean; error: AppError | null }>({ busy: false, error: null });
  if (task.state !== 'lost') return null;
  const look = async () => {
    setState({ busy: true, error: null });
    const answer = await api.tasks.look({ id: task.id });
    setState({ busy: false, error: answer.ok ? null : answer.error });
    if (answer.ok) stores.tasks.patch((tasks) => tasks.map((x) => (x.id === task.id ? answer.value : x)));
  };
  return (
    <>
      <Button variant="primary" loading={state.busy} onClick={() => void look()}>
        {t('window.task.lookAgain')}
      </Button>
      {state.error !== null && <Problem error={state.error} />}
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
