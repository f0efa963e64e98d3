import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../preload/contract/errors.ts';
import { destroys, type Plan } from '../../preload/contract/plan.ts';
import { useApp } from '../app/context.tsx';
import { now } from '../app/clock.ts';
import { useSay } from '../i18n/use-say.ts';
import { danger } from '../ui/danger.ts';
import { Waiting } from '../ui/elapsed.tsx';
import { Problem } from '../ui/problem.tsx';

/** Tickets live two minutes; so long is the answer of the confirmation waited for. */
const consentWithin = 120;

type Phase =
  | { name: 'idle' }
  | { name: 'asking'; since: number }
  | { name: 'waiting'; since: number; consentId: string; link: string | null }
  | { name: 'starting'; since: number }
  | { name: 'refused' }
  | { name: 'late' }
  | { name: 'failed'; error: AppError };

const popup = 'noopener,popup,width=560,height=680';

/**
 * The only way from a plan to AWS: asks main for the confirmation page, which this page can open but neither read nor
 * press, waits for its answer, and applies with the ticket that comes back.
 */
export function useStartPlan(plan: Plan | null, onStarted: (taskId: string) => void) {
  const { api } = useApp();
  const [phase, setPhase] = useState<Phase>({ name: 'idle' });
  const started = useRef(onStarted);
  useEffect(() => {
    started.current = onStarted;
  });
  const waiting = phase.name === 'waiting' ? phase.consentId : null;

  useEffect(() => {
    if (waiting === null || plan === null) return;
    const end = setTimeout(() => setPhase({ name: 'late' }), consentWithin * 1000);
    const stop = api.onEvent((event) => {
      if (event.type !== 'consent' || event.consentId !== waiting) return;
      if (event.outcome === 'refused' || event.ticket === null) {
        setPhase({ name: 'refused' });
        return;
      }
      setPhase({ name: 'starting', since: now() });
      void api.plans.apply({ id: plan.id, digest: plan.digest, ticket: event.ticket }).then((answer) => {
        if (!answer.ok) setPhase({ name: 'failed', error: answer.error });
        else {
          setPhase({ name: 'idle' });
          started.current(answer.value.taskId);
        }
      });
    });
    return () => {
      clearTimeout(end);
      stop();
    };
  }, [api, plan, waiting]);

  const start = useCallback(async () => {
    if (plan === null) return;
    setPhase({ name: 'asking', since: now() });
    const answer = await api.plans.askConsent({ id: plan.id, digest: plan.digest });
    if (!answer.ok) {
      setPhase({ name: 'failed', error: answer.error });
      return;
    }
    const { consentId, link } = answer.value;
    if (link !== null) window.open(link, '_blank', popup);
    setPhase({ name: 'waiting', since: now(), consentId, link });
  }, [api, plan]);

  return {
    start: () => void start(),
    busy: phase.name === 'asking' || phase.name === 'waiting' || phase.name === 'starting',
    phase,
    reset: () => setPhase({ name: 'idle' }),
  };
}
export type StartPlan = ReturnType<typeof useStartPlan>;

/** A verb with its object; red where something is deleted. */
export function StartButton({ plan, start }: { plan: Plan; start: StartPlan }) {
  const { t, says } = useSay();
  return (
    <Button
      variant="primary"
      loading={start.busy}
      onClick={start.start}
      {...(destroys(plan) && { style: danger })}
    >
      {plan.press === undefined ? t('window.start') : says(plan.press)}
    </Button>
  );
}

/** How the start stands, above the review. */
export function StartNotice({ start }: { start: StartPlan }) {
  const { t } = useSay();
  const { phase } = start;
  if (phase.name === 'idle') return null;
  if (phase.name === 'failed') return <Problem error={phase.error} onRetry={start.start} />;
  if (phase.name === 'refused') return <Alert type="info">{t('window.consent.refused')}</Alert>;
  if (phase.name === 'late')
    return (
      <Alert type="warning" action={<Button onClick={start.start}>{t('window.consent.again')}</Button>}>
        {t('window.consent.late')}
      </Alert>
    );
  return (
    <Alert
      type="info"
      action={phase.name === 'waiting' && <Button onClick={start.reset}>{t('window.cancel')}</Button>}
    >
      <Waiting
        what={t(phase.name === 'starting' ? 'window.consent.starting' : 'window.consent.waiting')}
        since={phase.since}
        upTo={phase.name === 'waiting' ? consentWithin : 60}
      />
      {phase.name === 'waiting' && phase.link !== null && (
        <a className="mw-link" href={phase.link} target="_blank" rel="noopener">
          {t('window.consent.open')}
        </a>
      )}
    </Alert>
  );
}
