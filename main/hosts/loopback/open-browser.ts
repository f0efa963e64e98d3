import { spawn } from 'node:child_process';

/**
 * Opens the address in this browser and lets it live on its own. Answers false when it cannot be started. Chromium refuses
 * to sandbox itself for root, and says so by ending.
 */
export function openBrowser(browser: string, address: string): Promise<boolean> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(browser, [...(asRoot ? ['--no-sandbox'] : []), address], {
    detached: true,
    stdio: 'ignore',
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
