import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** The computer's own settings and programs; nothing of this folder, of npm's present run, of Node's options or of AWS. */
export function personsEnv(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const ours = /^(?:npm_|AWS_|MILLWRIGHT_|NODE_|XDG_|INIT_CWD$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((place) => !place.startsWith(root));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), ...more };
}
