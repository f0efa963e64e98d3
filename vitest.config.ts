import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const node = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node',
    ...(name === 'sandbox' && { setupFiles: ['test/sandbox/support/record.ts'] }),
  },
});

export default defineConfig({
  plugins: [react()],
  test: {
    testTimeout: 20_000,
    // Many files wait for processes of their own; with one worker on two cores half of the time would be idle.
    maxWorkers: 2,
    projects: [
      ...['unit', 'wizard', 'contract', 'sandbox', 'crash', 'conformance', 'recorded'].map(node),
      {
        extends: true as const,
        test: {
          name: 'component',
          include: ['test/component/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          server: { deps: { inline: [/@cloudscape-design/] } },
        },
      },
    ],
  },
});
