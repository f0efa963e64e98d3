import { HomePage } from '../features/home/home-page.tsx';
import { lazy, type ComponentType } from 'react';
import { useSay } from '../i18n/use-say.ts';
import { PageHead } from '../ui/card.tsx';
import { to, type Route } from './router.ts';

const rooms: (() => Promise<unknown>)[] = [];

/** A page whose code is read when it is first opened, or when the window has nothing else to do. */
function page<Module, Props>(load: () => Promise<Module>, pick: (module: Module) => ComponentType<Props>) {
  rooms.push(load);
  return lazy(async () => ({ default: pick(await load()) }));
}

const ActivityPage = page(
  () => import('../features/activity/activity-page.tsx'),
  (m) => m.ActivityPage,
);
const ReceiptPage = page(
  () => import('../features/activity/activity-page.tsx'),
  (m) => m.ReceiptPage,
);
const FaultsPage = page(
  () => import('../features/faults/faults-page.tsx'),
  (m) => m.FaultsPage,
);
const PlanPage = page(
  () => import('../features/activity/plans-page.tsx'),
  (m) => m.PlanPage,
);
const PlansPage = page(
  () => import('../features/activity/plans-page.tsx'),
  (m) => m.PlansPage,
);
const TaskPage = page(
  () => import('../features/activity/task-pages.tsx'),
  (m) => m.TaskPage,
);
const TasksPage = page(
  () => import('../features/activity/task-pages.tsx'),
  (m) => m.TasksPage,
);
const BucketsPage = page(
  () => import('../features/data/buckets-page.tsx'),
  (m) => m.BucketsPage,
);
const FolderPage = page(
  () => import('../features/data/folder-page.tsx'),
  (m) => m.FolderPage,
);
const NotebookPage = page(
  () => import('../features/notebooks/notebook-page.tsx'),
  (m) => m.NotebookPage,
);
const NotebooksPage = page(
  () => import('../features/notebooks/notebooks-page.tsx'),
  (m) => m.NotebooksPage,
);
const SettingsPage = page(
  () => import('../features/settings/settings-page.tsx'),
  (m) => m.SettingsPage,
);
const StartPage = page(
  () => import('../features/start/goal-cards.tsx'),
  (m) => m.StartPage,
);
const OperationPage = page(
  () => import('../plan/operation-page.tsx'),
  (m) => m.OperationPage,
);
const WizardPage = page(
  () => import('../wizard/wizard-page.tsx'),
  (m) => m.WizardPage,
);

/** Reads the code of all pages, so that the next one opens at once. */
export async function readAhead(): Promise<void> {
  for (const load of rooms) await load();
}

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
        <NotebooksPage only={query.get('only')} />
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
    case 'faults':
      return <FaultsPage />;
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
