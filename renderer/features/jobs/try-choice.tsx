import Select from '@cloudscape-design/components/select';
import { go, to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import type { Job } from './timeline-spans.ts';

/** Which try is looked at, where there were several; the choice is in the address. */
export function TryChoice({
  job,
  attempt,
  tab,
}: {
  job: Job;
  /** Null: the last one. */
  attempt: number | null;
  tab: 'log' | 'charts';
}) {
  const { t, clock } = useSay();
  const tries = job.attemptList.filter(({ logStream }) => logStream !== null);
  if (tries.length < 2) return null;
  const options = tries.map(({ number, startedAt }) => ({
    value: String(number),
    label:
      startedAt === null
        ? t('window.job.try', { n: number })
        : t('window.job.tryAt', { n: number, at: clock(startedAt) }),
  }));
  const chosen = options.find(({ value }) => value === String(attempt)) ?? options.at(-1) ?? null;
  return (
    <Select
      ariaLabel={t('window.job.whichTry')}
      options={options}
      selectedOption={chosen}
      onChange={({ detail }) => go(to.job(job.id, tab, Number(detail.selectedOption.value)))}
    />
  );
}
