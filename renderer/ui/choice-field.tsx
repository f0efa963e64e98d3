import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl, {
  type SegmentedControlProps,
} from '@cloudscape-design/components/segmented-control';
import { useId } from 'react';

/** A few words to choose from, with their question above, which is there once also where the window is narrow. */
export function ChoiceField({
  label,
  ...control
}: { label: string } & Pick<SegmentedControlProps, 'options' | 'selectedId' | 'onChange'>) {
  const id = useId();
  return (
    <FormField label={<span id={id}>{label}</span>}>
      <SegmentedControl ariaLabelledby={id} {...control} />
    </FormField>
  );
}
