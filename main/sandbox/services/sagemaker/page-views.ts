import type { Language } from '../../../../words/index.ts';
import { tableOf } from '../../../data/table.ts';
import type { SandboxAccount } from '../../engine/types.ts';
import { fileHead, listFiles, type Head, type Listing } from './files.ts';
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

/** One whole page. Its style sheet is found below `base`. */
function whole(language: Language, title: string, base: string, ...body: Html[]): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="${base}/style.css" />
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
  base: string,
): string {
  const w = pageWords(language, 0);
  return whole(
    language,
    w('title', { name }),
    base,
    html`<main class="alone">
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
  return html`<nav aria-label="${wordsOf(view)('files')}">
    <a href="${address(view, 'lab', {})}">${bucket}</a>${folders.map(
      (f) => html` / <a href="${address(view, 'lab', { prefix: f.prefix })}">${f.part}</a>`,
    )}
  </nav>`;
}

/** The files at the left, what was opened at the right. */
function desk(view: View, side: Html, body: Html): string {
  return framed(
    view,
    html`<div class="desk">
      <div class="side">${side}</div>
      <main>${body}</main>
    </div>`,
  );
}

export async function browse(view: View, prefix: string, from: string | null): Promise<string> {
  const w = wordsOf(view);
  const found = await listFiles(view, prefix, from ?? undefined);
  if ('problem' in found) return framed(view, problem(view, found.problem));
  return desk(
    view,
    side(view, found, prefix),
    html`<h2>${w('pick.title')}</h2>
      <p>${w('pick.text')}</p>`,
  );
}

function side(view: View, found: Listing, prefix: string, picked?: string): Html {
  const w = wordsOf(view);
  const short = (path: string) => path.slice(prefix.length);
  const empty = found.folders.length + found.files.length === 0;
  const list = html`<ul class="files">
    ${found.folders.map(
      (path) =>
        html`<li class="folder"><a href="${address(view, 'lab', { prefix: path })}">${short(path)}</a></li>`,
    )}
    ${found.files.map(
      (file) =>
        html`<li class="${file.key === picked ? 'picked' : 'file'}">
          <a href="${address(view, 'file', { key: file.key })}">${short(file.key)}</a>
          <span class="size">${w('bytes', { size: { bytes: file.bytes } })}</span>
        </li>`,
    )}
  </ul>`;
  return html`${trail(view, found.bucket, prefix)}${empty ? html`<p>${w('empty')}</p>` : list}${more(
    view,
    prefix,
    found,
  )}`;
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
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  const [found, around] = await Promise.all([fileHead(view, key), listFiles(view, prefix, undefined)]);
  if ('problem' in found) return framed(view, problem(view, found.problem));
  // A role may be allowed to read a file and not to list its folder.
  const left = 'problem' in around ? trail(view, found.bucket, key) : side(view, around, prefix, key);
  return desk(
    view,
    left,
    html`<h2>${key.slice(prefix.length)}</h2>
      ${contents(view, key, found)}`,
  );
}

function contents(view: View, key: string, { bytes, cut }: Head): Html {
  const w = wordsOf(view);
  const text = readable(bytes);
  if (text === undefined) return html`<p>${w('binary')}</p>`;
  const table = /\.(csv|tsv|data|test)$/i.test(key) ? rows(view, text, cut) : undefined;
  return (
    table ??
    html`${cut ? html`<p>${w('cut')}</p>` : html``}
      <pre>${text}</pre>`
  );
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
