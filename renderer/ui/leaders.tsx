import type { ReactNode } from 'react';

export interface LeaderLine {
  id: string;
  label: ReactNode;
  value: ReactNode;
  /** The largest figure of the receipt. */
  hero?: boolean;
  note?: ReactNode;
  /** A thin line above: a new block. */
  divided?: boolean;
}

/** A receipt: label, dotted leader, figure. */
export function Leaders({ lines }: { lines: LeaderLine[] }) {
  return (
    <dl className="mw-leaders">
      {lines.map((line) => (
        <div key={line.id} className={line.divided === true ? 'mw-leader mw-leader-divided' : 'mw-leader'}>
          <dt>{line.label}</dt>
          <dd className={line.hero === true ? 'mw-hero' : undefined}>{line.value}</dd>
          {line.note !== undefined && <dd className="mw-note">{line.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
