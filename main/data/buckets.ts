/** The buckets of the account, as a list that lives while a window looks at it. */
import type { BucketRow } from '../../preload/contract/domains/data.ts';
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import type { ListDelta } from '../../preload/contract/lists.ts';
import type { Aws } from '../aws/aws.ts';
import { LiveList } from '../inventory/live-list.ts';
import { unlessRefused } from '../inventory/refused.ts';
import type { LivePage } from '../inventory/watch.ts';

export interface Buckets {
  read(signal?: AbortSignal): Promise<{ version: number; rows: BucketRow[]; refused: Refused[] }>;
  /** A bucket is asked in its own region, as far as the list told it. */
  regionOf(bucket: string): string | undefined;
  page: LivePage;
}

interface Parts {
  connect: () => Promise<Aws>;
  /** Names of the buckets that stacks of Millwright made. */
  ownBuckets: () => Promise<ReadonlySet<string>>;
  /** To the windows that look at the list. */
  tell?: (delta: ListDelta) => void;
}

export function openBuckets({ connect, ownBuckets, tell = () => undefined }: Parts): Buckets {
  const regions = new Map<string, string>();
  const live = new LiveList<BucketRow>();
  let requests = 0;
  const read: Buckets['read'] = async (signal) => {
    const aws = await connect();
    const ours = await ownBuckets();
    const { seen: rows, refused } = await unlessRefused('buckets', list(aws, ours, signal));
    const delta = live.take(rows ?? [], new Date(aws.now()).toISOString());
    if (delta !== null) tell({ of: 'buckets', ...delta });
    return { version: live.version, rows: live.rows, refused: refused === null ? [] : [refused] };
  };
  const list = async (
    aws: Aws,
    ours: ReadonlySet<string>,
    signal: AbortSignal | undefined,
  ): Promise<BucketRow[]> => {
    const rows: BucketRow[] = [];
    for await (const page of aws.pages('s3', 'ListBuckets', {}, { ...(signal && { signal }) })) {
      requests += 1;
      for (const { Name: name, BucketRegion: region = aws.target.region, CreationDate } of page.Buckets ??
        []) {
        if (name === undefined) continue;
        regions.set(name, region);
        rows.push({ name, region, createdAt: CreationDate?.toISOString() ?? '', ours: ours.has(name) });
      }
    }
    return rows;
  };
  return {
    read,
    regionOf: (bucket) => regions.get(bucket),
    page: {
      at: 'buckets',
      async look() {
        const before = requests;
        await read();
        return requests - before;
      },
    },
  };
}
