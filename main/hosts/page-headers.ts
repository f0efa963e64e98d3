/** Headers of every page and file in every host. A page runs nothing but its own files and talks to nobody but main. */
export const commonHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
  'cache-control': 'no-store',
};

const closed = "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types ";

/**
 * Policy of the window; `connect` is where its scripts may connect to. Its one Trusted Types policy gives the address of
 * the worker that searches long lists, whatever it is asked (renderer/ui/table/index-client.ts).
 */
export const windowPolicy = (connect: string): string =>
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data: blob:; " +
  `connect-src ${connect}; form-action 'none'; worker-src 'self'; ${closed}millwright-index`;

/** Policy of the page that asks for consent; `form` is where its form may go. */
export const confirmationPolicy = (form: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; form-action ${form}; ${closed}'none'`;
