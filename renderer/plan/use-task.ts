import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Plan, Receipt } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { now } from '../app/clock.ts';
import { useApp } from '../app/context.tsx';

/** The task as events tell it; null until it is known. */
export function useTask(id: string | null): Task | null {
  const { stores } = useApp();
  const { data, status } = useStore(stores.tasks);
  const known = data?.find((task) => task.id === id) ?? null;
  useEffect(() => {
    if (id !== null && known === null && status !== 'loading') void stores.tasks.load();
    // Only when another task is asked for: an unknown id must not be asked for again and again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, stores]);
  return known;
}

interface Read<T> {
  id: string | null;
  value: T | null;
  error: AppError | null;
  /** Instant at which it was asked for, ms. */
  since: number;
}

/** A document of main: read once per id and turn; the one before stays until the next is here. */
function useDocument<T>(
  id: string | null,
  read: (id: string) => Promise<{ ok: true; value: T } | { ok: false; error: AppError }>,
  /** Another number: it is read again. */
  turn = 0,
): Read<T> {
  const [state, setState] = useState<Omit<Read<T>, 'since'>>({ id: null, value: null, error: null });
  const [since] = useState(now);
  useEffect(() => {
    if (id === null) return;
    let left = false;
    void read(id).then((answer) => {
      if (left) return;
      setState(
        answer.ok ? { id, value: answer.value, error: null } : { id, value: null, error: answer.error },
      );
    });
    return () => {
      left = true;
    };
  }, [id, read, turn]);
  return state.id === id ? { ...state, since } : { id, value: null, error: null, since };
}

export function usePlan(id: string | null): Read<Plan> {
  const { api } = useApp();
  const [read] = useState(() => async (planId: string) => {
    const answer = await api.plans.get({ id: planId });
    return answer.ok ? { ok: true as const, value: answer.value.plan } : answer;
  });
  return useDocument(id, read);
}

/** What a training cost comes into its receipt later: main says then that plans changed. */
export function useReceipt(id: string | null): Read<Receipt> {
  const { api } = useApp();
  const [turn, setTurn] = useState(0);
  useEffect(
    () =>
      api.onEvent((event) => {
        if (event.type === 'invalidated' && event.domain === 'plans') setTurn((last) => last + 1);
      }),
    [api],
  );
  const [read] = useState(() => (receiptId: string) => api.plans.receipt({ id: receiptId }));
  return useDocument(id, read, turn);
}
