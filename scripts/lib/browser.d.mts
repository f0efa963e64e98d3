/** A Chromium-like browser of this computer, or Playwright's own; undefined if there is none. */
export function findBrowser(): Promise<string | undefined>;
