import Button from '@cloudscape-design/components/button';
import type { Receipt } from '../../preload/contract/plan.ts';
import { to } from '../app/router.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Leaders } from '../ui/leaders.tsx';
import { Sum } from '../ui/money.tsx';
import { ThingName } from './thing-name.tsx';
import { shortName } from './things.ts';
import { planNumber } from './money-card.tsx';
import { runLines } from '../features/jobs/run-lines.tsx';
import { RunReceiptPart, startedTraining } from './run-receipt.tsx';

/** What happened: planned against measured, what was made, what stays, how to undo it. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const say = useSay();
  const { t, time, duration, region } = say;
  const took = (Date.parse(receipt.endedAt) - Date.parse(receipt.startedAt)) / 1000;
  return (
    <div className="mw-with-receipt">
      <Card
        size="plan"
        title={<Words of={receipt.title} />}
        aside={<strong>{t(`window.outcome.${receipt.outcome}`)}</strong>}
      >
        <div className="mw-receipt-body">
          <p className="mw-quiet" title={receipt.by}>
            {t('window.receipt.when', {
              start: time(receipt.startedAt),
              took: duration(took),
              by: shortName(receipt.by),
              account: receipt.target.accountId ?? '?',
              region: region(receipt.target.region),
            })}
          </p>
          {receipt.earlier?.map(({ outcome, endedAt }) => (
            <p key={endedAt} className="mw-quiet">
              {t('apply.endedBefore', { outcome: t(`window.outcome.${outcome}`), at: time(endedAt) })}
            </p>
          ))}
          {startedTraining(receipt) && <RunReceiptPart receipt={receipt} />}
          <Names title={t('window.receipt.made')} things={receipt.made} />
          <Names title={t('window.receipt.removed')} things={receipt.removed} />
          {receipt.stays.length > 0 && (
            <>
              <h3 className="mw-h3">{t('window.receipt.stays')}</h3>
              {receipt.stays.map((m) => (
                <p key={JSON.stringify(m)}>
                  <Words of={m} />
                </p>
              ))}
            </>
          )}
          {receipt.undo.length > 0 && (
            <>
              <h3 className="mw-h3">{t('window.review.undo')}</h3>
              {receipt.undo.map((m) => (
                <p key={JSON.stringify(m)}>
                  <Words of={m} />
                </p>
              ))}
              {receipt.putBack !== undefined && (
                <div className="mw-actions-start">
                  <Button href={to.operation(receipt.putBack.source, receipt.putBack.answers)}>
                    {receipt.putBack.press === undefined ? (
                      t('window.receipt.putBack')
                    ) : (
                      <Words of={receipt.putBack.press} />
                    )}
                  </Button>
                </div>
              )}
            </>
          )}
        </div>
      </Card>
      <div className="mw-receipt">
        <Card title={t('window.receipt.money')}>
          <Leaders
            lines={[
              ...(receipt.run !== undefined
                ? runLines(receipt.run, receipt.planned.today, say)
                : [
                    {
                      id: 'measured',
                      label: t('window.receipt.measured'),
                      value: startedTraining(receipt) ? (
                        t('window.runs.later')
                      ) : (
                        <Sum of={receipt.measured} />
                      ),
                      note: t('window.receipt.measuredNote'),
                      hero: true,
                    },
                  ]),
              {
                id: 'hour',
                label: t('window.receipt.plannedHour'),
                value: <Sum of={receipt.planned.perHour} as="sentence" />,
                divided: true,
              },
              ...(receipt.planned.today === undefined || receipt.run !== undefined
                ? []
                : [
                    {
                      id: 'today',
                      label: t('window.receipt.plannedToday'),
                      value: <Sum of={receipt.planned.today} />,
                    },
                  ]),
              {
                id: 'month',
                label: t('window.receipt.plannedMonth'),
                value: <Sum of={receipt.planned.monthIfForgotten} />,
              },
            ]}
          />
        </Card>
        <p className="mw-note mw-plan-number">
          {t('window.plan.number', { number: planNumber(receipt.digest) })}
        </p>
      </div>
    </div>
  );
}

function Names({ title, things }: { title: string; things: { type: string; name: string }[] }) {
  if (things.length === 0) return null;
  return (
    <>
      <h3 className="mw-h3">{title}</h3>
      <ul className="mw-plain-list">
        {things.map((thing) => (
          <li key={`${thing.type} ${thing.name}`}>
            <ThingName thing={thing} />
          </li>
        ))}
      </ul>
    </>
  );
}
