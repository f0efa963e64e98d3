import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useRef, useState } from 'react';
import type { Settings } from '../../../preload/contract/domains/app.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card, PageHead } from '../../ui/card.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { About } from './about.tsx';
import { Accounts } from './accounts.tsx';
import { PreparedAccount } from './prepared-account.tsx';

const own = '';

/** Language, look, time zone, and the account that is used. */
export function SettingsPage() {
  const { stores } = useApp();
  const { t } = useSay();
  const settings = useRemote(stores.settings);
  return (
    <>
      <PageHead title={t('window.nav.settings')} />
      <div className="mw-stack">
        <RemoteView remote={settings} store={stores.settings} what={t('window.settings.reading')}>
          {(data) => <Choices settings={data} />}
        </RemoteView>
        <Accounts />
        <PreparedAccount />
        <About />
      </div>
    </>
  );
}

function Choices({ settings }: { settings: Settings }) {
  const { t } = useSay();
  const change = useChangeSettings();
  const zones = [
    { value: own, label: t('window.settings.computerZone') },
    ...Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone })),
  ];
  return (
    <Card title={t('window.settings.window')}>
      <div className="mw-stack-l">
        {change.error !== null && <Problem error={change.error} />}
        <ChoiceField
          label={t('window.settings.language')}
          selectedId={settings.language}
          options={[
            { id: 'en', text: t('window.language.en') },
            { id: 'zh-CN', text: t('window.language.zh-CN') },
          ]}
          onChange={({ detail }) =>
            void change.to({ language: detail.selectedId === 'zh-CN' ? 'zh-CN' : 'en' })
          }
        />
        <ChoiceField
          label={t('window.settings.appearance')}
          selectedId={settings.appearance}
          options={(['system', 'light', 'dark'] as const).map((id) => ({
            id,
            text: t(`window.settings.appearance.${id}`),
          }))}
          onChange={({ detail }) => {
            const { selectedId } = detail;
            void change.to({
              appearance: selectedId === 'dark' ? 'dark' : selectedId === 'light' ? 'light' : 'system',
            });
          }}
        />
        <FormField label={t('window.settings.timeZone')} constraintText={t('window.settings.timeZoneHint')}>
          <Select
            ariaLabel={t('window.settings.timeZone')}
            filteringType="auto"
            filteringAriaLabel={t('window.table.filter')}
            options={zones}
            selectedOption={zones.find((zone) => zone.value === (settings.timeZone ?? own)) ?? null}
            onChange={({ detail }) =>
              void change.to({
                timeZone: detail.selectedOption.value === own ? null : (detail.selectedOption.value ?? null),
              })
            }
          />
        </FormField>
      </div>
    </Card>
  );
}

/**
 * Changes are kept by main. The window shows a choice at once, so that the next press of an arrow goes on from it; in the end
 * it shows what main answered last.
 */
export function useChangeSettings() {
  const { api, stores } = useApp();
  const [error, setError] = useState<AppError | null>(null);
  const asked = useRef(0);
  const to = async (change: Partial<Settings>) => {
    const turn = (asked.current += 1);
    stores.settings.patch((settings) => ({ ...settings, ...change }));
    const answer = await api.app.changeSettings(change);
    if (turn === asked.current) {
      if (answer.ok) stores.settings.patch(() => answer.value);
      else void stores.settings.load();
    }
    setError(answer.ok ? null : answer.error);
  };
  return { to, error };
}
