/** docs/sandbox.md says what the sandbox account does: it is written from the same tables. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('docs/sandbox.md is up to date (else run: node scripts/sandbox-doc.mjs)', async () => {
  const check = promisify(execFile)(process.execPath, ['scripts/sandbox-doc.mjs', '--check']);
  await expect(check).resolves.toMatchObject({ stderr: '' });
});
