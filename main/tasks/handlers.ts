import type { Handlers } from '../../preload/contract/index.ts';
import type { Applying } from '../plans/apply.ts';
import type { TaskStore } from './tasks.ts';

export function taskHandlers(tasks: TaskStore, applying: Pick<Applying, 'cancel'>): Handlers['tasks'] {
  return {
    list: () => tasks.list(),
    get: ({ id }) => tasks.get(id),
    cancel: ({ id }) => applying.cancel(id),
  };
}
