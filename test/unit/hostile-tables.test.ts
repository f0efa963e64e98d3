/** A stranger's table or picture is data: a look at it is bounded in time and size, asks for no more, and never fails. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Aws } from '../../main/aws/aws.ts';
import { previewObject } from '../../main/data/preview.ts';
import { safePath } from '../../main/data/staging.ts';
import { Preview } from '../../preload/contract/domains/data.ts';
import { AppFailure } from '../../main/failure.ts';
import { shows } from '../status/shows.ts';
import { hostileTexts } from '../support/hostile.ts';

const files = process.env['MILLWRIGHT_LONG'] === undefined ? 500 : 10_000;
const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);

async function preview(key: string, bytes: Buffer): Promise<{ shown: Preview; asked: string[] }> {
  const asked: string[] = [];
  const call = async (_: string, operation: string, { Range = '' }: { Range?: string }) => {
    asked.push(`${operation} ${Range}`);
    const [from = 0, to = 0] = Range.replace('bytes=', '').split('-').map(Number);
    const part = bytes.subarray(from, to + 1);
    return { Body: Readable.from([part]), ContentRange: `bytes ${from}-${to}/${bytes.length}`, ETag: '"e"' };
  };
  const aws = { call } as unknown as Aws;
  const shown = await previewObject(
    aws,
    { bucket: 'b', key, region: undefined },
    new AbortController().signal,
  );
  return { shown: Preview.parse(shown), asked };
}

const cell = fc.oneof(
  fc.constantFrom(...hostileTexts(80)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '1e999',
    '-0',
    'NaN',
    '9'.repeat(400),
    '"',
    '""',
    '"a',
    'a"b',
    ',,,',
    '\r',
    '\r\n',
    '\ufeff',
    '\t',
  ),
);
const table = fc
  .tuple(
    fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }),
    fc.constantFrom(',', ';', '\t', '|', '\u0001'),
  )
  .map(([rows, between]) => rows.map((row) => row.join(between)).join('\n'));
const name = fc.constantFrom(
  'a.csv',
  'a.tsv',
  'a.json',
  'a.parquet',
  'a.png',
  'a.psv',
  '../../a.csv',
  'a.csv.exe',
  'a\u202evsc.exe',
);

test(
  `${files} hostile tables are shown small or called what they are` + shows('done-when:2.5/files'),
  async () => {
    const kinds = new Set<string>();
    const bytes = fc.oneof(
      table.map((text) => Buffer.from(text)),
      table.map((text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
      fc.uint8Array({ maxLength: 400 }).map((some) => Buffer.from(some)),
    );
    await fc.assert(
      fc.asyncProperty(
        name,
        bytes.filter((some) => some.length > 0),
        async (key, some) => {
          const { shown, asked } = await preview(key, some);
          kinds.add(shown.kind);
          expect(asked).toHaveLength(1);
          if (shown.kind === 'table') {
            expect(shown.rows.length).toBeLessThanOrEqual(100);
            for (const row of shown.rows) expect(row).toHaveLength(shown.columns.length);
          }
        },
      ),
      { numRuns: files, seed },
    );
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['none', 'table', 'text']));
  },
  120_000,
);

const magic = { png: [137, 80, 78, 71, 13, 10, 26, 10], gif: [71, 73, 70, 56, 57, 97] };

test.each<[string, string, () => Buffer]>([
  ['one line of 10 MB', 'a.csv', () => Buffer.alloc(10_000_000, 'x')],
  ['10 MB of commas', 'a.csv', () => Buffer.alloc(10_000_000, ',')],
  ['10 MB of quotes', 'a.csv', () => Buffer.alloc(10_000_000, '"')],
  ['10 MB of empty lines', 'a.csv', () => Buffer.alloc(10_000_000, '\n')],
  [
    '10 MB of an open quote',
    'a.csv',
    () => Buffer.concat([Buffer.from('a,"'), Buffer.alloc(10_000_000, 'b,\n')]),
  ],
  ['deep JSON', 'a.json', () => Buffer.alloc(10_000_000, '[')],
  ['a table named parquet', 'a.parquet', () => Buffer.from('PAR1\n1,2\n')],
  ['a picture of 10 MB', 'a.png', () => Buffer.concat([Buffer.from(magic.png), Buffer.alloc(10_000_000)])],
  ['a picture that is only its mark', 'a.gif', () => Buffer.from(magic.gif)],
  ['a zip with a way out', 'a.csv', () => Buffer.from('PK\u0003\u0004../../../../etc/passwd')],
])('%s is looked at within a second or two, in at most 256 kB of text', async (_, key, bytes) => {
  const before = performance.now();
  const { shown, asked } = await preview(key, bytes());
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(asked[0]).toBe('GetObject bytes=0-262143');
  if (shown.kind !== 'image') {
    expect(asked).toHaveLength(1);
    expect(JSON.stringify(shown).length).toBeLessThan(12_000_000);
  }
});

test('names of picked files mean no other place, and one that could is refused', () => {
  let refused = 0;
  for (const text of hostileTexts(500)) {
    let kept: string;
    try {
      kept = safePath(text);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      refused += 1;
      continue;
    }
    expect(kept.split('/')).not.toContain('..');
    expect(kept).not.toMatch(/^\/|^[A-Za-z]:|[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
  }
  expect(refused).toBeGreaterThan(50);
  // The control: as careless programs check.
  const careless = (text: string): boolean => !text.startsWith('/');
  expect(hostileTexts(500).filter((text) => careless(text) && text.includes('..')).length).toBeGreaterThan(5);
});
