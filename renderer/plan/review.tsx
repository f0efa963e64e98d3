import Alert from '@cloudscape-design/components/alert';
import { useState, type ReactNode } from 'react';
import { explained } from '../../words/explain.ts';
import type { Message } from '../../preload/contract/message.ts';
import type { Change, Plan } from '../../preload/contract/plan.ts';
import { destroys } from '../../preload/contract/plain.ts';
import { mark, Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { WithAge } from '../ui/elapsed.tsx';
import { Card } from '../ui/card.tsx';
import { Explained } from '../ui/explained.tsx';
import { FormSwitch, type Form } from '../ui/form-switch.tsx';
import { MoneyCard } from './money-card.tsx';
import { preflight } from './preflight-facts.ts';
import { TechnicalForm } from './technical-form.tsx';

/** The plan as a receipt before the purchase: sentences at the left, money at the right. */
export function Review({ plan }: { plan: Plan }) {
  const [form, setForm] = useState<Form>('words');
  return (
    <div className="mw-with-receipt">
      <Card size="plan" title={<Words of={plan.title} />} aside={<FormSwitch form={form} onForm={setForm} />}>
        {form === 'words' ? <InWords plan={plan} /> : <TechnicalForm plan={plan} />}
      </Card>
      <MoneyCard plan={plan} />
    </div>
  );
}

function InWords({ plan }: { plan: Plan }) {
  const { t, says, language } = useSay();
  const steps = plan.changes.flatMap(sentencesOf);
  const sentences = explained(
    language,
    steps.map((step) => says(step.says, mark)),
  );
  return (
    <>
      {plan.blockers.length > 0 && (
        <Alert type="error" header={t('window.review.blocked')}>
          <Sentences of={plan.blockers} />
        </Alert>
      )}
      {destroys(plan) && (
        <div className="mw-lost mw-quarters">
          <Quarter title={t('window.review.lost')}>
            <Sentences of={plan.lost ?? plan.undo} />
          </Quarter>
          <Quarter title={t('window.review.stays')}>
            {plan.stays.length > 0 ? <Sentences of={plan.stays} /> : <p>{t('window.review.nothingStays')}</p>}
          </Quarter>
        </div>
      )}
      <ol className="mw-sentences">
        {steps.map(({ id, note }, index) => (
          <li key={id}>
            <Explained parts={sentences[index] ?? []} />
            {note !== undefined && (
              <div className="mw-note">
                <Words of={note} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <div className="mw-quarters">
        <Quarter title={t('window.review.ends')}>
          {plan.guards.length > 0 ? (
            <Sentences of={plan.guards.map((guard) => guard.says)} />
          ) : (
            <p>{t(plan.cost.perHour.usd > 0 ? 'window.review.noEnd' : 'window.review.nothingLeft')}</p>
          )}
        </Quarter>
        <Quarter title={t('window.review.wrong')}>
          {plan.warnings.length > 0 ? (
            <Sentences of={plan.warnings} />
          ) : (
            <p>{t('window.review.noWarning')}</p>
          )}
        </Quarter>
        <Quarter title={t('window.review.permissions')}>
          <Rights plan={plan} />
        </Quarter>
        {(!destroys(plan) || plan.lost !== undefined) && (
          <Quarter title={t('window.review.undo')}>
            {plan.undo.length > 0 ? <Sentences of={plan.undo} /> : <p>{t('window.review.noUndo')}</p>}
            {!destroys(plan) && <Sentences of={plan.stays} />}
          </Quarter>
        )}
      </div>
    </>
  );
}

/** A change of several parts is read part by part. */
function sentencesOf(change: Change) {
  const parts = change.sentences ?? [{ says: change.says, note: change.note }];
  return parts.map((part, index) => ({ ...part, id: `${change.id} ${index}` }));
}

function Quarter({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mw-h3">{title}</h3>
      {children}
    </section>
  );
}

function Sentences({ of }: { of: Message[] }) {
  return of.map((sentence) => (
    <p key={JSON.stringify(sentence)}>
      <Words of={sentence} />
    </p>
  ));
}

function Rights({ plan }: { plan: Plan }) {
  const { t } = useSay();
  const { refused, unknownRights, askedAt } = preflight(plan);
  const all = plan.permissions.length;
  if (all === 0) return <p>{t('window.review.rightsNone')}</p>;
  return (
    <>
      {refused.length > 0 && (
        <p className="mw-red">
          {t('window.review.rightsRefused', {
            n: refused.length,
            names: { list: refused.map((p) => p.action) },
          })}
        </p>
      )}
      {unknownRights.length > 0 && (
        <p>{t('window.review.rightsUnknown', { n: unknownRights.length, all })}</p>
      )}
      {refused.length === 0 && unknownRights.length === 0 && (
        <p>
          {askedAt === null ? (
            t('window.review.rightsAll', { n: all })
          ) : (
            <WithAge id="window.review.rightsAllAsked" of={askedAt} params={{ n: all }} />
          )}
        </p>
      )}
    </>
  );
}
