import Multiselect from '@cloudscape-design/components/multiselect';
import { useMemo, type ReactNode } from 'react';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { ResourceTable, type Column } from '../../ui/resource-table.tsx';
import { useChartForm } from './chart-form.tsx';
import { LineChart } from './line-chart.tsx';
import { numberText, type Drawn } from './numbers.ts';

/** Numbers as the person chooses them, as a picture or a table, with what they end with in words. */
export function ChosenNumbers({
  picture,
  names,
  all,
  most,
  choose,
  onNames,
  before,
}: {
  picture: Drawn;
  names: readonly string[];
  all: readonly string[];
  /** So many at once: more cannot be told apart. */
  most: number;
  /** What the choice is called. */
  choose: string;
  onNames: (names: readonly string[]) => void;
  /** A choice that stands beside that of the numbers. */
  before?: ReactNode;
}) {
  const { t } = useSay();
  const { form, choice } = useChartForm();
  const option = (name: string) => ({ value: name, label: name });
  const full = names.length >= most;
  const numbers = (
    <Multiselect
      ariaLabel={choose}
      placeholder={choose}
      selectedOptions={names.map(option)}
      options={all.map((name) => ({ ...option(name), disabled: full && !names.includes(name) }))}
      onChange={({ detail }) => onNames(detail.selectedOptions.map(({ value = '' }) => value))}
    />
  );
  return (
    <Card title={t('window.job.chart.title')} aside={choice}>
      <div className="mw-stack">
        {before === undefined ? (
          numbers
        ) : (
          <div className="mw-log-tools">
            {before}
            {numbers}
          </div>
        )}
        {picture.lines.length === 0 ? (
          <p className="mw-quiet">{choose}</p>
        ) : form === 'chart' ? (
          <LineChart drawn={picture} label={t('window.job.chart.of', { names: { list: [...names] } })} />
        ) : (
          <NumbersTable drawn={picture} />
        )}
        <LastValues drawn={picture} />
      </div>
    </Card>
  );
}

/** What the lines end with, in words: a picture is not read by everybody. */
export function LastValues({ drawn: { by, lines, leftOut } }: { drawn: Drawn }) {
  const { t, duration } = useSay();
  const values = lines.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name} ${numberText(last.y)}`];
  });
  const at = lines.reduce((most, { points }) => Math.max(most, points.at(-1)?.x ?? 0), 0);
  if (values.length === 0) return null;
  return (
    <p className="mw-note">
      {t('window.job.chart.last', {
        at: by === null ? duration(at) : `${by} ${numberText(at)}`,
        values: { list: values },
      })}{' '}
      {leftOut > 0 && t('window.job.chart.leftOut', { n: leftOut })}
    </p>
  );
}

interface NumbersRow {
  x: number;
  /** By the place of the line in the chart. */
  values: (number | null)[];
}

function NumbersTable({ drawn: { by, lines } }: { drawn: Drawn }) {
  const { t, duration } = useSay();
  const rows = useMemo(() => {
    const byX = new Map<number, NumbersRow>();
    lines.forEach(({ points }, index) => {
      for (const { x, y } of points) {
        const row = byX.get(x) ?? { x, values: lines.map(() => null) };
        row.values[index] = y;
        byX.set(x, row);
      }
    });
    return [...byX.values()].sort((a, b) => a.x - b.x);
  }, [lines]);
  const columns: Column<NumbersRow>[] = [
    {
      id: 'x',
      header: by ?? t('window.job.chart.time'),
      text: ({ x }) => x,
      cell: ({ x }) => (by === null ? duration(x) : numberText(x)),
    },
    ...lines.map(({ name }, index) => ({
      id: `y ${name}`,
      header: name,
      figure: true,
      text: ({ values }: NumbersRow) => values[index] ?? '',
      cell: ({ values }: NumbersRow) => {
        const value = values[index];
        return value == null ? '' : numberText(value);
      },
    })),
  ];
  return (
    <ResourceTable
      label={t('window.job.chart.asTable')}
      rows={rows}
      rowId={({ x }) => String(x)}
      columns={columns}
      empty={{ title: t('window.job.chart.none'), says: '' }}
    />
  );
}
