import type { ReactNode } from 'react';

export type Fact = [name: string, value: ReactNode];

/** Names with what they stand at. */
export function Facts({ facts, figures = false }: { facts: readonly Fact[]; figures?: boolean }) {
  return (
    <dl className="mw-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={figures ? 'mw-figure' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
