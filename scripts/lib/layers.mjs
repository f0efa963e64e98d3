/** The layers of `npm test`: what each runs, how long it may take, and what of it could not run here. */
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { longTestFiles } from './long-runs.mjs';
import { root, runTool } from './tools.mjs';

const reports = join(root, 'node_modules', '.cache', 'millwright-reports');

/** Every call of the sandbox's tests. */
const recording = join(reports, 'calls.jsonl');
/** Those that other people's programs make: AWS's own command line, and what lints and models beside it. */
const callsOfOthers = join(reports, 'calls-of-others.jsonl');
/** What judges them. */
const judging = 'test/conformance/botocore.test.ts';
/** Every call of the browser's stories. */
const storiesRecording = join(reports, 'stories.jsonl');

const forget = (file) => async () => {
  await rm(file, { force: true });
  return [];
};

/** Joins what was recorded before, where there is something, and leaves none of it for another run. */
const takeOver = (from, into) => async () => {
  const calls = await readFile(from).catch(() => undefined);
  if (calls !== undefined) await appendFile(into, calls);
  await rm(from, { force: true });
  return [];
};

/** A check that is one thing: it passed or it did not. */
const single = (name, script, args) => async () => {
  const { code, text } = await runTool(script, args, { quiet: true });
  if (code !== 0) console.log(text);
  return [{ title: name, state: code === 0 ? 'passed' : 'failed' }];
};

async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // The runner ended before it could write: the layer is one failure, and its output has been shown.
    return undefined;
  }
}

const vitestStates = { passed: 'passed', failed: 'failed' };

/** Tests of vitest projects. */
const vitest =
  (projects, env, more = [], quiet = true) =>
  async () => {
    await mkdir(reports, { recursive: true });
    const file = join(reports, `${projects.join('-')}.json`);
    await rm(file, { force: true });
    const args = ['run', '--passWithNoTests', ...projects.flatMap((name) => ['--project', name])];
    args.push('--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...more);
    const { code, text } = await runTool('vitest/vitest.mjs', args, { quiet, extraEnv: env });
    const report = await readReport(file);
    if (code !== 0 || report === undefined) console.log(text);
    if (report === undefined) return [{ title: `${projects.join(', ')} could not run`, state: 'failed' }];
    const results = report.testResults.flatMap(({ name, message, assertionResults, startTime, endTime }) => {
      const file = relative(root, name).replaceAll('\\', '/');
      const of = { file, minutes: (endTime - startTime) / 60_000 };
      return assertionResults.length === 0
        ? [{ ...of, title: `${file}: ${(message ?? '').split('\n')[0]}`, state: 'failed' }]
        : assertionResults.map(({ fullName, status }) => ({
            ...of,
            title: fullName,
            state: vitestStates[status] ?? 'skipped',
          }));
    });
    // A failure outside of any test (an unhandled rejection) fails the run and no test.
    if (code !== 0 && !results.some(({ state }) => state === 'failed'))
      results.push({ title: `${projects.join(', ')}: an error outside of the tests`, state: 'failed' });
    return results;
  };

const playwrightStates = { expected: 'passed', unexpected: 'failed', flaky: 'failed', skipped: 'skipped' };

function specsOf({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** The stories in a real browser. */
const playwright = (browser, env) => async () => {
  if (browser === undefined) return [{ title: 'everything in a browser: none is here', state: 'skipped' }];
  await mkdir(reports, { recursive: true });
  const file = join(reports, 'e2e.json');
  await rm(file, { force: true });
  const { code, text } = await runTool('@playwright/test/cli.js', ['test', '--reporter=line,json'], {
    quiet: true,
    extraEnv: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, MILLWRIGHT_BROWSER: browser },
  });
  const report = await readReport(file);
  if (code !== 0 || report === undefined) console.log(text);
  if (report === undefined) return [{ title: 'the browser tests could not run', state: 'failed' }];
  const results = specsOf(report).flatMap(({ title, tests }) =>
    tests.flatMap(({ status, annotations = [] }) => [
      { title, state: playwrightStates[status] ?? 'failed' },
      // What a test says that it did without.
      ...annotations
        .filter(({ type }) => type === 'not run here')
        .map(({ description }) => ({ title: description, state: 'skipped' })),
    ]),
  );
  for (const { message = '' } of report.errors)
    results.push({ title: message.split('\n')[0], state: 'failed' });
  return results;
};

const lint = ['--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'];

export const staticParts = [
  { name: 'types', steps: [single('types', 'typescript/bin/tsc', ['-p', '.'])] },
  { name: 'lint', steps: [single('lint', 'eslint/bin/eslint.js', lint)] },
  {
    name: 'format',
    steps: [single('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])],
  },
];

/** Two processors: the linter, the longest, has one for itself. */
const besideLint = async () => {
  const [types, linted, formed] = staticParts.flatMap(({ steps }) => steps);
  const others = async () => [...(await types()), ...(await formed())];
  return (await Promise.all([linted(), others()])).flat();
};

export const staticLayer = {
  name: 'types and lint',
  budgetMinutes: 2,
  steps: [besideLint],
};

export const layers = (browser) => [
  staticLayer,
  {
    name: 'unit, wizard, component, bootstrap, conformance',
    budgetMinutes: 4,
    steps: [
      vitest(['unit', 'wizard', 'component', 'bootstrap']),
      forget(callsOfOthers),
      vitest(['conformance'], { MILLWRIGHT_RECORD: callsOfOthers }, [`--exclude=${judging}`]),
    ],
  },
  {
    name: 'sandbox and contract',
    budgetMinutes: 3,
    // One of the conformance tests judges what all of these did; a recording of an earlier run would judge yesterday.
    steps: [
      forget(recording),
      vitest(['sandbox', 'contract', 'electron'], { MILLWRIGHT_RECORD: recording }),
      takeOver(callsOfOthers, recording),
      vitest(['conformance'], { MILLWRIGHT_RECORDED: recording }, [judging]),
    ],
  },
  {
    name: 'end to end',
    budgetMinutes: 7,
    steps: [
      forget(storiesRecording),
      playwright(browser, { MILLWRIGHT_RECORD: storiesRecording }),
      vitest(['recorded'], { MILLWRIGHT_RECORDED: storiesRecording }),
    ],
  },
  { name: 'crash and fault', budgetMinutes: 4, steps: [vitest(['crash'])] },
];

/** What `npm run check` runs of the tests: those without a sandbox, a browser or a long simulation. */
export const fastTests = {
  name: 'fast tests',
  budgetMinutes: 1,
  steps: [vitest(['unit', 'wizard', 'component', 'contract', 'electron'])],
};

/**
 * Tests that `npm test` runs in part, run whole: full products of cases, 10,000 seeds, 100,000 random calls. A test asks
 * for `MILLWRIGHT_LONG`; what it measured it writes with `keepMeasurement`. `only`: part of the names of test files.
 * `seed`: one seed of the simulation, with its trace. `chosen`: of the faults only cases whose title has this text. A part
 * that runs alone tells how far it is.
 */
export async function longTests({ only, seed, chosen } = {}) {
  const part = seed === undefined ? only : 'crash/simulation';
  const files = part === undefined ? await longTestFiles() : [part];
  const env = { MILLWRIGHT_LONG: '1', MILLWRIGHT_FUZZ_CALLS: '100000' };
  if (seed !== undefined) env.MILLWRIGHT_SEED = seed;
  if (chosen !== undefined) env.MILLWRIGHT_CASE = chosen;
  const more = ['--testTimeout=7200000', '--hookTimeout=7200000', ...files];
  return {
    name: part === undefined ? 'long tests' : `long tests: ${part}`,
    budgetMinutes: 120,
    steps: [vitest(['unit', 'sandbox', 'contract', 'electron', 'crash'], env, more, part === undefined)],
  };
}

/** Runs the steps of a layer one after the other; a step that breaks is a failure of its own. */
export async function runLayer({ name, steps }) {
  const results = [];
  for (const step of steps) {
    try {
      results.push(...(await step()));
    } catch (error) {
      console.log(error);
      results.push({ title: `${name} could not run`, state: 'failed' });
    }
  }
  return results;
}
