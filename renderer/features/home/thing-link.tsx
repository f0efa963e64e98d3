import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app/context.tsx';
import { go } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { useChooseAccount } from '../settings/accounts.tsx';

/** The region in use; null until it is known. */
export function useHere(): string | null {
  const { stores } = useApp();
  const { data } = useStore(stores.connections);
  return data?.connections.find(({ id }) => id === data.currentId)?.region ?? null;
}

/** To the page of a thing. Pages show the region in use, so that for a thing elsewhere its region is used from then on. */
export function ThingLink({
  name,
  region,
  page,
  className,
  label,
  children,
}: {
  name: string;
  region: string;
  page: string;
  className: string;
  /** For a thing of the region in use, where `children` do not say enough. */
  label?: string;
  children: ReactNode;
}) {
  const { stores } = useApp();
  const say = useSay();
  const here = useHere();
  const { choose } = useChooseAccount();
  const [busy, setBusy] = useState(false);
  if (here === null || here === region)
    return (
      <a className={className} href={page} aria-label={label}>
        {children}
      </a>
    );
  const leave = async () => {
    const account = stores.connections.getState().data?.currentId;
    if (account == null) return;
    setBusy(true);
    const done = await choose(account, region);
    setBusy(false);
    if (done) go(page);
  };
  return (
    <button
      type="button"
      className={className}
      disabled={busy}
      aria-label={say.t('window.home.lookThere', { region: say.region(region), name })}
      onClick={() => void leave()}
    >
      {children}
    </button>
  );
}
