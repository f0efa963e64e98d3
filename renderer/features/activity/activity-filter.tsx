import Select from '@cloudscape-design/components/select';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import type { plans } from '../../../preload/contract/domains/plans.ts';
import { now } from '../../app/clock.ts';
import { useSay } from '../../i18n/use-say.ts';
import { shortName } from '../../plan/things.ts';

export type ReceiptRow = z.output<(typeof plans.receipts)['output']>[number];

const all = 'all';
const spans = { day: 1, week: 7, month: 30 } as const;
type Span = keyof typeof spans | typeof all;
const day = 86_400_000;

/** What was done that a person wants to see: since when, how it ended, by whom. The search of the table stands beside. */
export function useActivityFilter(rows: readonly ReceiptRow[]) {
  const [since, setSince] = useState<Span>(all);
  const [outcome, setOutcome] = useState<ReceiptRow['outcome'] | typeof all>(all);
  const [by, setBy] = useState<string>(all);
  const [opened] = useState(now);
  const shown = useMemo(() => {
    const from = since === all ? '' : new Date(opened - spans[since] * day).toISOString();
    return rows.filter(
      (row) =>
        row.endedAt >= from && (outcome === all || row.outcome === outcome) && (by === all || row.by === by),
    );
  }, [rows, since, outcome, by, opened]);
  const { t } = useSay();
  const outcomes = [...new Set(rows.map((row) => row.outcome))];
  const people = [...new Set(rows.map((row) => row.by))];
  const controls = (
    <div className="mw-filters">
      <Choice
        label={t('window.activity.since')}
        value={since}
        options={[
          { value: all, label: t('window.activity.always') },
          ...(['day', 'week', 'month'] as const).map((value) => ({
            value,
            label: t(`window.activity.since.${value}`),
          })),
        ]}
        onChange={(value) => setSince(value === 'day' || value === 'week' || value === 'month' ? value : all)}
      />
      <Choice
        label={t('window.column.outcome')}
        value={outcome}
        options={[
          { value: all, label: t('window.activity.anyOutcome') },
          ...outcomes.map((value) => ({ value, label: t(`window.outcome.${value}`) })),
        ]}
        onChange={(value) => setOutcome(outcomes.find((one) => one === value) ?? all)}
      />
      <Choice
        label={t('window.column.by')}
        value={by}
        options={[
          { value: all, label: t('window.activity.anybody') },
          ...people.map((value) => ({ value, label: shortName(value) })),
        ]}
        onChange={setBy}
      />
    </div>
  );
  return { shown, controls };
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <Select
      ariaLabel={label}
      inlineLabelText={label}
      options={options}
      selectedOption={options.find((option) => option.value === value) ?? null}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? all)}
    />
  );
}
