import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useSay } from '../i18n/use-say.ts';
import { Words } from '../i18n/words.tsx';
import { now } from './clock.ts';
import { useApp } from './context.tsx';
import { to } from './router.ts';

const endsSoon = 'need.thing.endsSoon';

/**
 * What a person must hear of on every page, until it is read: a task that ended while another page was on screen, and a
 * thing that stops within 15 minutes. `home`: Home is on screen, which shows the latter itself.
 */
export function Notices({ home }: { home: boolean }) {
  const ended = useEndedTasks();
  const soon = useEndsSoon(home);
  return <Flashbar items={[...soon, ...ended]} />;
}

function useEndedTasks(): FlashbarProps.MessageDefinition[] {
  const { stores } = useApp();
  const { t } = useSay();
  const tasks = useStore(stores.tasks).data;
  const [openedAt] = useState(() => new Date(now()).toISOString());
  const [read, setRead] = useState<readonly string[]>([]);
  useEffect(() => {
    // What ended under a person's eyes needs no notice on the next page.
    const seen = () => {
      const over = stores.tasks.getState().data?.filter((task) => task.endedAt !== undefined) ?? [];
      const ids = over.map((task) => task.id).filter((id) => window.location.hash.includes(id));
      if (ids.length > 0) setRead((known) => [...new Set([...known, ...ids])]);
    };
    window.addEventListener('hashchange', seen);
    const stop = stores.tasks.subscribe(seen);
    return () => {
      stop();
      window.removeEventListener('hashchange', seen);
    };
  }, [stores]);
  return (tasks ?? [])
    .filter((task) => task.endedAt !== undefined && task.endedAt > openedAt)
    .filter((task) => !read.includes(task.id))
    .map((task) => ({
      id: task.id,
      type: task.state === 'succeeded' ? 'success' : task.state === 'failed' ? 'error' : 'info',
      content: (
        <>
          <Words of={task.title} /> {t(`window.task.ended.${task.state === 'succeeded' ? 'done' : 'other'}`)}{' '}
          <a
            className="mw-notice-link"
            href={to.task(task.id)}
            onClick={() => setRead((ids) => [...ids, task.id])}
          >
            {t('window.task.look')}
          </a>
        </>
      ),
      dismissible: true,
      dismissLabel: t('window.close'),
      onDismiss: () => setRead((ids) => [...ids, task.id]),
    }));
}

/** Main reckons this from what it remembers; asking costs no call to AWS. */
const askAgainMs = 60_000;

/** Each end is told once: read away, it comes back only for another end. */
function useEndsSoon(home: boolean): FlashbarProps.MessageDefinition[] {
  const { stores } = useApp();
  const { t, says } = useSay();
  const needs = useStore(stores.home).data?.needs ?? [];
  const [read, setRead] = useState<readonly string[]>([]);
  useEffect(() => {
    // Home asks itself, and more often.
    if (home) return;
    const ask = () => {
      if (!document.hidden && stores.home.getState().status !== 'loading') void stores.home.load();
    };
    if (stores.home.getState().status === 'idle') ask();
    const timer = setInterval(ask, askAgainMs);
    return () => clearInterval(timer);
  }, [stores, home]);
  if (home) return [];
  return needs
    .filter((need) => need.says.key === endsSoon)
    .map((need) => ({ need, id: JSON.stringify(need.says) }))
    .filter(({ id }) => !read.includes(id))
    .map(({ need, id }) => ({
      id,
      type: 'warning',
      content: (
        <>
          <Words of={need.says} />{' '}
          {need.action.source !== null && (
            <a
              className="mw-notice-link"
              href={to.operation(need.action.source, need.action.answers)}
              onClick={() => setRead((ids) => [...ids, id])}
            >
              {says(need.action.label)}
            </a>
          )}
        </>
      ),
      dismissible: true,
      dismissLabel: t('window.close'),
      onDismiss: () => setRead((ids) => [...ids, id]),
    }));
}
