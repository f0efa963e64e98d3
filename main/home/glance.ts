/**
 * Keeps the tray true and tells what ends while nobody looks: tasks, and things that stop within 15 minutes. Asks AWS
 * nothing: it says what the last look saw, with its time.
 */
import type { z } from 'zod';
import type { home } from '../../preload/contract/domains/home.ts';
import { message } from '../../preload/contract/message.ts';
import type { Task } from '../../preload/contract/task.ts';
import { AppFailure } from '../failure.ts';
import { routeTo, type Notices } from '../hosts/notices.ts';
import type { TaskStore } from '../tasks/tasks.ts';

type Summary = z.output<typeof home.summary.output>;

export interface GlanceParts {
  /** Null: nothing is shown outside of the windows, and nothing is looked at. */
  notices: Notices | null;
  /** Told when another look saw something else. */
  onSeen: (listener: () => void) => void;
  tasks: Pick<TaskStore, 'list' | 'onChange'>;
  /** As Home shows it, without a call to AWS. */
  summary: () => Promise<z.input<typeof home.summary.output>>;
  inSandbox: () => boolean;
  onFault: (error: unknown) => void;
  /** Changes within this time are shown together, ms. */
  gatherMs?: number;
}

/** What ends soon is found by the clock, not by a change, ms. */
const everyMs = 60_000;
/** A menu is for a few; the page has all. */
const mostStops = 5;

export function openGlance({ notices, ...parts }: GlanceParts): { close(): void } {
  return notices === null ? { close: () => undefined } : follow(notices, parts);
}

function follow(notices: Notices, parts: Omit<GlanceParts, 'notices'>): { close(): void } {
  const { tasks, onFault, gatherMs = 500 } = parts;
  const warned = new Set<string>();

  const stops = (rows: Summary['rows']) =>
    rows
      .flatMap(({ name, usdPerHour, stop }) => (stop === null ? [] : { name, usdPerHour, stop }))
      .slice(0, mostStops);

  /** Each end is told once; a later end of the same thing is another. */
  const warn = (needs: Summary['needs']): void => {
    for (const { says, action } of needs) {
      if (says.key !== 'need.thing.endsSoon' && says.key !== 'need.many.endsSoon') continue;
      const id = JSON.stringify(says);
      if (warned.has(id)) continue;
      warned.add(id);
      const { source, answers, route } = action;
      notices.tell({
        title: says,
        body: message('host.notice.extend', { press: { message: action.label } }),
        route: source === null ? (route ?? routeTo.home) : routeTo.operation({ source, answers }),
      });
    }
  };

  const look = async (): Promise<void> => {
    const doing = (await tasks.list()).filter(({ endedAt }) => endedAt === undefined).length;
    const glance = { sandbox: parts.inSandbox(), tasks: doing };
    try {
      const { loadedAt, perHour, rows, needs } = (await parts.summary()) as Summary;
      const now = loadedAt === null ? null : { perHour, seenAt: loadedAt, running: stops(rows) };
      notices.glance({ ...glance, now });
      warn(needs);
    } catch (error) {
      // Nobody is signed in, or AWS never answered: there is nothing to say of costs.
      if (!(error instanceof AppFailure)) throw error;
      notices.glance({ ...glance, now: null });
    }
  };

  let timer: NodeJS.Timeout | undefined;
  let open = true;
  const again = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (open) look().catch(onFault);
    }, gatherMs);
  };
  const told = (task: Task): void => {
    again();
    if (task.endedAt === undefined) return;
    const body = message(`host.notice.${task.state}`);
    notices.tell({ title: task.title, body, route: routeTo.task(task.id) });
  };
  const stopTasks = tasks.onChange(told);
  parts.onSeen(again);
  const regular = setInterval(again, everyMs);
  again();
  return {
    close() {
      open = false;
      stopTasks();
      clearInterval(regular);
      clearTimeout(timer);
    },
  };
}
