/**
 * Keeps web pages out. The port is for programs on this computer: the Host must be ours by name (a page that rebinds
 * its DNS name to 127.0.0.1 sends its own), and what a browser adds to every request (`Origin`, `Sec-Fetch-Site`) must
 * be absent, except on the pages that are made for a browser.
 */
export type Headers = Record<string, string>;

export function hostIsOurs(headers: Headers, port: number): boolean {
  return headers['host'] === `127.0.0.1:${port}` || headers['host'] === `localhost:${port}`;
}

export function fromBrowser(headers: Headers): boolean {
  return ['origin', 'sec-fetch-site', 'sec-fetch-dest', 'sec-fetch-user'].some((name) => name in headers);
}

/** A page may be walked to from anywhere, but read or embedded only by itself. */
export function mayShowPage(headers: Headers, port: number): boolean {
  const origin = headers['origin'];
  if (origin !== undefined && !hostIsOurs({ host: origin.replace(/^http:\/\//, '') }, port)) return false;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
