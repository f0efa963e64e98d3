/**
 * Draws the program's icons from assets/icons/*.svg: build/ for installers, PNGs of the tray beside their SVG. Run after a
 * change of a drawing; what it writes is committed, so that a build needs no browser.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from './lib/browser.mjs';
import { icnsOf, icoOf } from './lib/icon-files.mjs';
import { main, root, Said } from './lib/tools.mjs';

const icons = join(root, 'assets', 'icons');
const build = join(root, 'build');
const linuxSizes = [16, 32, 48, 64, 128, 256, 512];

async function painter() {
  const executablePath = await findBrowser();
  if (executablePath === undefined) throw new Said('Drawing icons needs a browser, and none is here.');
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage();
  return {
    close: () => browser.close(),
    async paint(name, size, colour) {
      const svg = (await readFile(join(icons, `${name}.svg`), 'utf8')).replaceAll('#000', colour ?? '#000');
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
      return page.screenshot({ omitBackground: true });
    },
  };
}

main(async () => {
  const { paint, close } = await painter();
  const sizes = new Map();
  for (const size of [...linuxSizes, 1024]) sizes.set(size, await paint('millwright', size));
  await mkdir(join(build, 'icons'), { recursive: true });
  for (const size of linuxSizes)
    await writeFile(join(build, 'icons', `${size}x${size}.png`), sizes.get(size));
  await writeFile(join(build, 'icon.ico'), icoOf(sizes));
  await writeFile(join(build, 'icon.icns'), icnsOf(sizes));
  // macOS colours a "template" by itself; elsewhere nobody knows the colour of the bar, and grey shows on both.
  for (const [name, size, colour] of [
    ['trayTemplate', 16],
    ['trayTemplate@2x', 32],
    ['tray', 32, '#8d99a8'],
  ])
    await writeFile(join(icons, `${name}.png`), await paint('tray', size, colour));
  await close();
});
