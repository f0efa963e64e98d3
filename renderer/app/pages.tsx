import { HomePage } from '../features/home/home-page.tsx';
import { lazy, useState, type ComponentType } from 'react';
import { useSay } from '../i18n/use-say.ts';
import { PageHead } from '../ui/card.tsx';
import { rooms, type Room } from './rooms.ts';
import { to, type Route } from './router.ts';

/**
 * A page whose code is read when it is first opened, or when the window has nothing else to do. Code that is here is drawn
 * at once: React keeps what it waited for from the screen for up to 300 ms.
 */
function page<Module, Props extends object>(
  { read, here }: Room<Module>,
  pick: (module: Module) => ComponentType<Props>,
) {
  const Later = lazy(async () => ({ default: pick(await read()) })) as unknown as ComponentType<Props>;
  return function PageOfRoom(props: Props) {
    const [Drawn] = useState(() => {
      const module = here();
      return module === null ? Later : pick(module);
    });
    return <Drawn {...props} />;
  };
}

const ActivityPage = page(rooms.activity, (m) => m.ActivityPage);
const ReceiptPage = page(rooms.activity, (m) => m.ReceiptPage);
const FaultsPage = page(rooms.faults, (m) => m.FaultsPage);
const PlanPage = page(rooms.plans, (m) => m.PlanPage);
const PlansPage = page(rooms.plans, (m) => m.PlansPage);
const TaskPage = page(rooms.tasks, (m) => m.TaskPage);
const TasksPage = page(rooms.tasks, (m) => m.TasksPage);
const BucketsPage = page(rooms.data, (m) => m.BucketsPage);
const FolderPage = page(rooms.folder, (m) => m.FolderPage);
const ComparePage = page(rooms.compare, (m) => m.ComparePage);
const JobPage = page(rooms.job, (m) => m.JobPage);
const JobsPage = page(rooms.training, (m) => m.JobsPage);
const NotebookPage = page(rooms.notebook, (m) => m.NotebookPage);
const NotebooksPage = page(rooms.notebooks, (m) => m.NotebooksPage);
const SettingsPage = page(rooms.settings, (m) => m.SettingsPage);
const StartPage = page(rooms.start, (m) => m.StartPage);
const OperationPage = page(rooms.plan, (m) => m.OperationPage);
const WizardPage = page(rooms.wizard, (m) => m.WizardPage);

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
          key={`${name} ${query.get('of') ?? ''} ${query.get('task') ?? ''}`}
          id={name}
          of={query.get('of')}
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
    case 'training':
      if (name === 'compare') {
        const [a, b] = [query.get('a'), query.get('b')];
        return <ComparePage key={`${a ?? ''} ${b ?? ''}`} a={a} b={b} />;
      }
      return name === undefined ? (
        <JobsPage only={query.get('only')} />
      ) : (
        <JobPage
          key={name}
          id={name}
          tab={query.get('tab') ?? 'overview'}
          attempt={tryIn(query.get('try'))}
        />
      );
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

/** A try as an address names it; null where it names none that can be. */
const tryIn = (text: string | null): number | null =>
  text !== null && /^(?:[1-9]|10)$/.test(text) ? Number(text) : null;

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
