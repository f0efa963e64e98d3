import type { ReactNode } from 'react';
import type { Remote, RemoteStore } from '../app/remote.ts';
import { WithAge, Waiting } from './elapsed.tsx';
import { Problem } from './problem.tsx';

/**
 * Draws what is known. Nothing known yet: a bounded wait or the failure. Something known: it stays, and a failure to
 * renew it stands above with the age of what is shown.
 */
export function RemoteView<T>({
  remote,
  store,
  what,
  upTo = 30,
  children,
}: {
  remote: Remote<T>;
  store: RemoteStore<T>;
  /** What is being read, for the wait. */
  what: string;
  /** Seconds after which main gives up. */
  upTo?: number;
  children: (data: T) => ReactNode;
}) {
  const failed = remote.status === 'failed' && remote.error !== null;
  return (
    <>
      {failed && remote.error !== null && (
        <Problem error={remote.error} onRetry={() => void store.load(true)} />
      )}
      {failed && remote.data !== null && remote.loadedAt !== null && (
        <p className="mw-note">
          <WithAge id="window.asOf" of={remote.loadedAt} />
        </p>
      )}
      {remote.data !== null && children(remote.data)}
      {remote.data === null && !failed && <Waiting what={what} since={remote.askedAt ?? 0} upTo={upTo} />}
    </>
  );
}
