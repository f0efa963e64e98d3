import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { now } from '../../app/clock.ts';
import { go, to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { OpenNotebook } from './open-notebook.tsx';
import type { Notebook } from './notebook-page.tsx';

const hours = [1, 2, 4, 8] as const;

/** The one next action is filled; the others open the review of a plan and change nothing themselves. */
export function NotebookActions({ notebook }: { notebook: Notebook }) {
  const { t } = useSay();
  const { name, status } = notebook;
  const runs = status === 'InService';
  const stands = status === 'Stopped' || status === 'Failed';
  return (
    <div className="mw-page-actions">
      {runs && <OpenNotebook name={name} page="lab" primary />}
      {status === 'Stopped' && (
        <Button variant="primary" href={to.operation('notebook-start', { name })}>
          {t('window.notebook.start')}
        </Button>
      )}
      {runs && <Button href={to.operation('notebook-stop', { name })}>{t('window.notebook.stop')}</Button>}
      {runs && notebook.evening !== null && <Extend notebook={notebook} />}
      {(runs || status === 'Stopped') && notebook.stackName !== null && (
        <Button href={to.wizard('notebook-change', undefined, false, name)}>
          {t('window.notebook.change')}
        </Button>
      )}
      {(runs || stands) && (
        <Button href={to.operation('notebook-delete', { name })}>{t('window.notebook.delete')}</Button>
      )}
    </div>
  );
}

/** Moves the evening stop: so many hours after the end that is set, or after now when that has passed. */
function Extend({ notebook }: { notebook: Notebook }) {
  const { t, time } = useSay();
  const from = Math.max(now(), notebook.endsAt === null ? 0 : Date.parse(notebook.endsAt));
  const until = (h: number) => new Date(from + h * 3_600_000).toISOString();
  return (
    <ButtonDropdown
      items={hours.map((h) => ({
        id: String(h),
        text: t('window.notebook.extendBy', { h, until: time(until(h)) }),
      }))}
      onItemClick={({ detail }) =>
        go(to.operation('notebook-extend', { name: notebook.name, until: until(Number(detail.id)) }))
      }
    >
      {t('window.notebook.extend')}
    </ButtonDropdown>
  );
}
