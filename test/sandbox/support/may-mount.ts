import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Whether a disk of a few bytes can be made for a process of its own. */
export const mayMount = ((): boolean => {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', tmpdir()]);
    return true;
  } catch {
    console.warn('not run here: this account may mount no disk of its own');
    return false;
  }
})();
