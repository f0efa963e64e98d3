/** A stranger's plan file is data: bent in every place and way it opens or is refused, and nothing of it runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPriceBook } from '../../main/costs/price-book.ts';
import { AppFailure } from '../../main/failure.ts';
import { diffPlans } from '../../main/plans/diff.ts';
import { exportPlan, type ExportKind } from '../../main/plans/export/index.ts';
import { openPlanFile, type OpenedPlan } from '../../main/plans/open-file.ts';
import { openPlanStore, withReview } from '../../main/plans/store.ts';
import { planText } from '../../main/plans/text.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { shows } from '../status/shows.ts';
import { beacon, hostileTexts, hostileValues, nameFrom } from '../support/hostile.ts';
import { foundationReady, plan } from '../wizard/support.ts';

/** jsdom ships no types; this much of it is used here. */
interface Jsdom {
  JSDOM: new (
    html: string,
    options?: { runScripts: 'dangerously'; beforeParse: (window: object) => void },
  ) => { window: typeof globalThis.window };
}
const { JSDOM } = createRequire(import.meta.url)('jsdom') as Jsdom;

const prices = await openPriceBook(undefined);
const bends = process.env['MILLWRIGHT_LONG'] === undefined ? 1_000 : 10_000;
const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);
const hasBash = spawnSync('bash', ['--version']).status === 0;
const kinds: ExportKind[] = ['plan', 'cloudformation', 'cli', 'html'];

const made = plan(
  'notebook',
  { name: 'sales', bucket: { choice: 'new', newName: 'sales-4417' } },
  foundationReady,
);
const upload = plan(
  'data-upload',
  { stageId: 'a'.repeat(32), bucket: 'sales-4417' },
  {
    [`stage:${'a'.repeat(32)}`]: { files: [{ path: 'a.csv', bytes: 3, sha256: 'b'.repeat(64) }] },
  },
);
const reviewed = withReview(made, { by: 'Ada', verdict: 'approved', comment: 'fine', at: made.madeAt });

/** Whatever a file may try to reach, it would reach it from here. */
let folder = '';
const requests: unknown[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-hostile-'));
  vi.stubGlobal('fetch', (...given: unknown[]) => {
    requests.push(given);
    throw new Error('a request');
  });
});
afterAll(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens, and does everything with it that a person can do; undefined when it was refused in words. */
function open(file: string): OpenedPlan | undefined {
  try {
    const opened = openPlanFile(file, { prices, timeZone: 'Europe/Berlin' });
    for (const language of ['en', 'zh-CN'] as const) {
      const text = planText(opened.plan, language, 'UTC');
      // Nothing that moves the cursor, hides or turns text round.
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      for (const kind of kinds.filter((one) => one !== 'cloudformation' || isTemplates(opened.plan)))
        exportPlan(opened.plan, kind, { language, timeZone: 'UTC' });
    }
    diffPlans(opened.plan, made);
    return opened;
  } catch (error) {
    if (error instanceof AppFailure && error.error.code !== 'internal') return undefined;
    throw error;
  }
}

const isTemplates = ({ changes }: Plan) =>
  changes.every((change) => change.kind === 'stack' && change.template !== undefined);

type Place = (string | number)[];
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, one]) => placesOf(one, [...at, key]))];
}

function bent(document: Plan, place: Place, how: 'set' | 'drop' | 'add', value: unknown): string {
  const copy = structuredClone(document) as unknown as Record<string, unknown>;
  let parent = copy;
  for (const key of place.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  const last = place.at(-1) ?? 'id';
  if (how === 'set') parent[last] = value;
  else if (how === 'drop') Reflect.deleteProperty(parent, last);
  else Object.defineProperty(parent, nameFrom(value).slice(0, 50), { value, enumerable: true });
  return JSON.stringify(copy);
}

test(
  `${bends} bent files open or are refused in words, and what opens is computed here` +
    shows('done-when:2.5/files'),
  () => {
    let opened = 0;
    let altered = 0;
    const documents = [made, upload, reviewed];
    const bend = fc.constantFrom(...documents).chain((document) =>
      fc.record({
        document: fc.constant(document),
        place: fc.constantFrom(...placesOf(document)),
        how: fc.constantFrom('set' as const, 'set' as const, 'drop' as const, 'add' as const),
        value: fc.oneof(fc.constantFrom(...hostileValues), fc.jsonValue({ maxDepth: 3 })),
      }),
    );
    fc.assert(
      fc.property(bend, ({ document, place, how, value }) => {
        const found = open(bent(document, place, how, value));
        if (found === undefined) return;
        opened += 1;
        if (found.differences.length > 0) altered += 1;
        // Money, steps and rights are never the file's: rebuilt from the same answers they are the honest ones.
        else expect(found.plan.changes).toEqual(document.changes);
        expect(found.plan.permissions.every(({ answer }) => answer === 'unknown')).toBe(true);
      }),
      { numRuns: bends, seed },
    );
    // Both sides were tried.
    expect(opened).toBeGreaterThan(bends / 20);
    expect(altered).toBeGreaterThan(bends / 50);
    expect(requests).toEqual([]);
  },
  120_000,
);

test('a reader that believes the file is caught', () => {
  const cheaper = structuredClone(made);
  cheaper.cost.perHour.usd = 0.001;
  cheaper.permissions = [{ action: 'sts:GetCallerIdentity', resource: '*', answer: 'yes' }];
  const { plan: opened, differences } = open(JSON.stringify(cheaper))!;
  expect(opened.cost.perHour).toEqual(made.cost.perHour);
  expect(opened.permissions.some(({ answer }) => answer === 'yes')).toBe(false);
  expect(differences.map(({ path }) => path)).toContain('cost.perHour.usd');
});

const text = JSON.stringify(made);
const inAnswers = (member: string) => text.replace('"answers":{', `"answers":{${member},`);
const repeated = (one: unknown, bytes: number): unknown[] =>
  Array<unknown>(Math.ceil(bytes / JSON.stringify(one).length)).fill(one);

test.each<[string, () => string]>([
  ['10 MB of one number', () => '9'.repeat(9_999_999)],
  ['10 MB of brackets', () => '['.repeat(9_999_999)],
  ['lists within lists', () => `${'['.repeat(64)}${']'.repeat(64)}`],
  ['10 MB of quotes', () => '"'.repeat(9_999_999)],
  ['10 MB of steps', () => JSON.stringify({ ...made, changes: repeated(made.changes[0], 9_000_000) })],
  ['10 MB of facts', () => JSON.stringify({ ...made, facts: repeated(made.facts[0], 9_000_000) })],
  [
    '10 MB of warnings',
    () => JSON.stringify({ ...made, warnings: repeated({ key: 'a', params: { a: 1 } }, 9e6) }),
  ],
  ['10 MB of verdicts', () => JSON.stringify({ ...reviewed, reviews: repeated(reviewed.reviews![0], 9e6) })],
  ['a title of 9 MB', () => JSON.stringify({ ...made, title: { key: 'a', params: { a: 'x'.repeat(9e6) } } })],
  ['100,000 answers', () => inAnswers(Array.from({ length: 100_000 }, (_, n) => `"a${n}":1`).join(','))],
  ['a member twice', () => inAnswers('"name":"other"')],
  ['a number without end', () => inAnswers('"disk":{"sizeGb":1e999}')],
  ['a member called __proto__', () => inAnswers('"__proto__":{"name":"other"}')],
  ['the same in other letters', () => inAnswers('"\\u005f_proto__":{"name":"other"}')],
  ['half a character', () => inAnswers('"name":"\\ud800"')],
  [
    'messages in messages',
    () => text.replace('"sales"', `${'{"message":{"key":"a","params":{"a":'.repeat(20)}1${'}}}'.repeat(20)}`),
  ],
  ['a zip archive', () => `PK\u0003\u0004${'\u0000'.repeat(1000)}../../evil`],
  ['YAML with aliases of aliases', () => `a: &a [x,x]\n${'b: &b [*a,*a]\n'.repeat(100)}`],
])('%s is opened or refused within seconds', (_, file) => {
  const hostile = file();
  const before = performance.now();
  const heap = process.memoryUsage().heapUsed;
  const opened = open(hostile);
  expect(performance.now() - before).toBeLessThan(20_000);
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(600e6);
  if (opened?.differences.length === 0) expect(opened.plan.changes).toEqual(made.changes);
  expect(({} as Record<string, unknown>)['name']).toBeUndefined();
});

test('a plan that was started here is not replaced by a file with its number', async () => {
  const store = openPlanStore(join(folder, 'state'));
  await store.save(made);
  await store.mark(made.id, 'applying');
  const other = plan(
    'notebook',
    { name: 'other', bucket: { choice: 'new', newName: 'sales-4417' } },
    foundationReady,
  );
  expect(other.id).toBe(made.id);
  await expect(store.save(other)).rejects.toMatchObject({ error: { code: 'plan.alreadyApplied' } });
  // The very plan may be opened again, and changes nothing.
  await store.save({ ...reviewed, warnings: [] });
  const kept = await store.get(made.id);
  expect(kept.plan).toEqual(made);
  expect(kept.summary.state).toBe('applying');
});

/** The honest plan with a hostile text in the place of every text that the exports show. */
const withTexts = (texts: readonly string[]): Plan => {
  const says = { key: 'plan.storage.make', params: { bucket: 'x' } };
  return {
    ...made,
    title: { key: 'plan.notebook.title', params: { name: texts[0] ?? '' } },
    changes: texts.map((one, index) => ({
      id: `c${index}`,
      kind: 'call',
      says: { ...says, params: { bucket: one } },
      note: { key: 'plan.storage.make', params: { bucket: one } },
      service: 's3',
      operation: 'PutObject',
      input: { Bucket: one, [one]: one },
      repeat: 'once',
    })),
    warnings: texts.map((one) => ({ key: 'plan.storage.make', params: { bucket: one } })),
    reviews: texts.map((one) => ({
      by: one,
      verdict: 'rejected',
      comment: one,
      at: made.madeAt,
      digest: made.digest,
    })),
  };
};

/** What a browser makes of a page: requests are never sent here, scripts would run. */
function fires(html: string): number {
  let count = 0;
  const { window } = new JSDOM(html, {
    runScripts: 'dangerously',
    beforeParse: (made) => Object.assign(made, { fired: () => (count += 1) }),
  });
  for (const element of window.document.querySelectorAll<HTMLElement>('*'))
    for (const name of ['error', 'load', 'focus', 'toggle']) element.dispatchEvent(new window.Event(name));
  window.close();
  return count;
}

test(
  'the exported page shows 500 hostile texts as text, and the same unescaped fire' +
    shows('done-when:2.5/text'),
  () => {
    const texts = hostileTexts(500);
    const [page] = exportPlan(withTexts(texts), 'html', { language: 'en', timeZone: 'UTC' });
    const { document } = new JSDOM(page!.text).window;
    const names = new Set([...document.querySelectorAll('*')].map(({ tagName }) => tagName.toLowerCase()));
    for (const tag of names)
      expect(
        'html head meta title style body h1 h2 ol ul li p table tbody tr td footer'.split(' '),
      ).toContain(tag);
    for (const { attributes } of document.querySelectorAll('body *'))
      for (const { name } of attributes) expect(['class', 'colspan']).toContain(name);
    expect(document.body.textContent).toContain('<img src=x onerror=fired(3)>');
    expect(fires(page!.text)).toBe(0);
    // The control: the same texts without the escape.
    expect(fires(`<!doctype html><body>${texts.map((one) => `<p>${one}</p>`).join('\n')}`)).toBeGreaterThan(
      0,
    );
  },
);

test.skipIf(!hasBash)(
  'lines for the AWS CLI with 500 hostile texts in every place run nothing else' +
    shows('done-when:2.5/text'),
  () => {
    const texts = hostileTexts(500);
    const [lines, ...inputs] = exportPlan(withTexts(texts), 'cli', { language: 'en', timeZone: 'UTC' });
    const stub = `aws() { if [ "$1" = sts ]; then echo ${made.target.accountId ?? ''}; else printf "%s\\0" "$@" "END"; fi; }\n`;
    const run = (script: string): string => {
      const file = join(folder, 'apply.sh');
      writeFileSync(file, script);
      return execFileSync('bash', [file], { cwd: folder, encoding: 'utf8', maxBuffer: 256e6 });
    };
    const before = readdirSync(folder);
    const said = run(stub + lines!.text)
      .split('\0END\0')
      .filter(Boolean);
    expect(said).toHaveLength(texts.length);
    for (const [index, one] of texts.entries()) {
      const words = said[index]!.split('\0');
      expect(words.slice(0, 3)).toEqual(['s3api', 'put-object', '--cli-input-json']);
      expect(words).toHaveLength(4);
      const file = inputs.find(({ name }) => words[3] === `file://${name}`);
      expect(JSON.parse(file?.text ?? words[3]!)).toEqual(
        JSON.parse(JSON.stringify({ Bucket: one, [one]: one })),
      );
    }
    expect(readdirSync(folder).filter((name) => name !== 'apply.sh')).toEqual(before);
    expect(said.join('')).toContain(beacon);
    // The control: the same text without its quotes.
    run(`${stub}aws x $(touch fired-control)`);
    expect(readdirSync(folder)).toContain('fired-control');
  },
);
