import type { ReactNode } from 'react';
import { PageTitle } from './card.tsx';
import { WithAge } from './elapsed.tsx';

/** On top of the page of one thing: its name, how it stands and since when, what costs and ends it, and the next action. */
export function ThingHead(props: {
  name: string;
  state: ReactNode;
  since: ReactNode;
  /** When AWS was asked, ms; null: not yet. */
  loadedAt: number | null;
  /** Pairs of `dt` and `dd`, each in a `div`. */
  facts: ReactNode;
  action: ReactNode;
}) {
  const { name, state, since, loadedAt, facts, action } = props;
  return (
    <header className="mw-thing-head">
      <div>
        <div className="mw-thing-title">
          <PageTitle>{name}</PageTitle>
          {state}
          <span className="mw-quiet">{since}</span>
        </div>
        {loadedAt !== null && (
          <p className="mw-note">
            <WithAge id="window.asOf" of={loadedAt} />
          </p>
        )}
      </div>
      <dl className="mw-thing-facts">{facts}</dl>
      {action}
    </header>
  );
}
