import { useEffect, useState } from 'react';
import { create } from 'zustand';

/** Where the account's clock stands: in the sandbox it can run ahead of this computer's, and faster. */
interface ClockState {
  base: number;
  at: number;
  speed: number;
}

const useClock = create<ClockState>(() => ({ base: 0, at: 0, speed: 1 }));

/** The present instant of the account, ms. */
export function now(): number {
  const { base, at, speed } = useClock.getState();
  const real = Date.now();
  return at === 0 ? real : base + (real - at) * speed;
}

export function setClock(offsetMs: number, speed: number): void {
  const real = Date.now();
  useClock.setState({ base: real + offsetMs, at: real, speed });
}

/** One timer for all that shows the time at the same beat: a list has many clocks. */
const beats = new Map<number, { listeners: Set<() => void>; end: () => void }>();

function onBeat(everyMs: number, listener: () => void): () => void {
  let beat = beats.get(everyMs);
  if (beat === undefined) {
    const listeners = new Set<() => void>();
    const tick = () => {
      if (!document.hidden) for (const one of [...listeners]) one();
    };
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    const stop = useClock.subscribe(tick);
    const end = () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
      stop();
      beats.delete(everyMs);
    };
    beat = { listeners, end };
    beats.set(everyMs, beat);
  }
  const { listeners, end } = beat;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) end();
  };
}

/** The present instant, fresh every `everyMs` while the window is seen. */
export function useNow(everyMs = 1000): number {
  const [value, setValue] = useState(now);
  useEffect(() => onBeat(everyMs, () => setValue(now())), [everyMs]);
  return value;
}
