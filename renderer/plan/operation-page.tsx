import Button from '@cloudscape-design/components/button';
import { useCallback, useEffect, useState } from 'react';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { now } from '../app/clock.ts';
import { useApp } from '../app/context.tsx';
import { go, to } from '../app/router.ts';
import { useSay } from '../i18n/use-say.ts';
import { PageHead } from '../ui/card.tsx';
import { Waiting } from '../ui/elapsed.tsx';
import { Problem } from '../ui/problem.tsx';
import { Review } from './review.tsx';
import { SaveForReview } from './save-for-review.tsx';
import { StartButton, StartNotice, useStartPlan } from './start-plan.tsx';
import { usePlanSummary, VerdictForm, VerdictNotice } from './verdict.tsx';

/** Answers out of the address: a person may have typed them. */
function readAnswers(text: string | null): Answers | null {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    // What is in it, main checks.
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Answers)
      : null;
  } catch {
    // No JSON: said on the page as an address that means nothing.
    return null;
  }
}

/** Stop, start, extend, delete, upload: the plan is made from the answers, reviewed and started like any other. */
export function OperationPage({ source, answers: text }: { source: string; answers: string | null }) {
  const { api } = useApp();
  const { t, says } = useSay();
  const [made, setMade] = useState<{ plan: Plan | null; error: AppError | null; since: number }>(() => ({
    plan: null,
    error: null,
    since: now(),
  }));
  const make = useCallback(async () => {
    const answers = readAnswers(text);
    if (answers === null) return;
    const answer = await api.plans.make({ source, answers });
    setMade((m) => ({ ...m, plan: answer.ok ? answer.value : null, error: answer.ok ? null : answer.error }));
  }, [api, source, text]);
  useEffect(() => {
    // The state is set when main has answered, not while the effect runs.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void make();
  }, [make]);
  const again = () => {
    setMade({ plan: null, error: null, since: now() });
    void make();
  };
  if (readAnswers(text) === null) return <PageHead title={t('window.notFound.title')} />;
  const press = made.plan?.press;
  return (
    <>
      <PageHead
        title={t('window.review.title')}
        note={t('window.review.nothingYet', { press: press === undefined ? t('window.start') : says(press) })}
      />
      {made.error !== null && <Problem error={made.error} onRetry={again} />}
      {made.plan === null && made.error === null && (
        <Waiting what={t('window.plan.making')} since={made.since} upTo={120} />
      )}
      {made.plan !== null && <ReviewAndStart plan={made.plan} />}
    </>
  );
}

/** The review with its actions; goes to the task when it was started. `forReview`: a reviewer may give a verdict. */
export function ReviewAndStart({ plan, forReview = false }: { plan: Plan; forReview?: boolean }) {
  const { t } = useSay();
  const start = useStartPlan(plan, (taskId) => go(to.task(taskId)));
  const review = usePlanSummary(plan.id)?.review ?? null;
  return (
    <div className="mw-stack">
      <VerdictNotice review={review} />
      <StartNotice start={start} />
      <Review plan={plan} />
      <div className="mw-actions">
        <SaveForReview plan={plan} />
        <div className="mw-actions-end">
          <Button variant="link" onClick={() => window.history.back()}>
            {t('window.back')}
          </Button>
          {review?.verdict !== 'rejected' && <StartButton plan={plan} start={start} />}
        </div>
      </div>
      {forReview && <VerdictForm plan={plan} />}
    </div>
  );
}
