/** The right to talk to main: a one-time code in the address, exchanged for a token that lives as long as this tab. */

const storageKey = 'millwright.session';

/** Only this tab's storage: no cookie, nothing that another origin or a later browser start could read. */
export function sessionToken(): string | null {
  return sessionStorage.getItem(storageKey);
}

export function forgetSession(): void {
  sessionStorage.removeItem(storageKey);
}

function takeCode(): string | null {
  const fragment = location.hash.slice(1);
  // Routes of the window start with "/"; a code never does.
  if (!/^[\w-]{20,64}$/.test(fragment)) return null;
  history.replaceState(null, '', location.pathname);
  return fragment;
}

/** The token of this tab, or null when the code is used, too old or missing. Never throws. */
export async function exchangeCode(): Promise<string | null> {
  const code = takeCode();
  if (code === null) return sessionToken();
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      credentials: 'omit',
      cache: 'no-store',
    });
    if (!answer.ok) return sessionToken();
    const { token } = (await answer.json()) as { token: string };
    sessionStorage.setItem(storageKey, token);
    return token;
  } catch {
    // Main is not there: the socket says so and tries again with what this tab has.
    return sessionToken();
  }
}
