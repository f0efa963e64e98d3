/** Long-running things as the person sees them: kept on disk, sent to the windows, found again at the next start. */
import { join } from 'node:path';
import { Task } from '../../preload/contract/task.ts';
import { failure } from '../failure.ts';
import type { Points } from '../points.ts';
import { openDocuments } from '../storage/documents.ts';

export interface TaskStore {
  list(): Promise<Task[]>;
  /** Throws `resource.notFound`. */
  get(id: string): Promise<Task>;
  /** Keeps the task on disk and tells everybody who listens. */
  save(task: Task): Promise<void>;
  /** Tells without keeping; the next `save` keeps. */
  tell(task: Task): void;
  onChange(listener: (task: Task) => void): () => void;
}

/** So many raw events are kept; "What AWS says" shows the newest. */
const mostEvents = 500;

export function openTasks(stateDir: string, points: Points): TaskStore {
  const documents = openDocuments<Task>(join(stateDir, 'tasks'), { name: 'task', version: 1, schema: Task });
  const listeners = new Set<(task: Task) => void>();
  let known: Promise<Map<string, Task>> | undefined;
  const all = (): Promise<Map<string, Task>> =>
    (known ??= documents.list().then(({ items }) => new Map(items.map(({ id, value }) => [id, value]))));
  const tell = (task: Task) => {
    for (const listener of listeners) listener(task);
  };
  return {
    list: async () => [...(await all()).values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt)),
    async get(id) {
      const task = (await all()).get(id);
      if (task === undefined) throw failure('resource.notFound');
      return task;
    },
    tell,
    async save(task) {
      const kept = { ...task, events: task.events.slice(-mostEvents) };
      (await all()).set(task.id, kept);
      tell(kept);
      await documents.put(task.id, kept);
      await points.reach(`task:${task.id}:saved`);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
