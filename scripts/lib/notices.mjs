/** THIRD-PARTY-NOTICES.md: what is bundled, by the texts of the licences that came with it; each text once. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './tools.mjs';

const built = ['out/main/licences.md', 'out/renderer/licences.md'];

/** Sections of Vite's list: `## name - version (licence)` and the text under it. */
function sections(list) {
  return list
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split('\n');
      return { title: title.trim(), text: lines.join('\n').trim() };
    });
}

/** Writes the notices of the present build; the same packages make the same bytes. */
export async function writeNotices() {
  const lists = await Promise.all(built.map((file) => readFile(join(root, file), 'utf8')));
  const byText = new Map();
  for (const { title, text } of lists.flatMap(sections))
    byText.set(text, new Set([...(byText.get(text) ?? []), title]));
  const groups = [...byText]
    .map(([text, titles]) => ({ text, titles: [...titles].sort() }))
    .sort((a, b) => (a.titles[0] < b.titles[0] ? -1 : 1));
  const body = groups.map(({ text, titles }) => {
    const names = titles.map((title) => `- ${title}`).join('\n');
    return `## ${titles.length === 1 ? titles[0] : `${titles.length} packages`}\n\n${names}\n\n${text === '' ? 'The package carries no licence text of its own.' : `\`\`\`text\n${text}\n\`\`\``}`;
  });
  const intro =
    'Millwright contains these packages. Written by `npm run build` from the licences that they carry.';
  await writeFile(
    join(root, 'THIRD-PARTY-NOTICES.md'),
    `# Third-party notices\n\n${intro}\n\n${body.join('\n\n')}\n`,
  );
}
