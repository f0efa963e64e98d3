import { Settings } from '../../preload/contract/domains/app.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import { failure } from '../failure.ts';
import { programVersion } from '../program.ts';
import type { SettingsStore } from '../storage/settings.ts';
import type { Voice } from './confirm-page.ts';

let zone: string | undefined;

/** Asked when it is needed and not before: the first question takes 15 ms. */
export const computersTimeZone = (): string => (zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The zone in which the person reads times. */
export const timeZoneOf = (settings: Settings): string => settings.timeZone ?? computersTimeZone();

/** How main speaks to this person. */
export const voiceOf = (settings: Settings): Voice => ({
  language: settings.language,
  appearance: settings.appearance,
  get timeZone() {
    return timeZoneOf(settings);
  },
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export interface AppParts {
  host: 'electron' | 'loopback';
  settings: SettingsStore;
  stateDir: string;
  /** Time in the account in use, ms. */
  now: () => number;
  onChanged: (settings: Settings) => void;
}

export function appHandlers({ host, settings, stateDir, now, onChanged }: AppParts): Handlers['app'] {
  const person = async (): Promise<Settings> => (await settings.read()).person;
  return {
    async info() {
      return {
        version: programVersion,
        host,
        timeZone: timeZoneOf(await person()),
        stateDir,
        now: new Date(now()).toISOString(),
      };
    },
    settings: person,
    async changeSettings(change) {
      if (change.timeZone != null && !isTimeZone(change.timeZone))
        throw failure('input.invalid', { field: 'timeZone' });
      const next = await settings.change((stored) => ({
        ...stored,
        person: Settings.parse({ ...stored.person, ...change }),
      }));
      onChanged(next.person);
      return next.person;
    },
  };
}
