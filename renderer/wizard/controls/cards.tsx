import { useId } from 'react';
import type { Option } from '../../../preload/contract/wizard.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Money, Unknown } from '../../ui/money.tsx';
import type { ControlProps } from './types.ts';

/** Radio cards: the word first, the technical name small, three prices below. */
export function CardsControl({ options, value, set, label, invalid }: ControlProps<'cards'>) {
  const group = useId();
  return (
    <div className="mw-choices" role="radiogroup" aria-label={label} aria-invalid={invalid}>
      {options.map((option) => (
        <label
          key={option.value}
          className={option.value === value ? 'mw-choice mw-choice-chosen' : 'mw-choice'}
          aria-disabled={option.disabledBecause !== undefined}
        >
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabledBecause !== undefined}
            onChange={() => set(option.value)}
          />
          <CardBody option={option} />
        </label>
      ))}
    </div>
  );
}

function CardBody({ option }: { option: Option }) {
  const under = option.disabledBecause ?? option.description;
  return (
    <span className="mw-choice-body">
      <span className="mw-choice-head">
        <strong>
          <Words of={option.label} />
        </strong>
        {option.code !== undefined && <span className="mw-note">{option.code}</span>}
      </span>
      {under && (
        <span className="mw-note">
          <Words of={under} />
        </span>
      )}
      {option.price && <Prices price={option.price} />}
    </span>
  );
}

function Prices({ price }: { price: NonNullable<Option['price']> }) {
  const { t } = useSay();
  const { hour, day, month } = price;
  if (hour === null && (day ?? null) === null && (month ?? null) === null)
    return (
      <span className="mw-choice-prices">
        <span>
          <span className="mw-note">{t('window.wizard.priceMissing')}</span>
          <Unknown />
        </span>
      </span>
    );
  return (
    <span className="mw-choice-prices">
      <Price label={t('window.wizard.anHour')} usd={hour} as="sentence" />
      {day !== undefined && <Price label={t('window.wizard.aDay')} usd={day} as="sum" />}
      {month !== undefined && <Price label={t('window.wizard.aMonth')} usd={month} as="sum" />}
    </span>
  );
}

function Price({ label, usd, as }: { label: string; usd: number | null; as: 'sentence' | 'sum' }) {
  return (
    <span>
      <span className="mw-note">{label}</span>
      <strong>
        <Money usd={usd} as={as} />
      </strong>
    </span>
  );
}
