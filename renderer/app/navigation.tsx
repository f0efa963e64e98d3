import Icon from '@cloudscape-design/components/icon';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useSay } from '../i18n/use-say.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { useStore } from 'zustand';
import { useTrains } from '../features/jobs/use-trains.ts';
import { useApp, useRemote } from './context.tsx';
import { to } from './router.ts';

/** Only pages that exist stand here. */
export function Navigation({ active, collapsed }: { active: string; collapsed: boolean }) {
  const { t } = useSay();
  const { stores } = useApp();
  const { data } = useStore(stores.connections);
  const sandbox = data?.connections.find(({ id }) => id === data.currentId)?.kind === 'sandbox';
  useRemote(stores.wizards);
  const trains = useTrains();
  const link = (text: string, href: string, icon: GlyphName): SideNavigationProps.Item => ({
    type: 'link',
    text,
    href,
    icon: <Icon svg={<Glyph name={icon} />} />,
  });
  return (
    <SideNavigation
      activeHref={active}
      collapsed={collapsed}
      items={[
        link(t('window.nav.home'), to.home(), 'home'),
        link(t('window.nav.start'), to.start(), 'plus'),
        { type: 'divider' },
        link(t('window.nav.notebooks'), to.notebooks(), 'notebook'),
        link(t('window.nav.data'), to.data(), 'data'),
        ...(trains ? [link(t('window.nav.training'), to.jobs(), 'training')] : []),
        { type: 'divider' },
        link(t('window.nav.plans'), to.plans(), 'plans'),
        link(t('window.nav.activity'), to.activity(), 'activity'),
        link(t('window.nav.settings'), to.settings(), 'settings'),
        ...(sandbox ? [link(t('window.nav.faults'), to.faults(), 'warning')] : []),
      ]}
    />
  );
}
