import Button from '@cloudscape-design/components/button';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Station } from '../../preload/contract/wizard.ts';
import { stations } from '../../preload/contract/plain.ts';
import { useApp } from '../app/context.tsx';
import { go, to } from '../app/router.ts';
import { OpenPlanFile } from '../features/activity/open-plan-file.tsx';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Waiting } from '../ui/elapsed.tsx';
import { Problem } from '../ui/problem.tsx';
import { Preflight } from '../plan/preflight.tsx';
import { Review } from '../plan/review.tsx';
import { SaveForReview } from '../plan/save-for-review.tsx';
import { StartButton, StartNotice, useStartPlan } from '../plan/start-plan.tsx';
import { Doing } from './doing.tsx';
import { Frame } from './frame.tsx';
import { Questions } from './questions.tsx';
import { trainingWizard } from '../features/jobs/use-trains.ts';
import { createWizardStore, type WizardStore } from './wizard-store.ts';

const SpotChart = lazy(async () => ({
  default: (await import('../features/jobs/spot-chart.tsx')).SpotChart,
}));

/**
 * `of`: the thing that this wizard changes. `taskId`: the plan of this wizard was started; the last three stations show
 * how it goes.
 */
export function WizardPage({
  id,
  of,
  taskId,
  receipt,
}: {
  id: string;
  of: string | null;
  taskId: string | null;
  receipt: boolean;
}) {
  const { api } = useApp();
  const [store] = useState(() => createWizardStore(api, id, of));
  useEffect(() => {
    void store.getState().open();
  }, [store]);
  return taskId === null ? (
    <Asking id={id} of={of} store={store} />
  ) : (
    <Doing id={id} of={of} store={store} taskId={taskId} receipt={receipt} />
  );
}

/** Goal to Review. */
function Asking({ id, of, store }: { id: string; of: string | null; store: WizardStore }) {
  const { api, stores } = useApp();
  const { t, says } = useSay();
  const state = useStore(store);
  const { station, session, plan } = state;
  const start = useStartPlan(plan, (taskId) => {
    if (of === null) void api.wizards.discard({ id }).then(() => stores.wizards.load());
    go(to.wizard(id, taskId, false, of));
  });
  useFocusFirstProblem(store);
  if (session === null)
    return state.error === null ? (
      <Waiting what={t('window.wizard.opening')} since={state.busySince ?? 0} upTo={60} />
    ) : (
      <Problem error={state.error} onRetry={() => void state.open()} />
    );
  const next = stations[stations.indexOf(station) + 1] ?? 'receipt';
  const blocked = plan !== null && plan.blockers.length > 0;
  return (
    <Frame
      station={station}
      store={store}
      description={
        station === 'review' && plan?.press !== undefined
          ? t('window.review.nothingYet', { press: says(plan.press) })
          : undefined
      }
      onStation={(requested) => {
        if (stations.indexOf(requested) < stations.indexOf(station)) state.goTo(requested);
        else void state.next();
      }}
      actions={
        <>
          <Button variant="link" href={of === null ? to.home() : to.changed(id, of)}>
            {t(of === null ? 'window.wizard.leave' : 'window.wizard.leaveUnchanged')}
          </Button>
          {station !== 'goal' && <Button onClick={() => state.back()}>{t('window.wizard.back')}</Button>}
          {station === 'review' && plan !== null ? (
            <StartButton plan={plan} start={start} />
          ) : (
            <Button
              variant="primary"
              loading={state.busySince !== null}
              onClick={() => {
                if (station === 'preflight' && blocked) state.goTo('basics');
                else void state.next();
              }}
            >
              {station === 'preflight' && blocked
                ? t('window.wizard.mendAnswers')
                : t('window.wizard.next', { station: t(`window.station.${next}.small`) })}
            </Button>
          )}
        </>
      }
      aside={station === 'review' && plan !== null && <SaveForReview plan={plan} />}
    >
      <div className="mw-stack">
        {state.error !== null && <Problem error={state.error} />}
        <StartNotice start={start} />
        {station === 'goal' && (
          <Card size="plan" title={<Words of={session.description.goal} />}>
            <p className="mw-quiet">
              <Words of={session.description.cardNote} />
            </p>
            {of === null && (
              <p>
                <a className="mw-link" href={to.start()}>
                  {t('window.wizard.otherGoal')}
                </a>
              </p>
            )}
            {session.description.steps.some((s) => s.station === 'goal' && s.fields.length > 0) && (
              <Questions store={store} station="goal" />
            )}
          </Card>
        )}
        {(station === 'basics' || station === 'money') && (
          <Questions key={station} store={store} station={station} />
        )}
        {station === 'money' && id === trainingWizard && (
          <Suspense fallback={null}>
            <SpotChart answers={state.answers} />
          </Suspense>
        )}
        {(station === 'goal' || station === 'basics') && session.description.fromFile && (
          <OpenPlanFile offers={['old']} onAnswers={() => void state.open()} />
        )}
        {(station === 'preflight' || station === 'review') && <PlanPart store={store} station={station} />}
      </div>
    </Frame>
  );
}

function PlanPart({ store, station }: { store: WizardStore; station: Station }) {
  const { t } = useSay();
  const { plan, planError, busySince, makePlan } = useStore(store);
  if (planError !== null) return <Problem error={planError} onRetry={() => void makePlan()} />;
  if (plan === null)
    return busySince === null ? (
      <Button onClick={() => void makePlan()}>{t('window.plan.make')}</Button>
    ) : (
      <Waiting what={t('window.plan.making')} since={busySince} upTo={120} />
    );
  return station === 'preflight' ? <Preflight plan={plan} /> : <Review plan={plan} />;
}

/** Next has shown what is missing: the focus goes to the first of it, in the order of the page. */
function useFocusFirstProblem(store: WizardStore): void {
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.problems === before.problems || state.problems.length <= before.problems.length) return;
        const wrong = new Set(state.problems.map((p) => p.path));
        // After React has drawn the sentences and opened the safe defaults.
        requestAnimationFrame(() => {
          const questions = [...document.querySelectorAll<HTMLElement>('[data-path]')];
          const first = questions.find((q) =>
            [...wrong].some((p) => q.dataset['path'] === p || q.dataset['name'] === p),
          );
          first?.querySelector<HTMLElement>('input, button, [tabindex="0"]')?.focus();
        });
      }),
    [store],
  );
}
