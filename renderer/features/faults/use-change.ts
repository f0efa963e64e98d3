import { useState } from 'react';
import type { AppError, Result } from '../../../preload/contract/errors.ts';
import { useApp } from '../../app/context.tsx';

/** A change of the sandbox account: what is on is read again when it was done, what was refused is said. */
export function useChange() {
  const { stores } = useApp();
  const [state, setState] = useState<{ busy: boolean; error: AppError | null }>({ busy: false, error: null });
  const change = async (ask: () => Promise<Result<unknown>>): Promise<void> => {
    setState({ busy: true, error: null });
    const answer = await ask();
    setState({ busy: false, error: answer.ok ? null : answer.error });
    await stores.faults.load();
  };
  return {
    ...state,
    /** `after`: when what is on was read again. */
    change: (ask: () => Promise<Result<unknown>>, after?: () => void): void => void change(ask).then(after),
  };
}
