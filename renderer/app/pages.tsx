import { ActivityPage, ReceiptPage } from '../features/activity/activity-page.tsx';
import { PlanPage, PlansPage } from '../features/activity/plans-page.tsx';
import { TaskPage, TasksPage } from '../features/activity/task-pages.tsx';
import { BucketsPage } from '../features/data/buckets-page.tsx';
import { FolderPage } from '../features/data/folder-page.tsx';
import { HomePage } from '../features/home/home-page.tsx';
import { NotebookPage } from '../features/notebooks/notebook-page.tsx';
import { NotebooksPage } from '../features/notebooks/notebooks-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { StartPage } from '../features/start/goal-cards.tsx';
import { useSay } from '../i18n/use-say.ts';
import { OperationPage } from '../plan/operation-page.tsx';
import { PageHead } from '../ui/card.tsx';
import { WizardPage } from '../wizard/wizard-page.tsx';
import { to, type Route } from './router.ts';

/** The page of an address. A page of one thing is made new when the thing changes. */
export function Page({ route }: { route: Route }) {
  const { parts, query } = route;
  const [room = '', name, ...rest] = parts;
  switch (room) {
    case '':
      return <HomePage />;
    case 'start':
      return name === undefined ? (
        <StartPage />
      ) : (
        <WizardPage
          key={`${name} ${query.get('task') ?? ''}`}
          id={name}
          taskId={query.get('task')}
          receipt={query.get('receipt') === '1'}
        />
      );
    case 'notebooks':
      return name === undefined ? (
        <NotebooksPage />
      ) : (
        <NotebookPage key={name} name={name} tab={query.get('tab') ?? 'overview'} />
      );
    case 'data': {
      if (name === undefined) return <BucketsPage />;
      const prefix = rest.map((part) => `${part}/`).join('');
      return <FolderPage key={`${name}/${prefix}`} bucket={name} prefix={prefix} />;
    }
    case 'plan':
      return name === undefined ? (
        <NotFound />
      ) : (
        <OperationPage
          key={`${name} ${query.get('answers') ?? ''}`}
          source={name}
          answers={query.get('answers')}
        />
      );
    case 'plans':
      return name === undefined ? <PlansPage /> : <PlanPage key={name} id={name} />;
    case 'tasks':
      return name === undefined ? <TasksPage /> : <TaskPage key={name} id={name} />;
    case 'activity':
      return name === undefined ? <ActivityPage /> : <ReceiptPage key={name} id={name} />;
    case 'settings':
      return <SettingsPage />;
    default:
      return <NotFound />;
  }
}

function NotFound() {
  const { t } = useSay();
  return (
    <>
      <PageHead title={t('window.notFound.title')} note={t('window.notFound.says')} />
      <a className="mw-link" href={to.home()}>
        {t('window.nav.home')}
      </a>
    </>
  );
}
