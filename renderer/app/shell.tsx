import AppLayout from '@cloudscape-design/components/app-layout';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import english from '@cloudscape-design/components/i18n/messages/all.en';
import chinese from '@cloudscape-design/components/i18n/messages/all.zh-CN';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { LocaleContext, useSay } from '../i18n/use-say.ts';
import { followAppearance } from '../theme/apply.ts';
import { useApp } from './context.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useLook } from './look.ts';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { Page } from './pages.tsx';
import { readAhead } from './rooms.ts';
import { readRoute, to, useHash } from './router.ts';
import { focusOn } from './heading-focus.ts';
import { LineStrip, SignedOut, useLine, type Line } from './line.tsx';
import { followEvents } from './stores.ts';
import { TopBar } from './top-bar.tsx';
import { TourGate } from './tour-gate.tsx';

/** The window: language, look and events around the frame. */
export function Shell() {
  const { api, host, stores } = useApp();
  const line = useLine();
  const settings = useStore(stores.settings).data;
  const info = useStore(stores.info).data;
  useEffect(() => followEvents(api, host, stores), [api, host, stores]);
  useEffect(() => followAppearance(settings?.appearance ?? 'system'), [settings?.appearance]);
  const language = settings?.language ?? browsersLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const zone = settings?.timeZone ?? info?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locale = useMemo(() => ({ language, timeZone: zone }), [language, zone]);
  return (
    <LocaleContext value={locale}>
      <I18nProvider locale={language} messages={[english, chinese]}>
        {line.state === 'signedOut' ? <SignedOut /> : <Frame line={line} />}
      </I18nProvider>
    </LocaleContext>
  );
}

/** Before main has told the person's choice, or where it cannot. */
const browsersLanguage = () => (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');

/** After the first page is drawn and has asked what it asks, ms. */
const readAheadMs = 1500;

function Frame({ line }: { line: Line }) {
  const { t } = useSay();
  const hash = useHash();
  const route = useMemo(() => readRoute(hash), [hash]);
  useLook(route);
  const [open, setOpen] = useState(() => window.innerWidth >= 900);
  useEffect(() => {
    // A window that was narrow for a while has the pages beside it again when it is wide.
    const wide = window.matchMedia('(width >= 900px)');
    const follow = () => setOpen(wide.matches);
    wide.addEventListener('change', follow);
    return () => wide.removeEventListener('change', follow);
  }, []);
  const room = route.parts[0] ?? '';
  const inWizard = room === 'start' && route.parts.length > 1;
  const main = useRef<HTMLDivElement>(null);
  const place = route.parts.join('/');
  const first = useRef(true);
  const arrive = useCallback(() => {
    // A new page is read from its top, by eye and by screen reader; not when the program has just started.
    if (!first.current) focusOn(main.current);
    first.current = false;
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => void readAhead(), readAheadMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <button type="button" className="mw-skip" onClick={() => focusOn(main.current)}>
        {t('window.skip')}
      </button>
      <TopBar below={<LineStrip line={line} />} />
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
        notifications={<Notices home={room === ''} />}
        ariaLabels={{
          navigation: t('window.nav.label'),
          navigationClose: t('window.nav.close'),
          navigationToggle: t('window.nav.open'),
          notifications: t('window.notices'),
        }}
        content={
          <div className={open || inWizard ? 'mw-page' : 'mw-page mw-page-alone'} ref={main} tabIndex={-1}>
            <ErrorBoundary page={hash}>
              <Suspense fallback={null}>
                <Page route={route} />
                <Arrived at={place} onArrive={arrive} />
              </Suspense>
            </ErrorBoundary>
          </div>
        }
      />
      <TourGate route={route} />
    </>
  );
}

/** Stands behind a page: the page is there as soon as this is. */
function Arrived({ at, onArrive }: { at: string; onArrive: () => void }) {
  useEffect(onArrive, [at, onArrive]);
  return null;
}
