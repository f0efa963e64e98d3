import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipOf } from '../../renderer/ui/zip.ts';
import { temporaryFolder } from '../support/temporary.ts';

const python = spawnSync('python3', ['--version']).status === 0;
const read = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([{"name": one.filename, "text": archive.read(one).decode()} for one in archive.infolist()]))
`;

test.skipIf(!python)('another program reads from the archive what was put in', async () => {
  const files = [
    { name: 'deploy.sh', text: '#!/usr/bin/env bash\n' },
    { name: 'empty', text: '' },
    { name: '计划.json', text: '["名称=值"]\n'.repeat(10_000) },
  ];
  const file = join(temporaryFolder('zip'), 'plan.zip');
  writeFileSync(file, Buffer.from(await zipOf(files).arrayBuffer()));
  expect(JSON.parse(execFileSync('python3', ['-c', read, file], { encoding: 'utf8' }))).toEqual(files);
});
