/** `metrics.json` of a training: the numbers that its script wrote beside the model. */
import type { Millwright } from '../../../preload/contract/index.ts';
import { createRemoteStore, type RemoteStore } from '../../app/remote.ts';
import { folderAt } from './s3-place.ts';
import type { Job } from './timeline-spans.ts';

export interface Metrics {
  /** By name, nested ones with dots: `rows.train`. Null: there is no such file, or it holds no numbers. */
  numbers: [name: string, value: number][] | null;
}

const most = 200;
const deepest = 4;

/** Numbers of a JSON text; null where it is none or has none. */
export function numbersOf(text: string): Metrics['numbers'] {
  const found: [string, number][] = [];
  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'number' && Number.isFinite(value)) {
      if (found.length < most) found.push([path, value]);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest)
      for (const [name, member] of Object.entries(value))
        walk(member, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  try {
    walk(JSON.parse(text), '', 0);
  } catch {
    // A script may write anything under this name; it is among the files all the same.
    return null;
  }
  return found.length === 0 ? null : found;
}

/** What the script was given under this name, as a folder of S3; null: another place, or none. */
export const placeGiven = ({ environment }: Pick<Job, 'environment'>, name: string) =>
  folderAt(environment.find((one) => one.name === name)?.value ?? '');

/** Looks in the folder of the model, then in that of the results. */
export function createMetricsStore(api: Millwright, job: Pick<Job, 'environment'>): RemoteStore<Metrics> {
  return createRemoteStore<Metrics>(async (options) => {
    for (const name of ['MODEL_DIR', 'EXPORT_PATH']) {
      const place = placeGiven(job, name);
      if (place === null) continue;
      const { bucket, prefix } = place;
      const seen = await api.data.preview({ bucket, key: `${prefix}metrics.json` }, options);
      if (!seen.ok) {
        if (seen.error.code === 'resource.notFound') continue;
        return seen;
      }
      const numbers = seen.value.kind === 'text' ? numbersOf(seen.value.text) : null;
      if (numbers !== null) return { ok: true, value: { numbers } };
    }
    return { ok: true, value: { numbers: null } };
  });
}
