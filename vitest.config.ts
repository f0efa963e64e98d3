import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Begun first, so that none of them is left to run alone at the end. */
const longest = [
  'crash/kill',
  'crash/faults',
  'crash/processes',
  'crash/time',
  'crash/foreign',
  'crash/simulation',
  'crash/journal-disk',
  'conformance/export-deployed',
].map((name) => `/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** They put other modules in the place of some: no file before or after them may have these. */
const withModulesOfTheirOwn = 'test/contract/electron-*.test.ts';

const node = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    ...(name === 'contract' && { exclude: [withModulesOfTheirOwn] }),
    environment: 'node',
    ...(name === 'sandbox' && { setupFiles: ['test/sandbox/support/record.ts'] }),
    // Half of their time would go into loading the same modules again; they hold no state between files.
    isolate: !['unit', 'wizard', 'sandbox', 'contract'].includes(name),
  },
});

export default defineConfig({
  plugins: [react()],
  test: {
    testTimeout: 20_000,
    // Many files wait for processes of their own; with one worker on two cores half of the time would be idle.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      ...['unit', 'wizard', 'bootstrap', 'contract', 'sandbox', 'crash', 'conformance', 'recorded'].map(node),
      {
        extends: true as const,
        test: { name: 'electron', include: [withModulesOfTheirOwn], environment: 'node' },
      },
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
