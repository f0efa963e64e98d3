/** Shapes of the pages that a service shows to a browser on the sandbox's port. */
import type { SandboxAccount } from './types.ts';

export interface PageRequest {
  method: 'GET' | 'HEAD';
  /** Decoded path, prefix included. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
}

export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Requests below `prefix` (`/notebook/`) that carry no AWS signature. Only GET and HEAD, only the sandbox's own Host;
 * who may see a page is the page's own affair (a token in its address).
 */
export interface Pages {
  prefix: string;
  handle(account: SandboxAccount, request: PageRequest): Promise<PageAnswer> | PageAnswer;
}
