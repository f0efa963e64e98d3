import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import { useSay } from '../../i18n/use-say.ts';
import { answerAt } from '../paths.ts';
import type { ControlProps } from './types.ts';

/** Value of `choose-or-create` when a new thing is made; its name stands at `namePath`. */
export const newThing = 'new';

function useChoices(options: ControlProps['options']): SelectProps.Option[] {
  const { says } = useSay();
  return options.map((option) => {
    const description = option.disabledBecause ?? option.description;
    return {
      value: option.value,
      label: says(option.label),
      disabled: option.disabledBecause !== undefined,
      ...(option.code !== undefined && { labelTag: option.code }),
      ...(description && { description: says(description) }),
    };
  });
}

function Choices({
  choices,
  value,
  set,
  label,
  invalid,
}: Pick<ControlProps, 'value' | 'set' | 'label' | 'invalid'> & { choices: SelectProps.Option[] }) {
  const { t } = useSay();
  const chosen = choices.find((choice) => choice.value === value) ?? null;
  return (
    <Select
      ariaLabel={label}
      selectedOption={chosen}
      options={choices}
      invalid={invalid}
      triggerVariant="option"
      placeholder={t('window.choose')}
      empty={t('window.nothingToChoose')}
      {...(choices.length > 8 && {
        filteringType: 'auto' as const,
        filteringAriaLabel: t('window.table.filter'),
      })}
      onChange={({ detail }) => set(detail.selectedOption.value ?? null)}
    />
  );
}

export function SelectControl({ options, ...rest }: ControlProps<'select'>) {
  return <Choices choices={useChoices(options)} {...rest} />;
}

/** Existing things, or "new" with its name. */
export function ChooseOrCreateControl(props: ControlProps<'choose-or-create'>) {
  const { control, options, answers, setAt, value, label, invalid } = props;
  const { says, t } = useSay();
  const existing = useChoices(options.filter((option) => option.value !== newThing));
  const name = answerAt(answers, control.namePath);
  const text = typeof name === 'string' ? name : '';
  const create = { value: newThing, label: says(control.createLabel) };
  return (
    <div className="mw-stack-s">
      <Choices {...props} choices={[create, ...existing]} />
      {value === newThing && (
        <FormField label={t('window.wizard.newName')}>
          <Input
            ariaLabel={`${label} ${t('window.wizard.newName')}`}
            value={text}
            invalid={invalid}
            spellcheck={false}
            onChange={({ detail }) => setAt(control.namePath, detail.value)}
          />
        </FormField>
      )}
    </div>
  );
}

export function TimeZoneControl({ value, set, label, invalid }: ControlProps<'time-zone'>) {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }));
  const known = zones.some((zone) => zone.value === value);
  const all = known || typeof value !== 'string' ? zones : [{ value, label: value }, ...zones];
  return <Choices choices={all} value={value} set={set} label={label} invalid={invalid} />;
}
