import type { Amount } from '../../preload/contract/plan.ts';
import { columnText, moneyText, sumText } from '../../words/index.ts';
import { useSay } from '../i18n/use-say.ts';

/** A price that the price book does not hold. Never 0, never left out. */
export function Unknown() {
  const { t } = useSay();
  return (
    <span
      className="mw-unknown"
      role="img"
      aria-label={t('window.money.unknown')}
      title={t('window.money.unknown')}
    >
      ?
    </span>
  );
}

type Shape = 'sentence' | 'sum' | 'column';
const shapes = { sentence: moneyText, sum: sumText, column: columnText } satisfies Record<
  Shape,
  (usd: number) => string
>;

/** One price; null is unknown. `column` has three decimals and no sign, for a column whose head names the unit. */
export function Money({ usd, as = 'sentence' }: { usd: number | null; as?: Shape }) {
  return usd === null ? <Unknown /> : <span className="mw-figure">{shapes[as](usd)}</span>;
}

/** A sum, and whether something in it has no price: "$148.92 + ?". Alone unknown is the mark. */
export function Sum({ of, as = 'sum' }: { of: Amount; as?: 'sentence' | 'sum' }) {
  const { t } = useSay();
  if (of.unknown.length === 0) return <span className="mw-figure">{shapes[as](of.usd)}</span>;
  if (of.usd === 0) return <Unknown />;
  return (
    <span
      className="mw-figure"
      title={t('window.money.someUnknown', { names: { list: of.unknown }, more: of.more ?? 0 })}
    >
      {t('unit.sumWithUnknown', { sum: shapes[as](of.usd), unknown: '?' })}
    </span>
  );
}
