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

/** The present instant, fresh every `everyMs` while the window is seen. */
export function useNow(everyMs = 1000): number {
  const [value, setValue] = useState(now);
  useEffect(() => {
    const tick = () => {
      if (!document.hidden) setValue(now());
    };
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    const stop = useClock.subscribe(tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
      stop();
    };
  }, [everyMs]);
  return value;
}
