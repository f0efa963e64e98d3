import { useRef, type ReactNode } from 'react';
import { useHeadingFocus } from '../app/heading-focus.ts';

/** A white card. `title` is its heading; `aside` stands at the right of it. */
export function Card({
  title,
  aside,
  children,
  size = 'page',
  label,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** `plan` and forms have more air. */
  size?: 'page' | 'plan';
  label?: string;
}) {
  return (
    <section className={`mw-card mw-card-${size}`} aria-label={label}>
      {title !== undefined && (
        <div className="mw-card-head">
          <h2 className="mw-h2">{title}</h2>
          {aside !== undefined && <div className="mw-card-aside">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** The heading of a page; it can be given the focus. */
export function PageTitle({ children }: { children: ReactNode }) {
  const around = useRef<HTMLDivElement>(null);
  useHeadingFocus(around);
  return (
    <div ref={around}>
      <h1 className="mw-h1" tabIndex={-1}>
        {children}
      </h1>
    </div>
  );
}

/** The head of a page: the h1 is the answer, the line below says how old it is, the actions stand at the right. */
export function PageHead({
  title,
  note,
  actions,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mw-page-head">
      <div>
        <PageTitle>{title}</PageTitle>
        {note !== undefined && <p className="mw-page-note">{note}</p>}
      </div>
      {actions !== undefined && <div className="mw-page-actions">{actions}</div>}
    </header>
  );
}
