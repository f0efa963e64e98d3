/** A folder in the shape of the public census-income table: 15 columns, no header. Seeded, so that it is the same always. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const work = ['State-gov', 'Private', 'Self-emp-not-inc', 'Local-gov'];
const school = ['Bachelors', 'HS-grad', 'Masters', '11th'];

export function censusRows(count: number): string {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  return Array.from(
    { length: count },
    () =>
    [
      17 + next(60), work[next(4)], 20_000 + next(400_000), school[next(4)], 1 + next(16), 'Never-married', 'Sales',
      'Not-in-family', 'White', next(2) === 0 ? 'Male' : 'Female', next(10_000), 0, 20 + next(40), 'United-States',
      next(4) === 0 ? '>50K' : '<=50K',
    ].join(', '), // prettier-ignore
  ).join('\n');
}

/** Answers the folder `census-income` with a training and a test file. */
export async function censusFolder(parent: string): Promise<string> {
  const dir = join(parent, 'census-income');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'train.csv'), `${censusRows(32_561)}\n`);
  await writeFile(join(dir, 'test.csv'), `${censusRows(16_281)}\n`);
  return dir;
}
