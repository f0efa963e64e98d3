import { commonHeaders, confirmationPolicy, windowPolicy } from '../page-headers.ts';

/** For the origin of the window; `host` is `127.0.0.1:PORT`. */
export function windowHeaders(host: string): Record<string, string> {
  return {
    ...commonHeaders,
    'referrer-policy': 'no-referrer',
    'content-security-policy': windowPolicy(`'self' ws://${host}`),
  };
}

/** For the confirmation origin. `same-origin` keeps the Origin header on its own form, which `no-referrer` would empty. */
export const confirmationHeaders: Record<string, string> = {
  ...commonHeaders,
  'referrer-policy': 'same-origin',
  'content-security-policy': confirmationPolicy("'self'"),
};
