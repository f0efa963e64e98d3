/** Taking back, because the person asks for it. */
import type { Task } from '../../preload/contract/task.ts';
import { failure } from '../failure.ts';
import type { Recovering } from './apply-recover.ts';
import type { ApplyTools, OpenTasks } from './open-tasks.ts';
import { cancelled, turn } from './runner.ts';

/** Stops a task and takes back what it made; also one that failed and left something. */
export async function cancelTask(
  taskId: string,
  open: OpenTasks,
  tools: ApplyTools,
  { resume, refuseUnknown }: Pick<Recovering, 'resume' | 'refuseUnknown'>,
): Promise<Task> {
  const { histories, running } = open;
  const history = histories.get(taskId);
  if (history === undefined) throw failure('resource.notFound');
  const task = await tools.tasks.get(taskId);
  if (!task.cancellable) throw failure('state.wrong');
  refuseUnknown();
  const now = running.get(taskId);
  if (now !== undefined) {
    now.stop.abort(cancelled);
    // Durable before it is answered: whoever asked must not find it done after a crash.
    await turn({ history }, tools, 'cancelled');
    now.ended
      .then(async (last) => {
        // It had ended a moment before it heard.
        if (last.endedAt !== undefined && history.ended === undefined) await resume(history);
      })
      .catch((error: unknown) => tools.onFault(error));
    // The run itself keeps the task on disk; two writers would overwrite each other.
    return { ...task, state: 'cancelling', cancellable: false };
  }
  await turn({ history }, tools, 'undo');
  await resume(history);
  return tools.tasks.get(taskId);
}
