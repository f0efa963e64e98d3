import { message } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import { failure } from '../failure.ts';
import type { ConsentRequest, ConsentSurface } from '../hosts/ports.ts';
import type { Applying } from '../plans/apply.ts';
import type { Tickets } from '../plans/tickets.ts';
import type { TaskStore } from './tasks.ts';

export interface TaskParts {
  tasks: TaskStore;
  applying: Pick<Applying, 'cancel' | 'look' | 'reconciling' | 'search'>;
  plan: (id: string) => Promise<Plan>;
  consent: ConsentSurface;
  tickets: Tickets;
  /** How the person reads. */
  reader: () => Promise<Pick<ConsentRequest, 'language' | 'timeZone' | 'appearance'>>;
  /** Whether the connection in use is the account inside the program. */
  inSandbox: () => Promise<boolean>;
}

/** A ticket for taking back fits no plan, and one for a plan takes nothing back. */
const boundTo = ({ id, digest }: { id: string; digest: string }) => ({ planId: `take back ${id}`, digest });

/** So long a window waits for one answer about the search. */
const searchWithinMs = 20_000;

export function taskHandlers(parts: TaskParts): Handlers['tasks'] {
  const { tasks, applying } = parts;
  const { reconciling } = applying;
  return {
    list: () => tasks.list(),
    get: ({ id }) => tasks.get(id),

    async askConsent({ id }, { windowId }) {
      const task = await tasks.get(id);
      if (!task.cancellable) throw failure('state.wrong');
      if (reconciling.pending() !== null) throw failure('state.reconciling');
      const { target, stays } = await parts.plan(task.planId);
      return parts.consent.ask({
        ...boundTo(task),
        title: task.title,
        press: message('host.takeBack.press'),
        destroys: true,
        lost: [message('host.takeBack.lost')],
        stays,
        accountId: target.accountId,
        region: target.region,
        sandbox: await parts.inSandbox(),
        perHour: null,
        worstMonth: { usd: 0, unknown: [] },
        windowId,
        ...(await parts.reader()),
      });
    },

    async cancel({ id, ticket }, { windowId }) {
      const task = await tasks.get(id);
      if (!task.cancellable) throw failure('state.wrong');
      parts.tickets.redeem(ticket, { ...boundTo(task), windowId });
      return applying.cancel(id);
    },

    look: ({ id }) => applying.look(id),

    async search(_input, { signal }) {
      const enough = AbortSignal.any([signal, AbortSignal.timeout(searchWithinMs)]);
      const over = new Promise<void>((resolve) => {
        enough.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([applying.search(), over]);
      return { pending: reconciling.pending(), trouble: reconciling.trouble() };
    },

    async leave({ id }) {
      await reconciling.leave(id);
      return {};
    },
  };
}
