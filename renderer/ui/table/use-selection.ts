import { useCallback, useMemo, useState } from 'react';

/** Which rows are chosen, by id. Rows that are gone are not chosen any more. */
export function useSelection<T>(rows: readonly T[], idOf: (row: T) => string) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const selected = useMemo(
    () => (chosen.size === 0 ? [] : rows.filter((row) => chosen.has(idOf(row)))),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- pages make `idOf` anew at every draw; it answers the same
    [rows, chosen],
  );
  return {
    selected,
    toggle,
    has: (id: string) => chosen.has(id),
    set: (ids: Iterable<string>) => setChosen(new Set(ids)),
  };
}
