/**
 * The wall between a preload and its page, as https://www.electronjs.org/docs/latest/api/context-bridge says: plain values
 * are copied, functions and promises are passed on, blobs go as they are, and everything else is refused.
 */
const refused = (): Error => new Error('An object could not be cloned.');

export function crossed(value: unknown, depth = 0): unknown {
  if (depth > 1000) throw new TypeError('Electron contextBridge recursion depth exceeded.');
  if (typeof value === 'function') {
    const inner = value as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => crossed(inner(...args.map((arg) => crossed(arg))));
  }
  if (typeof value === 'symbol') throw refused();
  if (value === null || typeof value !== 'object') return value;
  if (typeof (value as PromiseLike<unknown>).then === 'function')
    return (value as Promise<unknown>).then((inner) => crossed(inner));
  if (value instanceof Blob) return value;
  if (Array.isArray(value)) return value.map((one) => crossed(one, depth + 1));
  const kind = (Object.getPrototypeOf(value) as { constructor?: { name: string } } | null)?.constructor?.name;
  if (kind === undefined || kind === 'Object')
    return Object.freeze(
      Object.fromEntries(Object.entries(value).map(([name, one]) => [name, crossed(one, depth + 1)])),
    );
  if (value instanceof Error) return new Error(value.message);
  if (value instanceof AbortSignal) throw refused();
  return structuredClone(value);
}
