import Input from '@cloudscape-design/components/input';
import TimeInput from '@cloudscape-design/components/time-input';
import Toggle from '@cloudscape-design/components/toggle';
import { useSay } from '../../i18n/use-say.ts';
import type { ControlProps } from './types.ts';

const asText = (value: ControlProps['value']) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export function TextControl({ control, value, set, label, invalid }: ControlProps<'text'>) {
  const { says } = useSay();
  const long = control.maxLength !== undefined && asText(value).length > control.maxLength;
  return (
    <Input
      ariaLabel={label}
      value={asText(value)}
      invalid={invalid || long}
      spellcheck={false}
      autoComplete={false}
      {...(control.placeholder && { placeholder: says(control.placeholder) })}
      onChange={({ detail }) => set(detail.value)}
    />
  );
}

/** Keeps what was typed when it is no number, so that the check can say so. */
export function NumberControl({ control, value, set, label, invalid }: ControlProps<'number'>) {
  const { says } = useSay();
  const unit = control.unit === undefined ? null : says(control.unit);
  return (
    <div className="mw-number">
      <Input
        ariaLabel={unit === null ? label : `${label} (${unit})`}
        type="number"
        inputMode="decimal"
        step={control.step}
        value={asText(value)}
        invalid={invalid}
        onChange={({ detail }) => {
          const number = Number(detail.value);
          set(detail.value.trim() === '' || Number.isNaN(number) ? detail.value : number);
        }}
      />
      {unit !== null && <span aria-hidden="true">{unit}</span>}
    </div>
  );
}

export function ToggleControl({ value, set, label }: ControlProps<'toggle'>) {
  const { t } = useSay();
  return (
    <Toggle ariaLabel={label} checked={value === true} onChange={({ detail }) => set(detail.checked)}>
      {t(value === true ? 'window.on' : 'window.off')}
    </Toggle>
  );
}

export function TimeControl({ value, set, label, invalid }: ControlProps<'time'>) {
  return (
    <TimeInput
      ariaLabel={label}
      format="hh:mm"
      use24Hour
      value={asText(value)}
      invalid={invalid}
      placeholder="19:00"
      onChange={({ detail }) => set(detail.value)}
    />
  );
}
