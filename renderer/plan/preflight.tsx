import type { ReactNode } from 'react';
import type { Plan, QuotaNeed } from '../../preload/contract/plan.ts';
import { to } from '../app/router.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Mark, type MarkKind } from '../ui/mark.tsx';
import { preflight } from './preflight-facts.ts';

/** Looked at before anything is made: what is in the way, what could not be checked, what is fine. */
export function Preflight({ plan }: { plan: Plan }) {
  const { t } = useSay();
  const found = preflight(plan);
  const yes = plan.permissions.filter((p) => p.answer === 'yes').length;
  const fineQuotas = plan.quotas.length - found.shortQuotas.length - found.unknownQuotas.length;
  return (
    <Card size="plan" title={<Words of={plan.title} />}>
      <ul className="mw-checks">
        {plan.blockers.map((blocker) => (
          <Line key={JSON.stringify(blocker)} kind="failed" text={<Words of={blocker} />} />
        ))}
        {found.refused.length > 0 && (
          <Line
            kind="failed"
            text={t('window.preflight.refused', { n: found.refused.length })}
            note={found.refused.map((p) => p.action).join(', ')}
          />
        )}
        {found.shortQuotas.map((q) => (
          <Line
            key={q.name}
            kind="failed"
            text={t('window.preflight.quotaShort', { name: q.name, need: q.need, limit: q.limit ?? 0 })}
            way={<AskForMore quota={q} />}
          />
        ))}
        {found.unknownRights.length > 0 && (
          <Line
            kind="unknown"
            text={t('window.preflight.rightsUnknown', { n: found.unknownRights.length })}
            note={found.unknownRights.map((p) => p.action).join(', ')}
          />
        )}
        {found.unknownQuotas.length > 0 && (
          <Line
            kind="unknown"
            text={t('window.preflight.quotaUnknown', { n: found.unknownQuotas.length })}
            note={found.unknownQuotas.map((q) => q.name).join(', ')}
          />
        )}
        {found.unknownFacts.length > 0 && (
          <Line
            kind="unknown"
            text={t('window.preflight.factsUnknown', { n: found.unknownFacts.length })}
            note={found.unknownFacts.map((f) => f.key).join(', ')}
          />
        )}
        {yes > 0 && <Line kind="done" text={t('window.preflight.rights', { n: yes })} />}
        {fineQuotas > 0 && <Line kind="done" text={t('window.preflight.quotas', { n: fineQuotas })} />}
      </ul>
    </Card>
  );
}

/** The way to a higher limit; nothing where AWS has no code for it. */
function AskForMore({ quota: { name, quotaCode, ask } }: { quota: QuotaNeed }) {
  const { t } = useSay();
  if (ask === undefined || quotaCode === undefined) return null;
  const answers = { service: ask.service, code: quotaCode, name, wanted: ask.wanted };
  return (
    <a className="mw-link" href={to.operation('quota-request', answers)}>
      {t('window.preflight.quotaAsk', { wanted: ask.wanted })}
    </a>
  );
}

function Line({
  kind,
  text,
  note,
  way,
}: {
  kind: MarkKind;
  text: ReactNode;
  note?: string;
  way?: ReactNode;
}) {
  return (
    <li>
      <Mark kind={kind} />
      <div>
        <div>{text}</div>
        {note !== undefined && note !== '' && <div className="mw-note">{note}</div>}
        {way}
      </div>
    </li>
  );
}
