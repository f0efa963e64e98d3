import type { JobState } from '../../../preload/contract/job.ts';
import { isJobEnd } from '../../../preload/contract/plain.ts';
import { useSay } from '../../i18n/use-say.ts';
import { State, type StateKind } from '../../ui/state.tsx';

export type { JobState };

const looks: Record<JobState, StateKind> = {
  submitted: 'pending',
  blocked: 'pending',
  waiting: 'warning',
  starting: 'in-progress',
  running: 'in-progress',
  succeeded: 'success',
  failed: 'error',
  stopped: 'stopped',
  unknown: 'warning',
};

/** What a person asks a long list for; `starting` is as good as waiting: it trains nothing yet. */
export const stateGroups = {
  waiting: ['submitted', 'blocked', 'waiting', 'starting'],
  running: ['running'],
  succeeded: ['succeeded'],
  failed: ['failed'],
  stopped: ['stopped'],
} as const satisfies Record<string, readonly JobState[]>;
export type StateGroup = keyof typeof stateGroups;

export const isStateGroup = (text: string | null): text is StateGroup =>
  text !== null && Object.hasOwn(stateGroups, text);

export const isIn = (group: StateGroup, state: JobState): boolean =>
  (stateGroups[group] as readonly JobState[]).includes(state);

export const isOver: (state: JobState) => boolean = isJobEnd;

/** The state in words, with icon and colour. */
export function JobStateWords({ state }: { state: JobState }) {
  const { t } = useSay();
  return (
    <span className={state === 'running' || state === 'starting' ? 'mw-job-runs' : undefined}>
      <State type={looks[state]}>{t(`job.state.${state}`)}</State>
    </span>
  );
}
