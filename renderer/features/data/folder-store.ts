import type { ObjectRow } from '../../../preload/contract/domains/data.ts';
import type { Millwright } from '../../../preload/contract/index.ts';
import { createRemoteStore, type RemoteStore } from '../../app/remote.ts';

export interface Folder {
  rows: ObjectRow[];
  /** Where the next page begins; null when all is here. */
  continueFrom: string | null;
}

export type FolderStore = RemoteStore<Folder> & {
  /** Reads the next page, once however often it is asked for. After a failure the person asks again. */
  more(): Promise<void>;
};

/** `load` reads as far again as was read before, so that nobody loses the place that was scrolled to. */
export function createFolderStore(api: Millwright, bucket: string, prefix: string): FolderStore {
  const store: RemoteStore<Folder> = createRemoteStore<Folder>(async (options) => {
    const known = store.getState().data?.rows ?? [];
    const rows: ObjectRow[] = [];
    let from: string | null = null;
    do {
      const page = await api.data.list({ bucket, prefix, continueFrom: from }, options);
      if (!page.ok) return page;
      for (const row of page.value.rows) rows.push(row);
      from = page.value.continueFrom;
    } while (from !== null && rows.length < known.length);
    return { ok: true, value: { rows: sameWhereEqual(known, rows), continueFrom: from } };
  });
  let reading: string | null = null;
  const more = async () => {
    const { data, status } = store.getState();
    const from = data?.continueFrom ?? null;
    if (from === null || from === reading || status === 'failed') return;
    reading = from;
    const answer = await api.data.list({ bucket, prefix, continueFrom: from });
    reading = null;
    if (!answer.ok) {
      store.setState({ status: 'failed', error: answer.error });
      return;
    }
    const { rows, continueFrom } = answer.value;
    store.patch((folder) =>
      // The folder may have been read anew meanwhile.
      folder.continueFrom === from ? { rows: [...folder.rows, ...rows], continueFrom } : folder,
    );
  };
  return Object.assign(store, { more });
}

/** A row that says the same stays the same object: a list draws and indexes only what changed. */
function sameWhereEqual(before: readonly ObjectRow[], after: ObjectRow[]): ObjectRow[] {
  const known = new Map(before.map((row) => [row.key, row]));
  return after.map((row) => {
    const same = known.get(row.key);
    return same?.bytes === row.bytes && same.changedAt === row.changedAt && same.kind === row.kind
      ? same
      : row;
  });
}
