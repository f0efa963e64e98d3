/** The look of a notebook's pages: a dark strip, the files at the left, what was opened at the right. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #111418);
  --side: light-dark(#f5f6f8, #181c21);
  --line: light-dark(#dfe3e8, #30363d);
  --text: light-dark(#1b2026, #e6e9ed);
  --quiet: light-dark(#57606a, #a3acb6);
  --link: light-dark(#0b5cad, #6cb6ff);
  --picked: light-dark(#e3eefb, #1d3350);
  font: 13px/1.5 system-ui, "Noto Sans SC", sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
header {
  position: sticky; top: 0; z-index: 2;
  display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline;
  padding: .5rem 1rem; background: #21262c; color: #f0f2f4;
}
header h1 { margin: 0; font-size: 14px; }
header p { margin: 0; color: #c3cad2; }
.desk { display: grid; grid-template-columns: minmax(220px, 280px) minmax(0, 1fr); min-height: calc(100vh - 38px); }
.side { background: var(--side); border-right: 1px solid var(--line); overflow-wrap: anywhere; }
nav { padding: .625rem .875rem; border-bottom: 1px solid var(--line); color: var(--quiet); }
.files { list-style: none; margin: 0; padding: .25rem 0; }
.files a, .files span { display: block; }
.files li { display: grid; grid-template-columns: 1fr auto; gap: .5rem; padding: .25rem .875rem; }
.files li:hover, .files .picked { background: var(--picked); }
.files .folder { font-weight: 600; }
.size { color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.side p { margin: 0; padding: .5rem .875rem; color: var(--quiet); }
main { padding: 1rem 1.25rem; min-width: 0; overflow: auto; }
main.alone { max-width: 34rem; margin: 12vh auto 0; }
main h1, main h2 { margin: 0 0 .25rem; font-size: 15px; overflow-wrap: anywhere; }
main p { margin: 0 0 .75rem; color: var(--quiet); }
table { border-collapse: collapse; font-size: 12.5px; }
th { position: sticky; top: 38px; background: var(--side); }
th, td { text-align: left; padding: .25rem .75rem; border: 1px solid var(--line); white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody tr:hover { background: var(--picked); }
pre { margin: 0; padding: .75rem; border: 1px solid var(--line); background: var(--side); white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 640px) { .desk { grid-template-columns: 1fr; } .side { border-right: 0; border-bottom: 1px solid var(--line); } th { position: static; } }
`;
