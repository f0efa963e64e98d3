/** `node scripts/check-fuses.mjs FILE...`: whether the fuses of packed programs stand as they should. */
import { readFile } from 'node:fs/promises';
import { wrongFuses } from './lib/fuses.mjs';
import { main, Said } from './lib/tools.mjs';

main(async () => {
  const files = process.argv.slice(2);
  if (files.length === 0) throw new Said('Which program? node scripts/check-fuses.mjs FILE...');
  for (const file of files) {
    const wrong = wrongFuses(await readFile(file));
    if (wrong.length > 0) throw new Said(`${file}: fuses that stand wrong: ${wrong.join(', ')}`);
    console.log(`${file}: the fuses stand as they should.`);
  }
});
