/** Runs a preload as a sandboxed one is run: one file, in the page's process, that can load three modules of Electron. */
import { buildSync } from 'esbuild';
import { JSDOM } from 'jsdom';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const built = new Map<string, string>();

/** The sources of what electron.vite.config.ts makes. */
const sources: Record<string, string> = {
  'electron.cjs': 'preload/electron.ts',
  'confirm.cjs': 'main/hosts/electron/confirm-preload.ts',
};

/** One CommonJS file, made of the present sources. */
export function bundleOf(preload: string): string {
  const source = sources[basename(preload)];
  if (source === undefined) throw new Error(`no preload ${preload}`);
  const known = built.get(source);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    entryPoints: [join(root, source)],
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['electron'],
    write: false,
  });
  const text = outputFiles[0]?.text ?? '';
  built.set(source, text);
  return text;
}

export interface PreloadModules {
  contextBridge: object;
  ipcRenderer: object;
  webUtils: object;
}

/** A document with the page's markup, in which the preload has run; the page's own scripts have not. */
export function documentWith(
  html: string,
  url: string,
  preload: string | undefined,
  modules: PreloadModules,
): JSDOM {
  const dom = new JSDOM(html, { url, runScripts: 'outside-only', pretendToBeVisual: true });
  if (preload !== undefined) {
    const require = (name: string): object => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return modules;
    };
    const run = dom.window.eval(`(function (require, module, exports) {${preload}\n})`) as (
      ...args: unknown[]
    ) => void;
    const module = { exports: {} };
    run(require, module, module.exports);
  }
  return dom;
}
