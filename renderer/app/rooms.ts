import { readRoute } from './route.ts';

/** A part of the window's code that is read when it is first needed. */
export interface Room<Module> {
  /** Reads it, once. Rejects when it cannot be read; then the next call tries again. */
  read: () => Promise<Module>;
  /** Null until it was read. */
  here: () => Module | null;
}

function room<Module>(load: () => Promise<Module>): Room<Module> {
  let here: Module | null = null;
  let reading: Promise<Module> | null = null;
  return {
    here: () => here,
    read() {
      reading ??= load().then(
        (module) => (here = module),
        (error: unknown) => {
          reading = null;
          throw error;
        },
      );
      return reading;
    },
  };
}

/** The code of the pages. A name that is the first part of a route is that of its page. */
export const rooms = {
  activity: room(() => import('../features/activity/activity-page.tsx')),
  faults: room(() => import('../features/faults/faults-page.tsx')),
  plans: room(() => import('../features/activity/plans-page.tsx')),
  tasks: room(() => import('../features/activity/task-pages.tsx')),
  data: room(() => import('../features/data/buckets-page.tsx')),
  folder: room(() => import('../features/data/folder-page.tsx')),
  job: room(() => import('../features/jobs/job-page.tsx')),
  compare: room(() => import('../features/jobs/compare-page.tsx')),
  notebook: room(() => import('../features/notebooks/notebook-page.tsx')),
  notebooks: room(() => import('../features/notebooks/notebooks-page.tsx')),
  settings: room(() => import('../features/settings/settings-page.tsx')),
  start: room(() => import('../features/start/start-page.tsx')),
  training: room(() => import('../features/jobs/jobs-page.tsx')),
  tour: room(() => import('../features/tour/tour.tsx')),
  plan: room(() => import('../plan/operation-page.tsx')),
  wizard: room(() => import('../wizard/wizard-page.tsx')),
};

/** Reads the code of all pages, so that the next one opens at once. */
export async function readAhead(): Promise<void> {
  for (const { read } of Object.values(rooms)) await read();
}

/** Reads the code of the page at the address with this hash. Never rejects: the page says what is wrong when it is drawn. */
export async function readRoom(hash: string): Promise<void> {
  const path = readRoute(hash).parts.join('/');
  if (Object.hasOwn(rooms, path)) await rooms[path as keyof typeof rooms].read().catch(() => undefined);
}
