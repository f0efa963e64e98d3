/**
 * How long a service asks to be left alone, ms. `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3), which
 * is counted from the answer's own `Date`, so that a wrong clock here changes nothing; `x-amz-retry-after` holds
 * milliseconds and comes from AWS's own front doors, so it decides where both are there. Undefined: nothing was asked, or
 * nothing that can be read.
 */
export function askedPause(header: (name: string) => string | undefined): number | undefined {
  const exact = header('x-amz-retry-after');
  if (exact !== undefined && /^\d+$/.test(exact.trim())) return Number(exact);
  const asked = header('retry-after')?.trim();
  if (asked === undefined) return undefined;
  if (/^\d+$/.test(asked)) return Number(asked) * 1000;
  const from = Date.parse(header('date') ?? '');
  const until = Date.parse(asked);
  return Number.isNaN(from) || Number.isNaN(until) ? undefined : Math.max(0, until - from);
}
