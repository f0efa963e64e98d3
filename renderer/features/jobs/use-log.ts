import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { RemoteStore } from '../../app/remote.ts';
import type { LogState, LogStore } from './log-store.ts';

/** How often what came since is asked for while somebody looks, ms: AWS gives a log away for nothing, but counts calls. */
const followMs = 3_000;

/** The last lines of a try come to AWS up to some seconds after its end. */
const lateMs = 20_000;

/** The log as it is known; asked for when a page of it opens and, while it `grows`, again and again. */
export function useLog(store: LogStore, grows: boolean): LogState {
  useEffect(() => {
    void store.newest();
    const again = () => {
      if (!document.hidden) void store.newest();
    };
    if (grows) {
      const timer = setInterval(again, followMs);
      return () => clearInterval(timer);
    }
    const timer = setTimeout(again, lateMs);
    return () => clearTimeout(timer);
  }, [store, grows]);
  return useStore(store);
}

/** Asks for what rests on the log once more when it grows no longer, and when its last lines have come. */
export function useLate({ load }: Pick<RemoteStore<unknown>, 'load'>, grows: boolean): void {
  const grew = useRef(grows);
  useEffect(() => {
    const ended = grew.current && !grows;
    grew.current = grows;
    if (!ended) return;
    void load();
    const timer = setTimeout(() => void load(), lateMs);
    return () => clearTimeout(timer);
  }, [load, grows]);
}
