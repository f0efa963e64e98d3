/** The public census-income table (https://archive.ics.uci.edu/dataset/20/census+income): 15 columns, no header. */
import { test } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { realCensus } from '../../support/real-data.ts';

const work = ['State-gov', 'Private', 'Self-emp-not-inc', 'Local-gov'];
const school = ['Bachelors', 'HS-grad', 'Masters', '11th'];

/** Rows in the table's shape; seeded, so that they are the same always. */
function censusRows(count: number): string {
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

/** Answers the folder `census-income` with train.csv and test.csv: the real one, or one made below `parent`, which the test then says. */
export async function censusFolder(parent: string): Promise<string> {
  const real = realCensus();
  if (real !== null) return real;
  const description =
    'upload of the real census-income table: MILLWRIGHT_DATA names no folder with it, a made one was used';
  test.info().annotations.push({ type: 'not run here', description });
  const dir = join(parent, 'census-income');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'train.csv'), `${censusRows(32_561)}\n`);
  await writeFile(join(dir, 'test.csv'), `${censusRows(16_281)}\n`);
  return dir;
}
