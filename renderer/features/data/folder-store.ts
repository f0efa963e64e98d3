import type { ObjectRow } from '../../../preload/contract/domains/data.ts';
import type { Millwright } from '../../../preload/contract/index.ts';
import { createRemoteStore, type RemoteStore } from '../../app/remote.ts';

export interface Folder {
  rows: ObjectRow[];
  /** Where the next page begins; null when all is here. */
  continueFrom: string | null;
}

export type FolderStore = RemoteStore<Folder> & { more(): Promise<void> };

export function createFolderStore(api: Millwright, bucket: string, prefix: string): FolderStore {
  const store = createRemoteStore<Folder>((options) =>
    api.data.list({ bucket, prefix, continueFrom: null }, options),
  );
  const more = async () => {
    const from = store.getState().data?.continueFrom;
    if (from === null || from === undefined) return;
    const answer = await api.data.list({ bucket, prefix, continueFrom: from });
    if (!answer.ok) {
      store.setState({ status: 'failed', error: answer.error });
      return;
    }
    const { rows, continueFrom } = answer.value;
    store.patch((folder) =>
      // Another page may have come meanwhile.
      folder.continueFrom === from ? { rows: [...folder.rows, ...rows], continueFrom } : folder,
    );
  };
  return Object.assign(store, { more });
}
