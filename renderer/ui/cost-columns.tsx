import type { Say } from '../i18n/use-say.ts';
import { Money } from './money.tsx';
import type { Column } from './resource-table.tsx';

interface Costs {
  usdPerHour: number | null;
  usdSoFar: number | null;
}

/** What a thing costs now, and has cost: in every list of things. */
export const costColumns = <Row extends Costs>(t: Say['t']): Column<Row>[] => [
  {
    id: 'now',
    header: t('window.column.perHour'),
    figure: true,
    text: (row) => row.usdPerHour ?? -1,
    cell: (row) => <Money usd={row.usdPerHour} as="column" />,
  },
  {
    id: 'soFar',
    header: t('window.column.soFar'),
    figure: true,
    text: (row) => row.usdSoFar ?? -1,
    cell: (row) => <Money usd={row.usdSoFar} as="sum" />,
  },
];

/** Of which region it is, where somebody asks. */
export const regionColumn = <Row extends { region: string }>({
  t,
  region,
}: Pick<Say, 't' | 'region'>): Column<Row> => ({
  id: 'region',
  header: t('window.column.region'),
  hidden: true,
  text: (row) => `${region(row.region)} ${row.region}`,
  cell: (row) => <span title={row.region}>{region(row.region)}</span>,
});
