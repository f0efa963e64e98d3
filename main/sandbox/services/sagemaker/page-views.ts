import type { Language } from '../../../../words/index.ts';
import { tableOf } from '../../../data/table.ts';
import type { SandboxAccount } from '../../engine/types.ts';
import { fileHead, listFiles, type Listing } from './files.ts';
import { Html, html } from './html.ts';
import type { Notebook } from './kinds.ts';
import { pageWords } from './page-words.ts';
import { runsShipped, setting } from './scripts.ts';

export interface View {
  account: SandboxAccount;
  region: string;
  notebook: Readonly<Notebook>;
  language: Language;
  /** Path of the session, without a slash at its end. */
  base: string;
}

export const style = `
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
body { margin: 0; }
header { display: flex; gap: 1rem; align-items: baseline; padding: .5rem 1rem; border-bottom: 1px solid #8884; }
header h1 { font-size: 1rem; margin: 0; }
header p { margin: 0; opacity: .8; }
main { padding: 1rem; overflow-x: auto; }
nav { padding: .5rem 1rem 0; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .25rem .75rem; border-bottom: 1px solid #8883; white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** One whole page. `base` empty: a page without a session, which has no style sheet to ask for. */
function whole(language: Language, title: string, base: string, ...body: Html[]): string {
  const link = base === '' ? html`` : html`<link rel="stylesheet" href="${base}/style.css" />`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${link}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}

export function notice(
  language: Language,
  why: 'expired' | 'unsigned' | 'stopped' | 'missing',
  name: string,
): string {
  const w = pageWords(language, 0);
  return whole(
    language,
    w('title', { name }),
    '',
    html`<main>
      <h1>${w(`${why}.title`, { name })}</h1>
      <p>${w(`${why}.text`)}</p>
    </main>`,
  );
}

const wordsOf = (view: View) => pageWords(view.language, view.account.clock.now());

function framed(view: View, ...body: Html[]): string {
  const w = wordsOf(view);
  const head = html`<header>
    <h1>${w('title', { name: view.notebook.name })}</h1>
    <p>${w('note')}</p>
  </header>`;
  return whole(view.language, w('title', { name: view.notebook.name }), view.base, head, ...body);
}

const address = (view: View, place: string, query: Record<string, string>) =>
  `${view.base}/${place}?${new URLSearchParams(query).toString()}`;

/** Links to each folder above, the bucket first. */
function trail(view: View, bucket: string, prefix: string): Html {
  const parts = prefix.split('/').slice(0, -1);
  const folders = parts.map((part, i) => ({ part, prefix: `${parts.slice(0, i + 1).join('/')}/` }));
  return html`<nav>
    <a href="${address(view, 'lab', {})}">${bucket}</a>${folders.map(
      (f) => html` / <a href="${address(view, 'lab', { prefix: f.prefix })}">${f.part}</a>`,
    )}
  </nav>`;
}

export async function browse(view: View, prefix: string, from: string | null): Promise<string> {
  const w = wordsOf(view);
  const found = await listFiles(view, prefix, from ?? undefined);
  if ('problem' in found) return framed(view, problem(view, found.problem));
  const empty = found.folders.length + found.files.length === 0;
  return framed(
    view,
    trail(view, found.bucket, prefix),
    html`<main>
      ${empty ? html`<p>${w('empty')}</p>` : table(view, prefix, found)} ${more(view, prefix, found)}
    </main>`,
  );
}

function table(view: View, prefix: string, found: Listing): Html {
  const w = wordsOf(view);
  const short = (path: string) => path.slice(prefix.length);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${w('name')}</th>
        <th scope="col">${w('size')}</th>
        <th scope="col">${w('changed')}</th>
      </tr>
    </thead>
    <tbody>
      ${found.folders.map(
        (path) =>
          html`<tr>
            <td><a href="${address(view, 'lab', { prefix: path })}">${short(path)}</a></td>
            <td></td>
            <td></td>
          </tr>`,
      )}
      ${found.files.map(
        (file) =>
          html`<tr>
            <td><a href="${address(view, 'file', { key: file.key })}">${short(file.key)}</a></td>
            <td class="number">${w('bytes', { size: { bytes: file.bytes } })}</td>
            <td>${file.changed}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const more = (view: View, prefix: string, found: Listing): Html =>
  found.next === undefined
    ? html``
    : html`<p>
        <a href="${address(view, 'lab', { prefix, from: found.next })}">${wordsOf(view)('more')}</a>
      </p>`;

const problem = (view: View, { key, text }: { key: string; text: string }): Html =>
  html`<main>
    <p>${wordsOf(view)(key, { name: view.notebook.name })}</p>
    <pre>${text}</pre>
  </main>`;

/** The beginning of a file: a table when its name says CSV or TSV, text when it is text, else a sentence. */
export async function openFile(view: View, key: string): Promise<string> {
  const w = wordsOf(view);
  const found = await fileHead(view, key);
  if ('problem' in found) return framed(view, problem(view, found.problem));
  const up = trail(view, found.bucket, key);
  const title = html`<h2>${key.slice(key.lastIndexOf('/') + 1)}</h2>`;
  const text = readable(found.bytes);
  if (text === undefined)
    return framed(
      view,
      up,
      html`<main>
        ${title}
        <p>${w('binary')}</p>
      </main>`,
    );
  const table = /\.(csv|tsv|data|test)$/i.test(key) ? rows(view, text, found.cut) : undefined;
  const cut = found.cut && table === undefined ? html`<p>${w('cut')}</p>` : html``;
  const body = table ?? html`<pre>${text}</pre>`;
  return framed(view, up, html`<main>${title}${cut}${body}</main>`);
}

function readable(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.includes('\0') ? undefined : text;
}

/** Undefined when the text is no table. */
function rows(view: View, text: string, cut: boolean): Html | undefined {
  const table = tableOf(text, cut);
  if (table === undefined) return undefined;
  return html`<p>${wordsOf(view)(table.more ? 'firstRows' : 'rows', { count: table.rows.length })}</p>
    <table>
      <thead>
        <tr>
          ${table.columns.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** The shipped start script puts a proxy in; without it, or on another port, AWS's notebook answers 502. */
export function dashboard(view: View, port: number): { found: boolean; body: string } {
  const w = wordsOf(view);
  const found =
    runsShipped(view.account, view.region, view.notebook) &&
    setting(view.notebook, 'dashboard-port') === port;
  const body = found
    ? html`<main>
        <h2>${w('dashboard.title', { port: String(port) })}</h2>
        <p>${w('dashboard.text')}</p>
      </main>`
    : html`<main>
        <h2>502</h2>
        <p>${w('dashboard.none', { port: String(port) })}</p>
      </main>`;
  return { found, body: framed(view, body) };
}
