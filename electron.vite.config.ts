import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { channels } from './preload/channels.ts';
import { channelsOnly, drawnWithThePage, firstChunks } from './scripts/lib/window-build.ts';

/** Everything is bundled, so that an installer carries no node_modules; each AWS client is a chunk loaded at its first call. */
export default defineConfig({
  main: {
    build: {
      // A program that runs goes on with its chunks; scripts/lib/build.mjs removes them later.
      emptyOutDir: false,
      externalizeDeps: false,
      license: { fileName: 'licences.md' },
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        input: {
          electron: resolve('main/electron-entry.ts'),
          loopback: resolve('main/loopback-entry.ts'),
          cli: resolve('main/cli.ts'),
          sandbox: resolve('main/sandbox.ts'),
          'sandbox/programs/learner-thread': resolve('main/sandbox/programs/learner-thread.ts'),
        },
        // Optional native speed-ups of ws, which it does without.
        external: ['bufferutil', 'utf-8-validate'],
        output: {
          format: 'es',
          // A start reads less; names stay, so that a fault says where it was.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
          entryFileNames: '[name].js',
          // By its name one sees whether a start loads a part of the AWS SDK.
          chunkFileNames: ({ moduleIds }) =>
            `chunks/${moduleIds.some((id) => /[\\/]@(?:aws-sdk|smithy)[\\/]/.test(id)) ? 'aws-' : ''}[name]-[hash].js`,
        },
      },
    },
  },
  preload: {
    plugins: [channelsOnly(channels)],
    build: {
      outDir: resolve('out/preload'),
      emptyOutDir: false,
      externalizeDeps: false,
      // A sandboxed preload can load nothing: each is one file.
      isolatedEntries: true,
      sourcemap: false,
      rolldownOptions: {
        input: {
          electron: resolve('preload/electron.ts'),
          confirm: resolve('main/hosts/electron/confirm-preload.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('renderer'),
    plugins: [react(), channelsOnly(channels), drawnWithThePage],
    // The components bring an older one of their own, which does the same: one is less to read and to begin.
    resolve: { dedupe: ['intl-messageformat'] },
    build: {
      outDir: resolve('out/renderer'),
      emptyOutDir: false,
      minify: true,
      license: { fileName: 'licences.md' },
      // An inlined asset would need a wider content security policy; the policy allows data: for fonts and images only.
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: resolve('renderer/index.html'),
        output: {
          codeSplitting: { groups: firstChunks },
        },
      },
    },
  },
});
