import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Real tables, which are not part of the repository: in the folder that MILLWRIGHT_DATA names, or beside the repository. */
const data = process.env['MILLWRIGHT_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** The folder of the public census-income table, with train.csv and test.csv; null: it is not on this computer. */
export function realCensus(): string | null {
  const folder = join(data, 'census-income');
  return ['train.csv', 'test.csv'].every((name) => existsSync(join(folder, name))) ? folder : null;
}
