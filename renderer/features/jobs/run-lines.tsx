import type { Amount, RunMoney } from '../../../preload/contract/plan.ts';
import type { Say } from '../../i18n/use-say.ts';
import type { LeaderLine } from '../../ui/leaders.tsx';
import { Money, Sum } from '../../ui/money.tsx';

const cents = (usd: number): number => Math.round(usd * 100);

/** What Spot saved, reckoned from the sums as they are shown; null: a price of the machines is not known. */
export function savedBy({ measured, usualUsd }: RunMoney): number | null {
  const machineUnknown = measured.unknown.some((key) => key.startsWith('ec2:spot'));
  return usualUsd === null || machineUnknown ? null : (cents(usualUsd) - cents(measured.usd)) / 100;
}

/** Planned against actual, and both against the usual price. `planned`: one try to its limit. */
export function runLines(money: RunMoney, planned: Amount | undefined, { t }: Pick<Say, 't'>): LeaderLine[] {
  const saved = savedBy(money);
  return [
    {
      id: 'measured',
      label: t('window.receipt.measured'),
      value: <Sum of={money.measured} />,
      note: t('window.runs.measuredNote'),
      hero: true,
    },
    ...(planned === undefined
      ? []
      : [{ id: 'planned', label: t('window.runs.planned'), value: <Sum of={planned} />, divided: true }]),
    {
      id: 'usual',
      label: t('window.runs.usual'),
      value: <Money usd={money.usualUsd} as="sum" />,
      divided: planned === undefined,
    },
    { id: 'saved', label: t('window.runs.saved'), value: <Money usd={saved} as="sum" /> },
  ];
}
