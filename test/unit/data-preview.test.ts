import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Aws } from '../../main/aws/aws.ts';
import { failure } from '../../main/failure.ts';
import { dataHandlers } from '../../main/data/handlers.ts';
import { openStaging } from '../../main/data/staging.ts';

/** S3's answers to ranges as the API reference of GetObject describes them; the sandbox's own are tried elsewhere. */
function fakeS3(objects: Record<string, Buffer>) {
  const asked: { operation: string; input: Record<string, unknown> }[] = [];
  const call = async (_: string, operation: string, input: Record<string, string>) => {
    asked.push({ operation, input });
    const body = objects[input['Key'] ?? ''];
    if (body === undefined) throw failure('resource.notFound', { thing: 'file' });
    if (operation === 'HeadObject') return { ContentLength: body.length };
    const [from = 0, to = body.length - 1] = (input['Range'] ?? '')
      .replace('bytes=', '')
      .split('-')
      .map(Number);
    if (body.length === 0 && input['Range'] !== undefined)
      throw failure('aws.refusedInput', {}, { technical: { awsCode: 'InvalidRange' } });
    const bytes = input['Range'] === undefined ? body : body.subarray(from, to + 1);
    const ContentRange = `bytes ${from}-${from + bytes.length - 1}/${body.length}`;
    return { Body: Readable.from([bytes]), ContentRange, ETag: '"e"' };
  };
  return { aws: { call, target: { region: 'eu-central-1' } } as unknown as Aws, asked };
}

const opened: unknown[] = [];
function open(objects: Record<string, Buffer>) {
  const { aws, asked } = fakeS3(objects);
  const handlers = dataHandlers({
    connect: async () => aws,
    ownBuckets: async () => new Set(['ours']),
    staging: openStaging('/nowhere'),
    outside: {
      open: async (target) => {
        opened.push(target);
        return { how: 'opened' };
      },
    },
  });
  const context = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
  const preview = (key: string) => handlers.preview({ bucket: 'b', key }, context);
  return { handlers, preview, asked, context };
}

const text = (value: string) => Buffer.from(value, 'utf8');

describe('a preview of a table', () => {
  test('without a header numbers its columns and trims the cells', async () => {
    const { preview } = open({ 'train.csv': text('39, State-gov, 77516\n50, Private, 83311\n') });
    expect(await preview('train.csv')).toEqual({
      kind: 'table',
      header: false,
      columns: ['1', '2', '3'],
      rows: [
        ['39', 'State-gov', '77516'],
        ['50', 'Private', '83311'],
      ],
      more: false,
    });
  });

  test('with a header takes its names', async () => {
    const { preview } = open({ 'sales.csv': text('\ufeffds,y\n1992-01-01,146376\n1992-02-01,147079\n') });
    expect(await preview('sales.csv')).toMatchObject({
      header: true,
      columns: ['ds', 'y'],
      rows: [['1992-01-01', '146376'], ['1992-02-01', '147079']], // prettier-ignore
    });
  });

  test.each([
    ['semicolons and decimal commas', 'menge;preis\n1;2,5\n3;4,5\n', ['menge', 'preis'], ['1', '2,5']],
    ['tabs', 'name\tage\nAnn, the first\t7\n', ['name', 'age'], ['Ann, the first', '7']],
    ['quotes', 'name,age\n"Smith, ""J"" \n2nd",7\n', ['name', 'age'], ['Smith, "J" \n2nd', '7']],
  ])('understands %s', async (_, csv, columns, first) => {
    const { preview } = open({ 'a.csv': text(csv) });
    const shown = await preview('a.csv');
    expect(shown).toMatchObject({ kind: 'table', columns });
    expect(shown.kind === 'table' && shown.rows[0]).toEqual(first);
  });

  test('of a large file asks for 256 kB only and drops the line that is cut', async () => {
    const line = '39, State-gov, 77516, Bachelors, 13\n';
    const { preview, asked } = open({ 'big.csv': text(line.repeat(100_000)) });
    const shown = await preview('big.csv');
    expect(asked).toEqual([
      { operation: 'GetObject', input: { Bucket: 'b', Key: 'big.csv', Range: 'bytes=0-262143' } },
    ]);
    if (shown.kind !== 'table') throw new Error(shown.kind);
    expect(shown.more).toBe(true);
    expect(shown.rows).toHaveLength(100);
    expect(shown.rows.every((row) => row.length === 5)).toBe(true);
  });

  test('with cells of any length and any number of columns stays small', async () => {
    const { preview } = open({ 'wide.csv': text(`${'x'.repeat(9000)}${',1'.repeat(900)}\n`) });
    const shown = await preview('wide.csv');
    expect(shown.kind === 'table' && [shown.columns.length, shown.rows[0]?.[0]?.length]).toEqual([200, 500]);
  });
});

describe('a preview of another file', () => {
  const png = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), Buffer.alloc(400_000, 7)]);

  test('shows a picture by what it is, not by its name, in whole', async () => {
    const { preview } = open({ 'digit.csv': png });
    const shown = await preview('digit.csv');
    expect(shown).toMatchObject({ kind: 'image', mime: 'image/png' });
    expect(shown.kind === 'image' && Buffer.from(shown.base64, 'base64').equals(png)).toBe(true);
  });

  test.each([
    ['a picture of 6 MB', 'a.png', Buffer.concat([png, Buffer.alloc(6_000_000)]), 'tooLarge'],
    ['an empty file', 'a.csv', Buffer.alloc(0), 'empty'],
    ['bytes that are no text', 'a.csv', Buffer.from([0, 1, 2, 255]), 'binary'],
    ['an SVG named as a picture is text, never drawn', 'a.png', text('<svg onload="x()"/>'), undefined],
  ])('of %s says so', async (_, key, bytes, why) => {
    const { preview } = open({ [key]: bytes });
    expect(await preview(key)).toEqual(
      why === undefined ? { kind: 'text', text: bytes.toString(), more: false } : { kind: 'none', why },
    );
  });

  test('shows text, also when it is cut inside a character', async () => {
    const { preview } = open({ 'note.txt': text('钢'.repeat(200_000)) });
    const shown = await preview('note.txt');
    expect(shown).toMatchObject({ kind: 'text', more: true });
    expect(shown.kind === 'text' && /^钢+$/.test(shown.text)).toBe(true);
  });

  test('reads UTF-16 as spreadsheets write it', async () => {
    const { preview } = open({ 'a.csv': Buffer.from('\ufeffa\tb\n1\t2\n', 'utf16le') });
    expect(await preview('a.csv')).toMatchObject({ kind: 'table', columns: ['a', 'b'] });
  });
});

test('a download streams from main under the file’s last name', async () => {
  const { handlers, context } = open({ 'a/b/sales.csv': text('1,2') });
  await handlers.download({ bucket: 'b', key: 'a/b/sales.csv' }, context);
  const target = opened.at(-1) as { name: string; bytes: number; open(s: AbortSignal): Promise<Readable> };
  expect([target.name, target.bytes]).toEqual(['sales.csv', 3]);
  expect(await target.open(context.signal).then((s) => s.toArray())).toEqual([text('1,2')]);
});
