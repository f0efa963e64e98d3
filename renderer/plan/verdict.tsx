import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { PlanSummary } from '../../preload/contract/domains/plans.ts';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { z } from 'zod';
import { useApp, useRemote } from '../app/context.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Problem } from '../ui/problem.tsx';
import { planNumber } from './money-card.tsx';

type Summary = z.output<typeof PlanSummary>;

/** What main keeps about the plan besides the plan: its state and the last verdict. */
export function usePlanSummary(id: string): Summary | undefined {
  const { stores } = useApp();
  return useRemote(stores.plans).data?.find((plan) => plan.id === id);
}

/** The last verdict in words, above everything else, and what it is worth: docs/security.md. */
export function VerdictNotice({ review }: { review: Summary['review'] }) {
  const { t, time } = useSay();
  if (review === null) return null;
  const { verdict, by, at, comment } = review;
  return (
    <Alert
      type={verdict === 'approved' ? 'success' : 'error'}
      header={t(`window.verdict.${verdict}`, { by, at: time(at) })}
    >
      {comment !== '' && <p>{comment}</p>}
      <p className="mw-note">{t('window.verdict.shownNote')}</p>
    </Alert>
  );
}

/** A reviewer says yes or no to exactly this plan; it gives no right to start it. */
export function VerdictForm({ plan }: { plan: Plan }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const [by, setBy] = useState('');
  const [comment, setComment] = useState('');
  const [pressed, setPressed] = useState<'approved' | 'rejected' | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const number = planNumber(plan.digest);
  const noName = pressed !== null && by.trim() === '';
  const noReason = pressed === 'rejected' && comment.trim() === '';
  const say = async (verdict: 'approved' | 'rejected') => {
    setPressed(verdict);
    if (by.trim() === '' || (verdict === 'rejected' && comment.trim() === '')) return;
    setBusy(true);
    const answer = await api.plans.review({ id: plan.id, digest: plan.digest, by, verdict, comment });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) {
      setPressed(null);
      setComment('');
      await stores.plans.load();
    }
  };
  return (
    <Card size="plan" title={t('window.verdict.title')}>
      <div className="mw-stack">
        <p className="mw-quiet">
          {t('window.verdict.says', { number })} {t('window.verdict.note')}
        </p>
        {error !== null && <Problem error={error} />}
        <FormField label={t('window.verdict.by')} errorText={noName && t('window.verdict.nameMissing')}>
          <Input
            value={by}
            invalid={noName}
            autoComplete="name"
            onChange={({ detail }) => setBy(detail.value.slice(0, 80))}
          />
        </FormField>
        <FormField
          label={t('window.verdict.comment')}
          constraintText={t('window.verdict.commentHint')}
          errorText={noReason && t('window.verdict.commentMissing')}
        >
          <Textarea
            value={comment}
            rows={3}
            invalid={noReason}
            onChange={({ detail }) => setComment(detail.value.slice(0, 2000))}
          />
        </FormField>
        <div className="mw-actions-end">
          <Button loading={busy && pressed === 'rejected'} onClick={() => void say('rejected')}>
            {t('window.verdict.reject', { number })}
          </Button>
          <Button loading={busy && pressed === 'approved'} onClick={() => void say('approved')}>
            {t('window.verdict.approve', { number })}
          </Button>
        </div>
      </div>
    </Card>
  );
}
