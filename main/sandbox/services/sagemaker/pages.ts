/**
 * The pages of a notebook in the sandbox, in the place of JupyterLab: a browser of the files in its bucket, a table of a
 * CSV file, and the dashboard behind /proxy/. Plain HTML, no script; who may see them is decided by the token in the
 * address (presign.ts).
 */
import type { PageAnswer, PageRequest, SandboxAccount } from '../../engine/types.ts';
import { notebooks } from './kinds.ts';
import { openSession, pagesPrefix, sessionNotebook } from './presign.ts';
import { style } from './page-style.ts';
import { browse, dashboard, notice as noticePage, openFile, type View } from './page-views.ts';
import { pageLanguage } from './page-words.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  // The session stands in the address: it must not travel to other places.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
};

/** `/notebook/NAME…?authToken=…` or `/notebook/NAME/session/TOKEN/…` */
export async function notebookPage(account: SandboxAccount, request: PageRequest): Promise<PageAnswer> {
  const language = pageLanguage(request.headers['accept-language']);
  const [name = '', ...rest] = request.path.slice(pagesPrefix.length).split('/');
  const own = `${pagesPrefix}${encodeURIComponent(name)}`;
  const notice = (why: Parameters<typeof noticePage>[1]) => noticePage(language, why, name, own);
  // The style sheet is no secret: pages without a session ask for it too.
  if (rest.at(-1) === 'style.css')
    return { status: 200, headers: { ...headers, 'content-type': 'text/css; charset=utf-8' }, body: style };
  const token = request.query.get('authToken');
  if (token !== null) {
    const session = openSession(account, token);
    if (session?.name !== name) return page(403, notice('expired'));
    const place = rest.join('/') === '' ? 'lab' : rest.join('/');
    return redirect(`${pagesPrefix}${name}/session/${session.session}/${encodeURI(place)}`);
  }
  const [word, session = '', ...place] = rest;
  if (word !== 'session') return page(403, notice('unsigned'));
  const found = sessionNotebook(account, session);
  if (found?.notebook.name !== name) return page(403, notice('expired'));
  const { notebook, region } = found;
  if (notebook.status !== 'InService') return page(404, notice('stopped'));
  notebooks(account, region).put({ ...notebook, lastUsedAt: account.clock.now() });
  const view: View = {
    account,
    region,
    notebook,
    language,
    base: `${pagesPrefix}${name}/session/${session}`,
  };
  return show(view, place.join('/'), request.query);
}

async function show(view: View, place: string, query: URLSearchParams): Promise<PageAnswer> {
  const proxied = /^proxy\/(\d+)\/?$/.exec(place);
  if (proxied) {
    const { found, body } = dashboard(view, Number(proxied[1]));
    return page(found ? 200 : 502, body);
  }
  if (place === 'file') return page(200, await openFile(view, query.get('key') ?? ''));
  if (['lab', 'tree', ''].includes(place))
    return page(200, await browse(view, query.get('prefix') ?? '', query.get('from')));
  return page(404, noticePage(view.language, 'missing', view.notebook.name, view.base));
}

const page = (status: number, body: string): PageAnswer => ({ status, headers, body });

const redirect = (location: string): PageAnswer => ({
  status: 302,
  headers: { ...headers, location },
  body: '',
});
