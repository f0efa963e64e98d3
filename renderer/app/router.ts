import { useSyncExternalStore } from 'react';
import type { Answers } from '../../preload/contract/wizard.ts';

export { readRoute, type Route } from './route.ts';

const onHash = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

export function useHash(): string {
  return useSyncExternalStore(onHash, () => window.location.hash);
}

const path = (...parts: string[]) => `#/${parts.map(encodeURIComponent).join('/')}`;

/** Every address of the window. */
export const to = {
  home: () => '#/',
  /** Home with the tour over it. */
  tour: () => '#/?tour=1',
  start: () => path('start'),
  /** With a task the last three stations; without, the questions. `of`: the thing that a wizard changes. */
  wizard: (id: string, task?: string, receipt = false, of: string | null = null) => {
    const query = new URLSearchParams({
      ...(of !== null && { of }),
      ...(task !== undefined && { task }),
      ...(task !== undefined && receipt && { receipt: '1' }),
    }).toString();
    return path('start', id) + (query === '' ? '' : `?${query}`);
  },
  notebooks: () => path('notebooks'),
  notebook: (name: string, tab?: string) =>
    path('notebooks', name) + (tab === undefined ? '' : `?tab=${tab}`),
  /** `only`: jobs of these states. */
  jobs: (only?: string) => path('training') + (only === undefined ? '' : `?only=${only}`),
  /** `attempt`: the try whose log is looked at; the last one where none is named. */
  job: (id: string, tab?: string, attempt?: number) => {
    const query = new URLSearchParams({
      ...(tab !== undefined && { tab }),
      ...(attempt !== undefined && { try: String(attempt) }),
    }).toString();
    return path('training', id) + (query === '' ? '' : `?${query}`);
  },
  /** Two trainings side by side. */
  compare: (a: string, b: string) =>
    `${path('training', 'compare')}?${new URLSearchParams({ a, b }).toString()}`,
  data: () => path('data'),
  folder: (bucket: string, prefix = '') => path('data', bucket, ...prefix.split('/').filter((p) => p !== '')),
  /** Makes the plan of an operation and shows its review; nothing happens before Start there. */
  operation: (source: string, answers: Answers) =>
    `${path('plan', source)}?answers=${encodeURIComponent(JSON.stringify(answers))}`,
  plans: () => path('plans'),
  plan: (id: string) => path('plans', id),
  tasks: () => path('tasks'),
  task: (id: string) => path('tasks', id),
  activity: () => path('activity'),
  receipt: (id: string) => path('activity', id),
  settings: () => path('settings'),
  /** The page of the thing that a wizard changes. */
  changed: (wizard: string, of: string) =>
    wizard === 'notebook-change'
      ? to.notebook(of)
      : wizard === 'storage-change'
        ? to.folder(of)
        : to.settings(),
  /** Only in the sandbox account. */
  faults: () => path('faults'),
};

export function go(address: string): void {
  window.location.hash = address;
}
