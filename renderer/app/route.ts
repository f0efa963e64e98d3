/** The page on screen: the parts of the address after `#/`, and its query. */
export interface Route {
  parts: string[];
  query: URLSearchParams;
}

/** Addresses begin with `#/`; anything else in the fragment (a one-time code) is not ours to read. */
export function readRoute(hash: string): Route {
  if (!hash.startsWith('#/')) return { parts: [], query: new URLSearchParams() };
  const [path = '', query = ''] = hash.slice(2).split('?', 2);
  return {
    parts: path
      .split('/')
      .filter((part) => part !== '')
      .map(decode),
    query: new URLSearchParams(query),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // An address that a person typed by hand; shown as it stands.
    return part;
  }
}
