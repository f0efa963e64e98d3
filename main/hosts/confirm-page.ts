/**
 * The page that asks for consent. It belongs to main: the window can neither read nor press it. Drawn on main's side from
 * main's copy of the plan, as plain HTML with a plain form.
 */
import type { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Amount } from '../../preload/contract/plan.ts';
import { say } from '../../words/index.ts';
import { escapeHtml } from '../escape-html.ts';
import type { ConsentRequest } from './ports.ts';

export type Voice = Pick<ConsentRequest, 'language' | 'timeZone' | 'appearance'>;

/** `9ae4 03c8 …`: the digest as people compare it; the whole of it stands in the title. */
const shortDigest = (digest: string): string => `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;

function amount(value: z.infer<typeof Amount>): Message {
  if (value.unknown.length === 0) return message('host.confirm.sum', { sum: { money: value.usd } });
  if (value.usd === 0) return message('host.confirm.sum', { sum: { money: null } });
  return message('host.confirm.sumUnknown', { sum: { money: value.usd }, unknown: { money: null } });
}

function page(voice: Omit<Voice, 'timeZone'>, title: string, body: string, done: boolean): string {
  return `<!doctype html>
<html lang="${voice.language}" data-look="${voice.appearance ?? 'system'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/confirm.css">
<script src="/press.js" defer></script>
</head>
<body data-done="${done ? 'yes' : 'no'}">
<main>
${body}
</main>
</body>
</html>
`;
}

/** The question. `secret` goes back with the form and works once. */
export function confirmPage(request: ConsentRequest, secret: string, now: number): string {
  const text = (said: Message): string =>
    escapeHtml(say(request.language, said, { timeZone: request.timeZone, now }));
  const word = (key: string): string => text(message(key));
  const row = (label: string, value: string, kind = ''): string =>
    `<div><dt>${label}</dt><dd${kind}>${value}</dd></div>`;
  const account =
    request.accountId === null
      ? word('host.confirm.noAccount')
      : text(
          message(request.sandbox ? 'host.confirm.sandboxAccount' : 'host.confirm.realAccount', {
            account: request.accountId,
            region: { region: request.region },
          }),
        );
  const title = request.press
    ? message('host.confirm.titleOf', { press: { message: request.press } })
    : message('host.confirm.title');
  const said = (label: string, list: Message[] = []): string =>
    list.length === 0 ? '' : `<h2>${word(label)}</h2>${list.map((one) => `<p>${text(one)}</p>`).join('')}`;
  const gone = request.destroys
    ? `<section class="danger">${said('host.confirm.lost', request.lost)}${said('host.confirm.stays', request.stays)}</section>`
    : '';
  const body = `<h1>${text(title)}</h1>
<p>${text(request.title)}</p>
${gone}
<dl>
${money(request, row, text)}
${row(word('host.confirm.account'), account)}
${row(word('host.confirm.digest'), `<code title="${escapeHtml(request.digest)}">${shortDigest(request.digest)}</code>`)}
</dl>
<form method="post" autocomplete="off">
<input type="hidden" name="secret" value="${escapeHtml(secret)}">
<button class="${request.destroys ? 'danger' : 'primary'}" name="answer" value="confirm">${text(request.press ?? message('host.confirm.confirm'))}</button>
<button name="answer" value="refuse">${word('host.confirm.refuse')}</button>
</form>`;
  return page(request, say(request.language, title, { ...request, now }), body, false);
}

/** By the hour, by the month, or nothing at all: only what is true of this plan. */
function money(
  { perHour, worstMonth }: ConsentRequest,
  row: (label: string, value: string, kind?: string) => string,
  text: (said: Message) => string,
): string {
  const word = (key: string): string => text(message(key));
  const hero = ' class="hero"';
  if (perHour !== null)
    return `${row(word('host.confirm.perHour'), text(amount(perHour)), hero)}
${row(word('host.confirm.worst'), text(amount(worstMonth)))}`;
  if (worstMonth.usd === 0 && worstMonth.unknown.length === 0)
    return row(word('host.confirm.cost'), word('host.confirm.free'));
  return row(word('host.confirm.month'), text(amount(worstMonth)), hero);
}

export type Outcome = 'confirm.given' | 'confirm.refused' | 'confirm.gone' | 'confirm.tooSoon' | 'link.gone';

/** After the press, or when a link is used or too old. */
export function outcomePage(voice: Voice, outcome: Outcome, now: number): string {
  const text = (key: string): string => say(voice.language, message(key), { timeZone: voice.timeZone, now });
  const body = `<h1>${escapeHtml(text(`host.${outcome}`))}</h1>
<p>${escapeHtml(text(`host.${outcome}Note`))}</p>`;
  return page(
    voice,
    text(`host.${outcome}`),
    body,
    outcome === 'confirm.given' || outcome === 'confirm.refused',
  );
}
