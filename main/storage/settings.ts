/** Settings of the person and the connection in use, in one document of the state folder. */
import { join } from 'node:path';
import { z } from 'zod';
import { Settings } from '../../preload/contract/domains/app.ts';
import { type Document, openDocument } from './documents.ts';

export const StoredSettings = z.strictObject({
  person: Settings,
  /** Null: not chosen yet, so the default of the environment holds. */
  connectionId: z.string().nullable(),
  /** Region chosen by the person, by connection id. */
  regions: z.record(z.string(), z.string()),
});
export type StoredSettings = z.infer<typeof StoredSettings>;

export const defaultSettings: StoredSettings = {
  person: { language: 'en', appearance: 'system', timeZone: null },
  connectionId: null,
  regions: {},
};

export interface SettingsStore {
  read(): Promise<StoredSettings>;
  change(change: (settings: StoredSettings) => StoredSettings): Promise<StoredSettings>;
}

export function openSettings(stateDir: string, onDamage?: (keptAs: string) => void): SettingsStore {
  const document: Document<StoredSettings> = openDocument(join(stateDir, 'settings.json'), {
    name: 'settings',
    version: 1,
    schema: StoredSettings,
    ...(onDamage === undefined ? {} : { onDamage }),
  });
  return {
    read: async () => (await document.read()) ?? defaultSettings,
    change: (change) => document.update((value) => change(value ?? defaultSettings)),
  };
}
