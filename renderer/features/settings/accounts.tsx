import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { z } from 'zod';
import type { Connection } from '../../../preload/contract/domains/connections.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { ShortName } from '../../plan/thing-name.tsx';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { State, type StateKind } from '../../ui/state.tsx';

export type Account = z.output<typeof Connection>;

const looks: Record<Account['state'], StateKind> = {
  notTried: 'pending',
  connecting: 'in-progress',
  ready: 'success',
  signInNeeded: 'warning',
  failed: 'error',
};

/** Uses another account or region; everything on screen is then read again. Answers whether it could be used. */
export function useChooseAccount() {
  const { api, stores } = useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const choose = async (id: string, region?: string): Promise<boolean> => {
    setBusy(id);
    const answer = await api.connections.use(region === undefined ? { id } : { id, region });
    setBusy(null);
    setError(answer.ok ? null : answer.error);
    await stores.connections.load();
    for (const store of [stores.home, stores.notebooks, stores.buckets, stores.wizards]) store.invalidate();
    return answer.ok;
  };
  return { choose, busy, error };
}

export function Accounts() {
  const { stores } = useApp();
  const { t, region } = useSay();
  const connections = useRemote(stores.connections);
  const { choose, busy, error } = useChooseAccount();
  return (
    <Card title={t('window.settings.accounts')}>
      {error !== null && <Problem error={error} />}
      <RemoteView remote={connections} store={stores.connections} what={t('window.settings.readingAccounts')}>
        {(data) => (
          <ul className="mw-rows">
            {data.connections.map((account) => (
              <li key={account.id}>
                <div className="mw-row-main">
                  <strong>{nameOf(account, t)}</strong>
                  <div className="mw-note">
                    {account.accountId ?? t('window.account.notYet')}
                    {account.caller !== null && (
                      <>
                        {' · '}
                        <ShortName name={account.caller} />
                      </>
                    )}
                  </div>
                  {account.error !== null && <Problem error={account.error} />}
                </div>
                <State type={looks[account.state]}>{t(`window.account.state.${account.state}`)}</State>
                <Select
                  ariaLabel={t('window.settings.regionOf', { name: nameOf(account, t) })}
                  selectedOption={{ value: account.region, label: region(account.region) }}
                  options={account.regions.map((code) => ({
                    value: code,
                    label: region(code),
                    labelTag: code,
                  }))}
                  filteringType="auto"
                  filteringAriaLabel={t('window.table.filter')}
                  disabled={account.id !== data.currentId}
                  onChange={({ detail }) => void choose(account.id, detail.selectedOption.value)}
                />
                {account.id === data.currentId ? (
                  <span className="mw-quiet">{t('window.account.inUse')}</span>
                ) : (
                  <Button loading={busy === account.id} onClick={() => void choose(account.id)}>
                    {t('window.account.use')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </RemoteView>
    </Card>
  );
}

export function nameOf(account: Account, t: ReturnType<typeof useSay>['t']): string {
  return account.kind === 'sandbox' ? t('window.account.sandboxName') : account.name;
}
