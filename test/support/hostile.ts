/** What strangers write: values for fields, names, reasons and cells that mean something else to a careless reader. */

/** Beacon of the strangers: a request to it, or a global of this name, is a script that ran or a page that loaded. */
export const beacon = 'strangers.invalid';

const markup = (n: number): string[] => [
  `<script>fired(${n})</script>`,
  `<img src=x onerror=fired(${n})>`,
  `<img src="http://${beacon}/${n}.png">`,
  `"><svg/onload=fired(${n})>`,
  `'><iframe src="http://${beacon}/${n}"></iframe>`,
  `<a href="javascript:fired(${n})">open</a>`,
  `javascript:fired(${n})//`,
  `<link rel=stylesheet href="http://${beacon}/${n}.css">`,
  `<style>*{background:url(http://${beacon}/${n})}</style>`,
  `<meta http-equiv=refresh content="0;url=http://${beacon}/${n}">`,
  `<base href="http://${beacon}/${n}/">`,
  `<form action="http://${beacon}/${n}"><input name=a autofocus onfocus=fired(${n})></form>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=fired(${n})>`,
  `</title></textarea></style></script><script>fired(${n})</script>`,
  `<details open ontoggle=fired(${n})>`,
  `{{constructor.constructor('fired(${n})')()}}`,
  `\${fired(${n})}`,
  `<!--<img src="--><img src=x onerror=fired(${n})//">`,
  `&lt;img src=x onerror=fired(${n})&gt;`,
  `[link](javascript:fired(${n}))`,
];

const formulas = (n: number): string[] => [
  `=HYPERLINK("http://${beacon}/${n}","open")`,
  `+cmd|' /C calc'!A${n}`,
  `-2+3+cmd|' /C calc'!A${n}`,
  `@SUM(1+1)*cmd|' /C calc'!A${n}`,
  `\t=1+${n}`,
];

const shells = (n: number): string[] => [
  `$(touch fired-${n})`,
  `\`touch fired-${n}\``,
  `'; touch fired-${n}; '`,
  `"; touch fired-${n}; "`,
  `\n touch fired-${n}\n`,
  `| touch fired-${n}`,
  `--endpoint-url=http://${beacon}/${n}`,
];

const paths = (n: number): string[] => [
  `../../fired-${n}`,
  `..\\..\\fired-${n}`,
  `/etc/fired-${n}`,
  `C:\\fired-${n}`,
  `file:///etc/passwd#${n}`,
  `a/./b/../fired-${n}.zip!/x`,
  `\u0000fired-${n}`,
];

/** Not well formed, turned round, invisible, or far too long. */
const shapes = (n: number): string[] => [
  `\u202egnp.${n}.exe`,
  `\u2066hidden\u2069${n}`,
  `\ud800${n}`,
  `\u0000\u0001\u001b[2J\u001b]8;;http://${beacon}/${n}\u0007open\u001b]8;;\u0007`,
  `a\u0300\u0301\u0302\u0303`.repeat(20) + String(n),
  '\u200b\u200c\u200d\ufeff',
  'x'.repeat(20_000),
  '',
  '__proto__',
  'constructor',
  'toString',
  `{name, plural, one {${n}} other {#}}`,
  `{`,
  `'{'`,
  `%s%n%x${n}`,
  `1e${n}`,
];

/** So many different hostile texts, the same ones each time. */
export function hostileTexts(count: number): string[] {
  const all: string[] = [];
  for (let n = 0; all.length < count; n += 1)
    all.push(...markup(n), ...formulas(n), ...shells(n), ...paths(n), ...shapes(n));
  return all.slice(0, count);
}

/** A name made of any value. A value may hold a member called toString, and is never asked for its text. */
export const nameFrom = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify([value]);

/** Hostile values of any type, for a place in a document. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  -1e308,
  Number.MIN_VALUE,
  Number.MAX_SAFE_INTEGER + 1,
  [],
  {},
  [[[[[]]]]],
  'not a time',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00Z',
  '2026-11-20T10:00:00+99:99',
  { key: 'plan.notebook.title' },
  { key: 'toString' },
  { key: 'plan.notebook.title', params: { name: { money: 1e308 } } },
  { key: 'plan.notebook.title', params: { name: { time: '9999-12-31T23:59:59Z' } } },
  { key: 'plan.notebook.title', params: { name: { list: ['<b>', '\u202e'] } } },
  ...hostileTexts(60),
];
