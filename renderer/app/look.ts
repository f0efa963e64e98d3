import { useEffect } from 'react';
import type { Look } from '../../preload/contract/lists.ts';
import { useApp } from './context.tsx';
import type { Route } from './router.ts';

/** What main shall keep fresh for this page. */
export function lookOf({ parts, query }: Route): Look {
  const [room = '', name] = parts;
  if (room === '') return { at: 'home' };
  if (room === 'notebooks') return name === undefined ? { at: 'notebooks' } : { at: 'notebook', name };
  // The end of a wizard shows what was made as the list tells it.
  if (room === 'start' && query.has('task')) return { at: 'notebooks' };
  if (room === 'training' && name === undefined) return { at: 'jobs' };
  if (room === 'data' && name === undefined) return { at: 'buckets' };
  return { at: 'elsewhere' };
}

/** Tells main what this window looks at, also after a break of the line, and whether anybody sees it. */
export function useLook(route: Route): void {
  const { api, host } = useApp();
  const look = JSON.stringify(lookOf(route));
  useEffect(() => {
    const say = () => void api.lists.look({ look: JSON.parse(look) as Look, hidden: document.hidden });
    const stop = host.onConnection((state) => {
      if (state === 'open') say();
    });
    document.addEventListener('visibilitychange', say);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', say);
    };
  }, [api, host, look]);
}
