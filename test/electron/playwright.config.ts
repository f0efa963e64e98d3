import { defineConfig } from '@playwright/test';

/** `npm run check:electron`. */
export default defineConfig({ testDir: '.', workers: 1, timeout: 120_000, reporter: 'line' });
