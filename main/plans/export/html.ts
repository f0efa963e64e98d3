/** A plan as one page that needs nothing else: opens from a mail, on any computer, and loads nothing. */
import { createHash } from 'node:crypto';
import { escapeHtml } from '../../escape-html.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import { say, type Language } from '../../../words/index.ts';
import { planPlace, planSections } from '../text.ts';

/** Light on every screen: it is made to be printed and sent. A table that is wider than the paper breaks its words. */
const style = `
:root{color-scheme:light}
@page{margin:18mm 16mm}
body{background:#fff;color:#16191f;font:14px/1.45 "Open Sans","Noto Sans SC",system-ui,sans-serif;margin:2rem auto;max-width:46rem;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:22px}h2{font-size:16px;margin:1.6em 0 .4em;break-after:avoid}p,li{margin:.2em 0}
li,tr{break-inside:avoid}
.note{color:#545b64;font-size:12px}table{border-collapse:collapse;width:100%}
td{padding:.15em 0;vertical-align:top}td+td{padding-left:1em;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
footer{margin-top:2em;font-size:12px;color:#545b64}
@media print{body{margin:0;max-width:none;padding:0}}
`;

export function asHtml(plan: Plan, language: Language, timeZone: string): string {
  const options = { timeZone, now: Date.parse(plan.madeAt) };
  const title = escapeHtml(say(language, plan.title, options));
  const hash = createHash('sha256').update(style).digest('base64');
  const sections = planSections(plan, language, timeZone).map((section) => {
    const table = section.lines.some(({ value }) => value !== undefined);
    const items = section.lines.map(({ text, value, note }) => {
      const quiet = note === undefined ? '' : `<p class="note">${escapeHtml(note)}</p>`;
      const said = `${escapeHtml(text)}${quiet}`;
      if (!table) return `<li>${said}</li>`;
      return value === undefined
        ? `<tr><td colspan="2">${said}</td></tr>`
        : `<tr><td>${said}</td><td>${escapeHtml(value)}</td></tr>`;
    });
    const list = section.ordered ? 'ol' : 'ul';
    const body = table ? `<table>${items.join('')}</table>` : `<${list}>${items.join('')}</${list}>`;
    return `<h2>${escapeHtml(section.title)}</h2>${body}`;
  });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p class="note">${escapeHtml(planPlace(plan, language, timeZone))}</p>
${sections.join('\n')}
<footer>${escapeHtml(plan.digest)}</footer>
</body>
</html>
`;
}
