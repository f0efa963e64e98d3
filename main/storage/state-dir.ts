import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the program keeps its files unless `--state` says otherwise: the place that each system has for it. */
export function defaultStateDir(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Millwright');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Millwright');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'millwright');
}

/** The folder to use, absolute. */
export function stateDirOf(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return given === undefined ? defaultStateDir(env) : resolve(given);
}
