/** How the window's code is put together, so that its first picture comes soon. */
import type { Plugin } from 'vite';

/** A window knows the channels, and none of the schemas by which main checks what comes through them. */
export const channelsOnly = (channels: object): Plugin => ({
  name: 'millwright:channels-only',
  apply: 'build',
  load: (id) =>
    id.endsWith('/preload/channels.ts') ? `export const channels = ${JSON.stringify(channels)};` : null,
});

interface Modules {
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

/** Whether a script that begins with this file needs the module before it can run. */
function isReadFrom(id: string, file: string, modules: Modules, seen = new Set<string>()): boolean {
  if (id.endsWith(file)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (modules.getModuleInfo(id)?.importers ?? []).some((one) => isReadFrom(one, file, modules, seen));
}

/** What asks first is read first (renderer/main.ts); what draws the first picture comes in one piece. */
export const firstChunks = [
  {
    name: (id: string, modules: Modules) => (isReadFrom(id, '/renderer/main.ts', modules) ? 'line' : null),
    priority: 1,
  },
  {
    name: (id: string, modules: Modules) =>
      isReadFrom(id, '/renderer/app/start.tsx', modules) ? 'window' : null,
  },
];

/** What draws the window is named in the page itself, so that the browser fetches it together with what asks first. */
export const drawnWithThePage: Plugin = {
  name: 'millwright:drawn-with-the-page',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const scripts = new Set<string>();
      const styles = new Set<string>();
      const add = (file: string): void => {
        const chunk = chunks.find(({ fileName }) => fileName === file);
        if (chunk === undefined || chunk.isEntry || scripts.has(file)) return;
        scripts.add(file);
        for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
        chunk.imports.forEach(add);
      };
      const drawing = chunks.find(({ moduleIds }) =>
        moduleIds.some((id) => id.endsWith('/renderer/app/start.tsx')),
      );
      if (drawing === undefined) throw new Error('The chunk that draws the window was not found.');
      add(drawing.fileName);
      const tag = (rel: string, file: string) => ({
        tag: 'link',
        attrs: { rel, crossorigin: true, href: `./${file}` },
        injectTo: 'head' as const,
      });
      return [
        ...[...styles].map((file) => tag('stylesheet', file)),
        ...[...scripts].map((file) => tag('modulepreload', file)),
      ];
    },
  },
};
