import { createContext, use, useEffect } from 'react';
import { useStore } from 'zustand';
import type { WindowHost } from '../../preload/contract/host.ts';
import type { Millwright } from '../../preload/contract/index.ts';
import type { Remote, RemoteStore } from './remote.ts';
import type { Stores } from './stores.ts';

export interface App {
  api: Millwright;
  host: WindowHost;
  stores: Stores;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error('useApp outside of the window');
  return app;
}

/**
 * The store's state; asks main when the page opens, and then every `everyMs` while the window is seen, for what main
 * reckons anew from what it knows. When AWS is asked is main's affair: it knows what the window looks at.
 */
export function useRemote<T>(store: RemoteStore<T>, everyMs?: number): Remote<T> {
  useEffect(() => {
    void store.open();
  }, [store]);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden && store.getState().status !== 'loading') void store.load();
    }, everyMs);
    return () => clearInterval(timer);
  }, [store, everyMs]);
  return useStore(store);
}
