/** AWS's own command line against S3. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raw } from './support/raw.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

const found = await hasAwsCli();
if (!found) console.warn('not run here: the AWS command line is not installed');

describe.skipIf(!found)('the AWS command line and S3', () => {
  let sandbox: TestSandbox;
  let folder: string;
  beforeAll(async () => {
    sandbox = await testSandbox({ clock: { mode: 'real' } });
    folder = mkdtempSync(join(tmpdir(), 'sandbox-s3-'));
  });
  afterAll(async () => {
    await sandbox.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Standard output, or an error with what the command line says. */
  const aws = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, ...args);
    if (code !== 0) throw new Error(stderr.trim());
    return stdout;
  };
  const said = async (...args: string[]): Promise<string> =>
    (await awsCli(sandbox.listening, ...args)).stderr;

  it('takes 20 MB up and brings them back, lists, syncs, moves, removes', async () => {
    const big = join(folder, 'big.bin');
    const back = join(folder, 'back.bin');
    writeFileSync(big, randomBytes(20 * 2 ** 20));
    expect(await aws('s3', 'mb', 's3://by-cli')).toContain('make_bucket: by-cli');
    await aws('s3', 'cp', big, 's3://by-cli/dir one/größe.bin', '--no-progress');
    expect(await aws('s3', 'ls', 's3://by-cli/')).toMatch(/PRE dir one\//);
    expect(await aws('s3', 'ls', 's3://by-cli', '--recursive', '--summarize')).toMatch(
      /20971520 dir one\/größe\.bin[\s\S]*Total Size: 20971520/,
    );
    const head = JSON.parse(
      await aws(
        's3api',
        'head-object',
        '--bucket',
        'by-cli',
        '--key',
        'dir one/größe.bin',
        '--output',
        'json',
      ),
    ) as { ETag: string };
    expect(head.ETag).toMatch(/-3"$/);
    await aws('s3', 'cp', 's3://by-cli/dir one/größe.bin', back, '--no-progress');
    expect(readFileSync(back).equals(readFileSync(big))).toBe(true);

    const tree = join(folder, 'tree');
    mkdirSync(join(tree, 'sub'), { recursive: true });
    for (const name of ['a.csv', 'b c.csv', 'sub/d.csv']) {
      writeFileSync(join(tree, name), `of ${name}`);
      // S3 keeps whole seconds: a file of this very second would count as newer than its own upload.
      utimesSync(join(tree, name), 1_700_000_000, 1_700_000_000);
    }
    const synced = await aws('s3', 'sync', tree, 's3://by-cli/tree', '--no-progress');
    expect(synced.trim().split('\n')).toHaveLength(3);
    expect((await aws('s3', 'sync', tree, 's3://by-cli/tree', '--no-progress')).trim()).toBe('');
    await aws('s3', 'mv', 's3://by-cli/tree/a.csv', 's3://by-cli/moved.csv');
    const down = join(folder, 'down');
    await aws('s3', 'sync', 's3://by-cli', down, '--exclude', 'dir one/*', '--no-progress');
    expect(readFileSync(join(down, 'moved.csv'), 'utf8')).toBe('of a.csv');
    expect(readFileSync(join(down, 'tree', 'b c.csv'), 'utf8')).toBe('of b c.csv');

    expect(await said('s3', 'rb', 's3://by-cli')).toContain('(BucketNotEmpty)');
    expect(await aws('s3', 'rb', 's3://by-cli', '--force')).toContain('remove_bucket: by-cli');
    expect((await aws('s3', 'ls')).trim()).toBe('');
    const entry = sandbox.ledger().find((e) => e.kind === 's3/bucket' && e.key === 'by-cli');
    expect(entry?.goneAt).not.toBeNull();
    expect(entry?.billed.every((span) => span.to !== null)).toBe(true);
  }, 120_000);

  it('shows the codes that AWS shows', async () => {
    expect(await said('s3', 'mb', 's3://data')).toContain('(BucketAlreadyExists)');
    expect(await said('s3api', 'create-bucket', '--bucket', 'Bad_Name')).toContain('(InvalidBucketName)');
    expect(
      await said('s3api', 'create-bucket', '--bucket', 'far-away', '--region', 'eu-central-1'),
    ).toContain('(IllegalLocationConstraintException)');
    expect(await said('s3api', 'head-bucket', '--bucket', 'nothing-here')).toContain('(404)');
    expect(await said('s3', 'ls', 's3://nothing-here')).toContain('(NoSuchBucket)');
    expect(await said('s3api', 'get-bucket-policy', '--bucket', 'nothing-here')).toContain('(NoSuchBucket)');
  }, 60_000);

  it('a presigned address of its own making opens', async () => {
    await aws('s3', 'mb', 's3://for-address');
    const file = join(folder, 'small.txt');
    writeFileSync(file, 'by address');
    await aws('s3', 'cp', file, 's3://for-address/a b.txt');
    // In us-east-1 this command line still signs addresses by version 2, which the sandbox does not take.
    const presign = ['s3', 'presign', 's3://for-address/a b.txt', '--region', 'eu-central-1'];
    const url = (await aws(...presign)).trim();
    expect(await aws('s3', 'cp', 's3://for-address/a b.txt', '-')).toBe('by address');
    expect(new URL(url).pathname).toBe('/for-address/a%20b.txt');
    const opened = await raw(sandbox.listening.url, { path: url.slice(new URL(url).origin.length) });
    expect(opened).toMatchObject({ status: 200, body: 'by address' });
  }, 60_000);
});
