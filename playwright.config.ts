import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

/** Chromium of this computer (the same major version as Electron's), else Playwright's own. */
const debian = '/usr/bin/chromium';
const executablePath = process.env['MILLWRIGHT_BROWSER'] ?? (existsSync(debian) ? debian : undefined);
const asRoot = process.platform === 'linux' && process.getuid?.() === 0;

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalSetup: './test/e2e/support/build-once.ts',
  // Each story has a program, an account and a browser of its own; of a person's pace most is waiting.
  workers: 2,
  timeout: 120_000,
  // What is awaited may take its time on a busy computer; how quick the window is, the bench measures.
  expect: { timeout: 20_000 },
  reporter: 'line',
  use: {
    viewport: { width: 1280, height: 800 },
    // Without its film, which takes as much of the processor as all the rest of a story.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--headless',
        '--disable-gpu',
        '--disable-software-rasterizer',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
