import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError, Result } from '../../preload/contract/errors.ts';
import type { Message } from '../../preload/contract/message.ts';
import type { Millwright } from '../../preload/contract/index.ts';
import type { Plan, SecretAsked } from '../../preload/contract/plan.ts';
import { destroys } from '../../preload/contract/plain.ts';
import { useApp } from '../app/context.tsx';
import { now } from '../app/clock.ts';
import { useSay } from '../i18n/use-say.ts';
import { Words } from '../i18n/words.tsx';
import { danger } from '../ui/danger.ts';
import { Waiting } from '../ui/elapsed.tsx';
import { Problem } from '../ui/problem.tsx';
import { SecretQuestions } from './secret-questions.tsx';

/** Tickets live two minutes; so long is the answer of the confirmation waited for. */
const consentWithin = 120;

/** So long is waited for main's search in AWS; it goes on when nobody waits. */
const searchWithin = 600;
/** From the end of one search that did not succeed to the next. */
const searchAgainMs = 5_000;

type PhaseNow =
  | { name: 'idle' }
  | { name: 'asking'; since: number }
  /** Main looks in AWS first what was begun; the question is asked by itself when that is done. */
  | { name: 'held'; since: number; error: AppError; trouble: Message | null }
  | { name: 'waiting'; since: number; consentId: string; link: string | null }
  | { name: 'starting'; since: number }
  | { name: 'refused' }
  | { name: 'late' }
  | { name: 'failed'; error: AppError };

const popup = 'noopener,popup,width=560,height=680';

type Asked = Result<{ consentId: string; link: string | null }>;

/**
 * The only way from this page to AWS: `ask` has main open the confirmation page, which this page can open but neither read
 * nor press; its answer is waited for, and `use` is given the ticket that comes back. `use` answers what went wrong.
 */
export function useConsent(ask: () => Promise<Asked>, use: (ticket: string) => Promise<AppError | null>) {
  const { api } = useApp();
  const [phase, setPhase] = useState<PhaseNow>({ name: 'idle' });
  const given = useRef({ ask, use });
  useEffect(() => {
    given.current = { ask, use };
  });
  const waiting = phase.name === 'waiting' ? phase.consentId : null;

  useEffect(() => {
    if (waiting === null) return;
    const end = setTimeout(() => setPhase({ name: 'late' }), consentWithin * 1000);
    const stop = api.onEvent((event) => {
      if (event.type !== 'consent' || event.consentId !== waiting) return;
      if (event.outcome === 'refused' || event.ticket === null) {
        setPhase({ name: 'refused' });
        return;
      }
      setPhase({ name: 'starting', since: now() });
      void given.current
        .use(event.ticket)
        .then((error) => setPhase(error === null ? { name: 'idle' } : { name: 'failed', error }));
    });
    return () => {
      clearTimeout(end);
      stop();
    };
  }, [api, waiting]);

  const start = useCallback(async () => {
    setPhase({ name: 'asking', since: now() });
    const answer = await given.current.ask();
    if (!answer.ok) {
      const { error } = answer;
      const held = error.code === 'state.reconciling';
      setPhase(held ? { name: 'held', since: now(), error, trouble: null } : { name: 'failed', error });
      return;
    }
    const { consentId, link } = answer.value;
    if (link !== null) window.open(link, '_blank', popup);
    setPhase({ name: 'waiting', since: now(), consentId, link });
  }, []);

  const held = phase.name === 'held';
  useEffect(() => {
    if (!held) return;
    const stop = new AbortController();
    const end = setTimeout(
      () => setPhase((at) => (at.name === 'held' ? { name: 'failed', error: at.error } : at)),
      searchWithin * 1000,
    );
    void searched(api, stop.signal, (trouble) =>
      setPhase((at) => (at.name === 'held' ? { ...at, trouble } : at)),
    ).then((error) => {
      if (stop.signal.aborted) return;
      if (error === null) void start();
      else setPhase({ name: 'failed', error });
    });
    return () => {
      clearTimeout(end);
      stop.abort();
    };
  }, [api, held, start]);

  return {
    start: (): void => void start(),
    busy: ['asking', 'held', 'waiting', 'starting'].includes(phase.name),
    phase,
    reset: () => setPhase({ name: 'idle' }),
  };
}
export interface StartPlan extends ReturnType<typeof useConsent> {
  /** What has to be typed before the consent is asked for; null: nothing is open. */
  asks: { secrets: SecretAsked[]; give: (secret: Record<string, string>) => void; cancel: () => void } | null;
}

/** Waits until main has searched AWS for what was begun; answers what went wrong. */
async function searched(
  api: Millwright,
  signal: AbortSignal,
  onTrouble: (trouble: Message | null) => void,
): Promise<AppError | null> {
  for (;;) {
    const answer = await api.tasks.search({}, { signal });
    if (!answer.ok) return answer.error;
    if (signal.aborted || answer.value.pending === null) return null;
    onTrouble(answer.value.trouble);
    await new Promise((resolve) => setTimeout(resolve, searchAgainMs));
  }
}

/** From a plan to its task. */
export function useStartPlan(plan: Plan | null, onStarted: (taskId: string) => void): StartPlan {
  const { api } = useApp();
  const asked = { id: plan?.id ?? '', digest: plan?.digest ?? '' };
  const secret = useRef<Record<string, string> | null>(null);
  const [asking, setAsking] = useState(false);
  const secrets = plan?.secrets ?? [];
  const consent = useConsent(
    () => api.plans.askConsent(asked),
    async (ticket) => {
      const given = secret.current;
      // For one start only; the next one asks again.
      secret.current = null;
      const answer = await api.plans.apply({ ...asked, ticket, ...(given !== null && { secret: given }) });
      if (!answer.ok) return answer.error;
      onStarted(answer.value.taskId);
      return null;
    },
  );
  return {
    ...consent,
    start: () => {
      if (plan === null) return;
      if (secrets.length > 0) setAsking(true);
      else consent.start();
    },
    asks: asking
      ? {
          secrets,
          cancel: () => setAsking(false),
          give: (given) => {
            secret.current = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
            setAsking(false);
            consent.start();
          },
        }
      : null,
  };
}

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

/** How the start stands, above the review, and what it asks for. */
export function StartNotice({ start }: { start: ReturnType<typeof useConsent> & Partial<StartPlan> }) {
  const { asks = null } = start;
  return (
    <>
      {asks !== null && <SecretQuestions secrets={asks.secrets} onGiven={asks.give} onCancel={asks.cancel} />}
      <Phase start={start} />
    </>
  );
}

function Phase({ start }: { start: ReturnType<typeof useConsent> }) {
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
  if (phase.name === 'held')
    return (
      <Alert type="info" action={<Button onClick={start.reset}>{t('window.cancel')}</Button>}>
        <Waiting what={t('window.consent.held')} since={phase.since} upTo={searchWithin} />
        {phase.trouble !== null && (
          <p>
            <Words of={phase.trouble} />
          </p>
        )}
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
