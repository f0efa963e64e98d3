/** A request as it stands on the wire, and an answer as it goes out. */
export interface WireRequest {
  method: string;
  /** Path as sent, still encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** A fault on the way out. */
  mangling?: 'truncated' | 'one-byte';
}
