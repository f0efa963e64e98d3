import AppLayout from '@cloudscape-design/components/app-layout';
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import english from '@cloudscape-design/components/i18n/messages/all.en';
import chinese from '@cloudscape-design/components/i18n/messages/all.zh-CN';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { LocaleContext, useSay } from '../i18n/use-say.ts';
import { Words } from '../i18n/words.tsx';
import { followAppearance } from '../theme/apply.ts';
import { useApp } from './context.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Navigation } from './navigation.tsx';
import { Page } from './pages.tsx';
import { readRoute, to, useHash } from './router.ts';
import { now } from './clock.ts';
import { followEvents } from './stores.ts';
import { TopBar } from './top-bar.tsx';

/** The window: language, look and events around the frame. */
export function Shell() {
  const { api, stores } = useApp();
  const settings = useStore(stores.settings).data;
  const info = useStore(stores.info).data;
  useEffect(() => {
    const stop = followEvents(api, stores);
    for (const store of [stores.settings, stores.info, stores.connections, stores.tasks]) void store.load();
    return stop;
  }, [api, stores]);
  useEffect(() => followAppearance(settings?.appearance ?? 'system'), [settings?.appearance]);
  const language = settings?.language ?? 'en';
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const zone = settings?.timeZone ?? info?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locale = useMemo(() => ({ language, timeZone: zone }), [language, zone]);
  return (
    <LocaleContext value={locale}>
      <I18nProvider locale={language} messages={[english, chinese]}>
        <Frame />
      </I18nProvider>
    </LocaleContext>
  );
}

function Frame() {
  const { t } = useSay();
  const hash = useHash();
  const route = useMemo(() => readRoute(hash), [hash]);
  const [open, setOpen] = useState(() => window.innerWidth >= 900);
  const room = route.parts[0] ?? '';
  const inWizard = room === 'start' && route.parts.length > 1;
  const main = useRef<HTMLDivElement>(null);
  const place = route.parts.join('/');
  const first = useRef(true);
  useEffect(() => {
    // A new page is read from its top, by eye and by screen reader; not when the program has just started.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    window.scrollTo(0, 0);
  }, [place]);
  return (
    <>
      <TopBar />
      <AppLayout
        headerSelector="#top"
        navigationWidth={200}
        navigationOpen={open}
        navigationCloseBehavior="collapse"
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigationHide={inWizard}
        navigation={<Navigation active={room === '' ? to.home() : `#/${room}`} collapsed={!open} />}
        toolsHide
        disableContentPaddings
        maxContentWidth={1600}
        notifications={<Notices />}
        ariaLabels={{
          navigation: t('window.nav.label'),
          navigationClose: t('window.nav.close'),
          navigationToggle: t('window.nav.open'),
          notifications: t('window.notices'),
        }}
        content={
          <div className="mw-page" ref={main} tabIndex={-1}>
            <ErrorBoundary page={hash}>
              <Page route={route} />
            </ErrorBoundary>
          </div>
        }
      />
    </>
  );
}

/** A task that ended while another page was on screen says so until it is read. */
function Notices() {
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
  const items: FlashbarProps.MessageDefinition[] = (tasks ?? [])
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
  return <Flashbar items={items} />;
}
