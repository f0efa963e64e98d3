/** Some of the work of a change, and how much of it is done at the same time. Begun in its order. */
export interface Lane<T> {
  items: readonly T[];
  most: number;
}

/**
 * Works on all items of all lanes. After one that fails nothing more is begun, `failed` ends what can be ended, what is
 * under way is waited for, and what the first one failed with is thrown.
 */
export async function atOnce<T>(
  lanes: readonly Lane<T>[],
  work: (item: T, failed: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const worker = async (items: Iterator<T>) => {
    try {
      for (let next = items.next(); !next.done && !failed.signal.aborted; next = items.next())
        await work(next.value, failed.signal);
    } catch (error) {
      failed.abort(error);
    }
  };
  await Promise.all(
    lanes.flatMap(({ items, most }) => {
      const queue = items.values();
      return Array.from({ length: Math.min(most, items.length) }, () => worker(queue));
    }),
  );
  failed.signal.throwIfAborted();
}
