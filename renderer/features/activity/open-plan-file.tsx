import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useRef, useState } from 'react';
import type { PlanDifference } from '../../../preload/contract/domains/plans.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import { useApp } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { ReviewAndStart } from '../../plan/operation-page.tsx';
import { Review } from '../../plan/review.tsx';
import { Problem } from '../../ui/problem.tsx';

interface Opened {
  plan: Plan;
  differences: PlanDifference[];
}

/** A plan file from somebody else. Main computes it again; where the file says otherwise it cannot be started. */
export function OpenPlanFile() {
  const { api, stores } = useApp();
  const { t } = useSay();
  const input = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const open = async (file: File) => {
    const answer = await api.plans.openFile({ text: await file.text() });
    setOpened(answer.ok ? answer.value : null);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) await stores.plans.load();
  };
  return (
    <div className="mw-stack">
      <input
        ref={input}
        type="file"
        className="mw-hidden-input"
        tabIndex={-1}
        aria-label={t('window.plans.open')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void open(file);
        }}
      />
      <div>
        <Button onClick={() => input.current?.click()}>{t('window.plans.open')}</Button>
      </div>
      {error !== null && <Problem error={error} />}
      {opened !== null && opened.differences.length > 0 && <Differences opened={opened} />}
      {opened !== null && opened.differences.length === 0 && (
        <ReviewAndStart key={opened.plan.digest} plan={opened.plan} forReview />
      )}
    </div>
  );
}

function Differences({ opened }: { opened: Opened }) {
  const { t } = useSay();
  return (
    <>
      <Alert type="error" header={t('window.plans.differs')}>
        <table className="mw-plain-table">
          <thead>
            <tr>
              <th scope="col">{t('window.plans.what')}</th>
              <th scope="col">{t('window.plans.fileSays')}</th>
              <th scope="col">{t('window.plans.weCompute')}</th>
            </tr>
          </thead>
          <tbody>
            {opened.differences.map((d) => (
              <tr key={d.path}>
                <td className="mw-code">{d.path}</td>
                <td>{d.fileSays}</td>
                <td>{d.weCompute}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Alert>
      <Review plan={opened.plan} />
    </>
  );
}
