/**
 * What a window shows first, by its address. Named twice for speed: as calls, which are made before the code that draws is
 * read, and as stores, which take the answers. `test/component/first.test.ts` holds the two together.
 */
import { question, type Question } from '../../preload/ahead.ts';
import { readRoute } from './route.ts';

/** What every window shows. */
const always = {
  settings: question('app', 'settings', {}),
  info: question('app', 'info', {}),
  connections: question('connections', 'list', {}),
  tasks: question('tasks', 'list', {}),
} as const;

/** What else the pages show at which people open the window, by the first part of their route. */
const ofPages = {
  '': { home: question('home', 'summary', { refresh: false }) },
  notebooks: { notebooks: question('notebooks', 'list', { refresh: false, first: true }) },
  data: { buckets: question('data', 'buckets', {}) },
  training: { jobs: question('jobs', 'list', { refresh: false, first: true }) },
} as const;

export type FirstStore = keyof typeof always | 'home' | 'notebooks' | 'buckets' | 'jobs';

/** By store. `hash` is that of the window's address. */
export function firstQuestions(hash: string): [FirstStore, Question][] {
  const path = readRoute(hash).parts.join('/');
  const page = Object.hasOwn(ofPages, path) ? ofPages[path as keyof typeof ofPages] : {};
  return Object.entries({ ...always, ...page }) as [FirstStore, Question][];
}
