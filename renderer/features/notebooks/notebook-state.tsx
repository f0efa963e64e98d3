import type { NotebookRow } from '../../../preload/contract/domains/notebooks.ts';
import { useSay } from '../../i18n/use-say.ts';
import { State, type StateKind } from '../../ui/state.tsx';

type Status = NotebookRow['status'];

const looks: Record<Status, StateKind> = {
  Pending: 'in-progress',
  InService: 'success',
  Stopping: 'in-progress',
  Stopped: 'stopped',
  Failed: 'error',
  Deleting: 'in-progress',
  Updating: 'in-progress',
  PendingMaintenance: 'pending',
  InMaintenance: 'in-progress',
  Unknown: 'warning',
};

/** States that change by themselves: the page asks again until they have. */
export const isMoving = (status: Status) => looks[status] === 'in-progress';

/** AWS's state in words, with icon and colour. */
export function NotebookState({ status }: { status: Status }) {
  const { t } = useSay();
  return <State type={looks[status]}>{t(`window.notebook.state.${status}`)}</State>;
}
