import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { nameOf, useChooseAccount } from '../features/settings/accounts.tsx';
import { useChangeSettings } from '../features/settings/settings-page.tsx';
import { useSay } from '../i18n/use-say.ts';
import { isOver } from '../plan/task-view.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { useNow } from './clock.ts';
import { useApp } from './context.tsx';
import { to } from './router.ts';

/** Where I am and as whom: sandbox or real, account, region; what runs; how long I am signed in; language and look. */
export function TopBar({ below }: { below?: ReactNode }) {
  const { stores } = useApp();
  const { t } = useSay();
  const tasks = useStore(stores.tasks).data ?? [];
  const doing = tasks.filter((task) => !isOver(task)).length;
  return (
    <header className="mw-top" id="top">
      <a className="mw-logo" href={to.home()}>
        <Logo />
        {t('app.name')}
      </a>
      <AccountParts />
      <span className="mw-top-gap" />
      {doing > 0 && (
        <a className="mw-pill" href={to.tasks()}>
          {t('window.top.tasks', { n: doing })}
        </a>
      )}
      <SignedIn />
      <Appearance />
      <LanguageSwitch />
      {below}
    </header>
  );
}

function Logo() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="6" className="mw-logo-wheel" />
      <path
        className="mw-logo-wheel"
        d="M12 2v4M12 18v4M2 12h4M18 12h4M4.9 4.9l2.9 2.9M16.2 16.200l2.9 2.900M4.9 19.100l2.9-2.900M16.2 7.800l2.9-2.9"
      />
      <circle cx="12" cy="12" r="1.6" className="mw-logo-hub" />
    </svg>
  );
}

function useCurrent() {
  const { stores } = useApp();
  const { data } = useStore(stores.connections);
  return { data, current: data?.connections.find((c) => c.id === data.currentId) };
}

function AccountParts() {
  const { t, region } = useSay();
  const { data, current } = useCurrent();
  const { choose } = useChooseAccount();
  if (data === null || current === undefined) return null;
  const sandbox = current.kind === 'sandbox';
  return (
    <>
      {sandbox ? (
        <a className="mw-badge mw-badge-sandbox" href={to.faults()} title={t('window.top.faults')}>
          {t('window.top.sandbox')}
        </a>
      ) : (
        <span className="mw-badge">{t('window.top.real')}</span>
      )}
      <Menu
        label={t('window.top.account')}
        items={data.connections.map((c) => ({ id: c.id, text: nameOf(c, t) }))}
        chosen={current.id}
        onChoose={(id) => void choose(id)}
      />
      <Menu
        label={t('window.top.region')}
        items={current.regions.map((code) => ({ id: code, text: region(code), code }))}
        chosen={current.region}
        onChoose={(code) => void choose(current.id, code)}
      />
    </>
  );
}

function Menu({
  label,
  items,
  chosen,
  onChoose,
}: {
  label: string;
  /** `code`: what AWS calls it, on hover. */
  items: { id: string; text: string; code?: string }[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  return (
    <span className="mw-top-menu" title={items.find((item) => item.id === chosen)?.code}>
      <select aria-label={label} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        {items.map((item) => (
          <option key={item.id} value={item.id} title={item.code}>
            {item.text}
          </option>
        ))}
      </select>
      <Glyph name="down" size={12} />
    </span>
  );
}

/** How long the credentials last. */
function SignedIn() {
  const { t } = useSay();
  const { current } = useCurrent();
  const at = useNow(15_000);
  if (current?.expiresAt == null) return null;
  const minutes = Math.floor((Date.parse(current.expiresAt) - at) / 60_000);
  return (
    <span className={minutes < 5 ? 'mw-top-note mw-top-warn' : 'mw-top-note'}>
      {minutes > 0 ? t('window.top.signedIn', { minutes }) : t('window.top.signedOut')}
    </span>
  );
}

function Appearance() {
  const { stores } = useApp();
  const { t } = useSay();
  const settings = useStore(stores.settings).data;
  const change = useChangeSettings();
  if (settings === null) return null;
  return (
    <Menu
      label={t('window.settings.appearance')}
      items={(['system', 'light', 'dark'] as const).map((id) => ({
        id,
        text: t(`window.settings.appearance.${id}`),
      }))}
      chosen={settings.appearance}
      onChoose={(id) =>
        void change.to({ appearance: id === 'dark' ? 'dark' : id === 'light' ? 'light' : 'system' })
      }
    />
  );
}

function LanguageSwitch() {
  const { t, language } = useSay();
  const change = useChangeSettings();
  return (
    <Menu
      label={t('window.settings.language')}
      items={(['en', 'zh-CN'] as const).map((id) => ({ id, text: t(`window.language.${id}`) }))}
      chosen={language}
      onChoose={(id) => void change.to({ language: id === 'zh-CN' ? 'zh-CN' : 'en' })}
    />
  );
}
