import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useState, type ReactNode } from 'react';
import { useSay } from '../../i18n/use-say.ts';

/** A picture of numbers, or the same as a table: which of them is shown, and what chooses it. */
export function useChartForm(): { form: 'chart' | 'table'; choice: ReactNode } {
  const { t } = useSay();
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const choice = (
    <SegmentedControl
      label={t('window.job.chart.form')}
      selectedId={form}
      options={[
        { id: 'chart', text: t('window.job.chart.asChart') },
        { id: 'table', text: t('window.job.chart.asTable') },
      ]}
      onChange={({ detail }) => setForm(detail.selectedId === 'table' ? 'table' : 'chart')}
    />
  );
  return { form, choice };
}
