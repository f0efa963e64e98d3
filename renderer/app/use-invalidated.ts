import { useEffect } from 'react';
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import { useApp } from './context.tsx';
import type { RemoteStore } from './remote.ts';

type Domain = Extract<MillwrightEvent, { type: 'invalidated' }>['domain'];

/** For the store of a page: asks again when main says that `domain` changed, in a hidden window as soon as it is seen. */
export function useInvalidated<T>(store: RemoteStore<T>, domain: Domain): void {
  const { api } = useApp();
  useEffect(() => {
    let stale = false;
    const again = () => {
      if (!stale || document.hidden) return;
      stale = false;
      void store.load();
    };
    const stop = api.onEvent((event) => {
      if (event.type !== 'invalidated' || event.domain !== domain) return;
      stale = true;
      again();
    });
    document.addEventListener('visibilitychange', again);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', again);
    };
  }, [api, store, domain]);
}
