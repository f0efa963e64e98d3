import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useApp, useRemote } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Leaders } from '../../ui/leaders.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useChange } from './use-change.ts';

const steps = [
  { id: 'hour', seconds: 3_600 },
  { id: 'day', seconds: 86_400 },
] as const;

/** So many seconds of the account in one of this computer's. */
const speeds = [1, 10, 60] as const;

/** The account's time, and the way to move it on: what is due on the way happens. */
export function ClockCard() {
  const { api, stores } = useApp();
  const { t, time } = useSay();
  const { data } = useRemote(stores.accountClock, 5_000);
  const { busy, error, change } = useChange();
  const move = (input: { seconds: number; speed?: number }) =>
    change(async () => {
      const answer = await api.sandbox.advance(input);
      if (answer.ok) stores.accountClock.patch(() => answer.value);
      return answer;
    });
  return (
    <Card title={t('window.faults.clock')}>
      {data !== null && (
        <Leaders
          lines={[
            { id: 'now', label: t('window.faults.now'), value: time(data.now) },
            {
              id: 'speed',
              label: t('window.faults.speed'),
              value: t('window.faults.speedOf', { speed: data.speed }),
            },
          ]}
        />
      )}
      {data?.mode === 'real' && (
        <div className="mw-actions-start">
          <SegmentedControl
            label={t('window.faults.speed')}
            selectedId={String(data.speed)}
            options={speeds.map((speed) => ({
              id: String(speed),
              text: t('window.faults.speedTimes', { speed }),
            }))}
            onChange={({ detail }) => move({ seconds: 0, speed: Number(detail.selectedId) })}
          />
        </div>
      )}
      <p className="mw-note">{t('window.faults.clockSays')}</p>
      {error !== null && <Problem error={error} />}
      <div className="mw-actions-start">
        {steps.map(({ id, seconds }) => (
          <Button key={id} loading={busy} onClick={() => move({ seconds })}>
            {t(`window.faults.advance.${id}`)}
          </Button>
        ))}
      </div>
    </Card>
  );
}
