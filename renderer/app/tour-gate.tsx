import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from './context.tsx';
import { rooms } from './rooms.ts';
import { go, to, type Route } from './router.ts';

const Tour = lazy(async () => ({ default: (await rooms.tour.read()).Tour }));

/** A start is not held up: the tour comes when the page has been drawn and read, ms. */
const afterMs = 2_500;

/**
 * The tour, over Home alone: by itself at the first start, and whenever Settings asks for it by the address. Whoever leaves
 * Home has found the way and is not shown it again.
 */
export function TourGate({ route }: { route: Route }) {
  const { api, stores } = useApp();
  const settings = useStore(stores.settings).data;
  const asked = route.query.get('tour') !== null;
  const home = route.parts.length === 0;
  const [due, setDue] = useState(false);
  const unseen = settings !== null && settings.tourSeen !== true;
  const shown = home && (asked || (due && unseen));
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), afterMs);
    return () => clearTimeout(timer);
  }, []);
  const keep = useCallback(() => {
    stores.settings.patch((all) => ({ ...all, tourSeen: true }));
    void api.app.changeSettings({ tourSeen: true });
  }, [api, stores]);
  const left = due && unseen && !home;
  useEffect(() => {
    if (left) keep();
  }, [left, keep]);
  const end = useCallback(() => {
    keep();
    if (asked) go(to.home());
    document.querySelector<HTMLElement>('.mw-page h1')?.focus({ preventScroll: true });
  }, [keep, asked]);
  return shown ? (
    <Suspense fallback={null}>
      <Tour onEnd={end} />
    </Suspense>
  ) : null;
}
