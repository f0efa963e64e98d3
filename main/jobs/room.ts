/** The room of jobs, put together: the list that lives, what the window asks, and the receipts that are completed later. */
import type { MillwrightEvent } from '../../preload/contract/events.ts';
import type { ListDelta } from '../../preload/contract/lists.ts';
import { type JobParts, openJobs, type JobRoom } from './handlers.ts';
import { type LiveJobs, openLiveJobs } from './live.ts';

interface Parts extends Omit<JobParts, 'live' | 'onReceipt'> {
  tell: (delta: ListDelta, but?: string) => void;
  event: (event: MillwrightEvent) => void;
  onFault: (error: unknown) => void;
}

export function openJobRoom(parts: Parts): Pick<JobRoom, 'handlers'> & Pick<LiveJobs, 'page'> {
  const live = openLiveJobs({
    connect: parts.connect,
    tell: parts.tell,
    onSeen: (rows, aws) =>
      void room
        .seen(rows, aws)
        .then(() => room.price(rows, aws))
        .catch(parts.onFault),
  });
  const room = openJobs({
    ...parts,
    live,
    onReceipt: () => parts.event({ type: 'invalidated', domain: 'plans' }),
  });
  return { handlers: room.handlers, page: live.page };
}
