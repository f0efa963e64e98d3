/** Headers of every answer. The window runs nothing but its own files and talks to nobody but main. */
const common = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
  'cache-control': 'no-store',
};

const closed =
  "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** For the origin of the window; `host` is `127.0.0.1:PORT`. */
export function windowHeaders(host: string): Record<string, string> {
  return {
    ...common,
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data: blob:; " +
      `connect-src 'self' ws://${host}; form-action 'none'; ${closed}`,
  };
}

/** For the confirmation origin. `same-origin` keeps the Origin header on its own form, which `no-referrer` would empty. */
export const confirmationHeaders: Record<string, string> = {
  ...common,
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; " + closed,
};
