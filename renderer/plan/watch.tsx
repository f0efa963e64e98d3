import { message } from '../../preload/contract/plain.ts';
import type { Plan, Receipt } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { useApp, useRemote } from '../app/context.tsx';
import { to } from '../app/router.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { NotebookState } from '../features/notebooks/notebook-state.tsx';
import { OpenNotebook } from '../features/notebooks/open-notebook.tsx';
import { Card } from '../ui/card.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Leaders } from '../ui/leaders.tsx';
import { Mark } from '../ui/mark.tsx';
import { Money } from '../ui/money.tsx';
import { MoneyCard } from './money-card.tsx';
import { TrainingNow } from './training-now.tsx';
import { notebookType, shortName, thingPage } from './things.ts';

/** It is made or changed: how it stands now, and the one next thing to do. `changed`: the page of what was changed. */
export function Watch({
  task,
  plan,
  receipt,
  changed = null,
}: {
  task: Task;
  plan: Plan | null;
  receipt: Receipt | null;
  changed?: string | null;
}) {
  const { t } = useSay();
  const made = receipt?.made ?? [];
  const notebook = made.find((thing) => thing.type === notebookType);
  return (
    <div className="mw-with-receipt">
      <Card size="plan" title={<Words of={task.title} />} aside={<Mark kind="done" />}>
        {notebook === undefined && task.detail !== undefined && (
          <p>
            <Words of={task.detail} />
          </p>
        )}
        {notebook !== undefined && <NotebookNow name={shortName(notebook.name)} />}
        {plan !== null && <TrainingNow plan={plan} />}
        <ul className="mw-plain-list">
          {made.map((thing) => {
            const page = thingPage(thing);
            if (page === null || thing === notebook) return null;
            return (
              <li key={`${thing.type} ${thing.name}`}>
                <a className="mw-link" href={page}>
                  {shortName(thing.name)}
                </a>
              </li>
            );
          })}
        </ul>
        {changed !== null && (
          <p>
            <a className="mw-link" href={changed}>
              {t('window.watch.changed')}
            </a>
          </p>
        )}
        <p className="mw-note">{t('window.watch.leave')}</p>
      </Card>
      {plan !== null && <MoneyCard plan={plan} />}
    </div>
  );
}

/** ARNs are in small letters whatever the name is, so the list has the last word on how it is written. */
function NotebookNow({ name: given }: { name: string }) {
  const { stores } = useApp();
  const { data } = useRemote(stores.notebooks);
  const { t, time } = useSay();
  const row = data?.rows.find((r) => r.name.toLowerCase() === given.toLowerCase());
  const name = row?.name ?? given;
  return (
    <div className="mw-stack">
      {row?.status === 'InService' && (
        <p>
          <Words
            of={message(row.endsAt === null ? 'window.watch.readyNoEnd' : 'window.watch.ready', {
              price: { money: row.usdPerHour },
              ...(row.endsAt !== null && { ends: { time: row.endsAt } }),
            })}
          />
        </p>
      )}
      {row !== undefined && (
        <Leaders
          lines={[
            { id: 'state', label: t('window.column.state'), value: <NotebookState status={row.status} /> },
            { id: 'since', label: t('window.column.since'), value: <Elapsed from={row.since} /> },
            { id: 'now', label: t('window.column.costNow'), value: <Money usd={row.usdPerHour} /> },
            {
              id: 'ends',
              label: t('window.money.ends'),
              value: row.endsAt === null ? t('window.money.noEnd') : time(row.endsAt),
            },
          ]}
        />
      )}
      <div className="mw-actions-start">
        <OpenNotebook name={name} page="lab" primary />
        <a className="mw-link" href={to.notebook(name)}>
          {t('window.watch.page')}
        </a>
      </div>
    </div>
  );
}
