import type { ReactNode } from 'react';

/** How a thing stands, in the shapes that AWS's own console uses. */
export type StateKind = 'success' | 'error' | 'warning' | 'info' | 'pending' | 'in-progress' | 'stopped';

const ring = 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z';
const shapes: Record<StateKind, string> = {
  success: `${ring}M5 8.2l2.2 2.2L11 6`,
  error: `${ring}M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8`,
  warning: 'M8 2L1.5 13.5h13zM8 6.5v3.5M8 11.5v.5',
  info: `${ring}M8 7v4.5M8 4.5v.5`,
  pending: `${ring}M8 4.5V8l2.5 1.5`,
  'in-progress': `${ring}M5 8h.1M8 8h.1M11 8h.1`,
  stopped: `${ring}M5 8h6`,
};

/** A state in words with its icon and colour. As light as can be: a long list draws hundreds of them a second. */
export function State({ type, children }: { type: StateKind; children: ReactNode }) {
  return (
    <span className={`mw-state mw-state-${type}`}>
      <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden="true" focusable="false">
        <path d={shapes[type]} />
      </svg>
      {children}
    </span>
  );
}
