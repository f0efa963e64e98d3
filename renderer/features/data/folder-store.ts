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

export function createFolderStore(api: Millwright, bucket: string, prefix: string): FolderStore {
  const store = createRemoteStore<Folder>((options) =>
    api.data.list({ bucket, prefix, continueFrom: null }, options),
  );
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
