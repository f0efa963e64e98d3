/** Counts what is sent, so that rates stay below AWS's and tests can say how many requests a screen costs. */
export interface Metered {
  service: string;
  operation: string;
  purpose: string;
  /** Which try of the call, from 1. */
  attempt: number;
  startedAt: number;
  tookMs: number;
  /** `ok`, or the code of the failure. */
  outcome: string;
}

export interface Meter {
  record(request: Metered): void;
  /** The newest requests, at most 1,000, oldest first. */
  recent(): readonly Metered[];
  /** Requests since the program started, by `service:operation`. */
  totals(): Record<string, number>;
}

const kept = 1000;

export function openMeter(): Meter {
  const recent: Metered[] = [];
  const totals: Record<string, number> = {};
  return {
    record(request) {
      const key = `${request.service}:${request.operation}`;
      totals[key] = (totals[key] ?? 0) + 1;
      recent.push(request);
      if (recent.length > kept) recent.shift();
    },
    recent: () => recent,
    totals: () => ({ ...totals }),
  };
}
