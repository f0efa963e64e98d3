import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { root, run, runTool } from './tools.mjs';

const names = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((place) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((path) =>
      join(process.env[place] ?? '', path),
    ),
  ),
};

const aptMs = 5 * 60_000;

async function isExecutable(file) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A Chromium-like browser of this computer, or Playwright's own; undefined if there is none. */
export async function findBrowser() {
  const given = process.env.MILLWRIGHT_BROWSER;
  if (given !== undefined && (await isExecutable(given))) return given;
  const places = (process.env.PATH ?? '').split(delimiter);
  for (const name of names[process.platform] ?? names.linux) {
    const files = process.platform === 'linux' ? places.map((place) => join(place, name)) : [name];
    for (const file of files) if (await isExecutable(file)) return file;
  }
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return (await isExecutable(own)) ? own : undefined;
}

async function onDebianAsRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0 && (await isExecutable('/usr/bin/apt-get'));
}

/** Finds a browser or installs one, saying so in one line first. Undefined when there is none and none may be installed. */
export async function ensureBrowser({ install }) {
  const found = await findBrowser();
  if (found !== undefined || !install) return found;
  if (await onDebianAsRoot()) {
    console.log('No browser is here: installing Debian’s chromium package (apt-get install chromium).');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => run('/usr/bin/apt-get', args, { env, quiet: true, timeoutMs: aptMs });
    await apt('update');
    const { code, text } = await apt('install', '-y', '--no-install-recommends', 'chromium');
    if (code !== 0) console.error(text);
  } else {
    console.log('No browser is here: fetching Playwright’s own Chromium (playwright install chromium).');
    await runTool('@playwright/test/cli.js', ['install', 'chromium'], { cwd: root });
  }
  return findBrowser();
}
