import type { ReactNode } from 'react';
import type { Plan } from '../../preload/contract/plan.ts';
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

function Line({ kind, text, note }: { kind: MarkKind; text: ReactNode; note?: string }) {
  return (
    <li>
      <Mark kind={kind} />
      <div>
        <div>{text}</div>
        {note !== undefined && note !== '' && <div className="mw-note">{note}</div>}
      </div>
    </li>
  );
}
