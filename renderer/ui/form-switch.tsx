import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useSay } from '../i18n/use-say.ts';

export type Form = 'words' | 'technical';

/** The same thing in words, or as an engineer writes it. */
export function FormSwitch({ form, onForm }: { form: Form; onForm: (form: Form) => void }) {
  const { t } = useSay();
  return (
    <div className="mw-off-paper">
      <SegmentedControl
        label={t('window.review.form')}
        selectedId={form}
        options={[
          { id: 'words', text: t('window.review.inWords') },
          { id: 'technical', text: t('window.review.technical') },
        ]}
        onChange={({ detail }) => onForm(detail.selectedId === 'technical' ? 'technical' : 'words')}
      />
    </div>
  );
}
