import { AppFailure } from '../failure.ts';

const hidden = '…';

/** AWS may say back what it was sent: the failure without these values. Its cause holds AWS's own words and stays here. */
export function withoutValues(error: unknown, values: readonly string[]): unknown {
  if (!(error instanceof AppFailure) || values.length === 0) return error;
  const text = (said: string) => values.reduce((rest, value) => rest.replaceAll(value, hidden), said);
  const masked = (part: unknown): unknown => {
    if (typeof part === 'string') return text(part);
    if (Array.isArray(part)) return part.map(masked);
    if (typeof part !== 'object' || part === null) return part;
    // Codes and keys of words are our own.
    return Object.fromEntries(
      Object.entries(part).map(([name, one]) => [
        name,
        name === 'code' || name === 'key' ? one : masked(one),
      ]),
    );
  };
  return new AppFailure(masked(error.error) as AppFailure['error'], undefined, error.askedMs);
}
