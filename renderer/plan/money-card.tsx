import type { Cost, Plan } from '../../preload/contract/plan.ts';
import { runsByTheHour } from '../../preload/contract/plain.ts';
import { Words } from '../i18n/words.tsx';
import { useSay, type Say } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Leaders, type LeaderLine } from '../ui/leaders.tsx';
import { Money, Sum } from '../ui/money.tsx';

/** First characters of the digest, as a person reads them aloud: "7f3a 9c1e". */
export const planNumber = (digest: string) => `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;

const hasPrice = (cost: Cost) => cost.lines.length > 0;

/** The end that AWS keeps, if the plan sets one. */
export const endOf = (plan: Plan) => plan.guards.find((g) => g.endsAt !== undefined)?.endsAt;

/** What is not billed by the hour while it runs: the disk, the storage. */
function besides(cost: Cost, t: Say['t']): LeaderLine[] {
  const canStop = runsByTheHour(cost);
  return cost.lines
    .filter((line) => line.unit !== 'hour' || line.alsoStopped)
    .map((line) => ({
      id: line.priceKey,
      label: <Words of={line.says} />,
      // What is not put in yet is priced by the unit.
      value:
        line.quantity === 0 ? (
          <>
            <Money usd={line.unitPrice} /> {t(`window.unit.${line.unit}`)}
          </>
        ) : (
          <Money usd={line.unitPrice === null ? null : line.unitPrice * line.quantity} as="sum" />
        ),
      ...(line.quantity > 0 &&
        line.unit === 'gb-month' && {
          note: t(line.alsoStopped && canStop ? 'window.money.aMonth' : 'window.unit.month'),
        }),
    }));
}

const monthly = (cost: Cost, t: Say['t']): LeaderLine => ({
  id: 'month',
  label: t('window.money.perMonth'),
  value: <Sum of={cost.monthIfForgotten} />,
  divided: true,
});

function hourly(plan: Plan, t: Say['t'], time: Say['time']): LeaderLine[] {
  const { cost } = plan;
  const end = endOf(plan);
  return [
    { id: 'hour', label: t('window.money.hour'), value: <Sum of={cost.perHour} as="sentence" />, hero: true },
    ...(cost.today === undefined
      ? []
      : [
          {
            id: 'today',
            label: end === undefined ? t('window.money.today') : t('window.money.until', { end: time(end) }),
            value: <Sum of={cost.today} />,
          },
        ]),
    { id: 'day', label: t('window.money.day'), value: <Sum of={cost.perDay} /> },
    ...besides(cost, t),
    {
      id: 'month',
      label: t('window.money.month'),
      value: <Sum of={cost.monthIfForgotten} />,
      note: t(plan.guards.length > 0 ? 'window.money.monthNote' : 'window.money.monthNoEnd'),
      divided: true,
    },
    {
      id: 'worst',
      label: t('window.money.worst'),
      value: <Sum of={cost.worstMonth} />,
      note: t('window.money.worstNote'),
    },
  ];
}

/** The receipt before the purchase. */
export function MoneyCard({ plan }: { plan: Plan }) {
  const { t, time, date, region } = useSay();
  const { cost } = plan;
  if (!hasPrice(cost))
    return (
      <div className="mw-receipt">
        <Card title={t('window.money.title')}>
          <p>{t('window.money.free')}</p>
        </Card>
        <PlanNumber plan={plan} />
      </div>
    );
  const lines = runsByTheHour(cost) ? hourly(plan, t, time) : [...besides(cost, t), monthly(cost, t)];
  return (
    <div className="mw-receipt">
      <Card title={t('window.money.title')}>
        <Leaders lines={lines} />
        <div className="mw-receipt-notes">
          {cost.assumptions.map((assumption) => (
            <p key={JSON.stringify(assumption)} className="mw-note">
              <Words of={assumption} />
            </p>
          ))}
          <p className="mw-note">
            {cost.pricesAsOf === null
              ? t('window.money.regionOnly', { region: region(plan.target.region) })
              : t('window.money.asOf', {
                  region: region(plan.target.region),
                  date: date(cost.pricesAsOf, true),
                })}
          </p>
        </div>
      </Card>
      <PlanNumber plan={plan} />
    </div>
  );
}

function PlanNumber({ plan }: { plan: Plan }) {
  const { t } = useSay();
  return (
    <p className="mw-note mw-plan-number">{t('window.plan.number', { number: planNumber(plan.digest) })}</p>
  );
}
