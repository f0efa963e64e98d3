import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { useApp } from '../app/context.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Problem } from '../ui/problem.tsx';
import { saveFiles } from '../ui/save-files.ts';

const formats = ['cloudformation', 'cli', 'html'] as const;

/** The plan file for a reviewer without an account, the same plan in an engineer's forms, and on paper. */
export function SaveForReview({ plan }: { plan: Plan }) {
  const { api } = useApp();
  const { t } = useSay();
  const [error, setError] = useState<AppError | null>(null);
  const save = async (to: 'plan' | (typeof formats)[number]) => {
    setError(null);
    const answer = await api.plans.exportAs({ id: plan.id, to });
    if (!answer.ok) setError(answer.error);
    else saveFiles(answer.value.files, `plan-${plan.digest.slice(0, 8)}-${to}.zip`);
  };
  return (
    <div className="mw-stack-s mw-off-paper">
      <div className="mw-actions-start">
        <Button onClick={() => void save('plan')}>{t('window.save.plan')}</Button>
        <ButtonDropdown
          items={formats.map((id) => ({ id, text: t(`window.export.${id}`) }))}
          onItemClick={({ detail }) => {
            const chosen = formats.find((format) => format === detail.id);
            if (chosen !== undefined) void save(chosen);
          }}
        >
          {t('window.export')}
        </ButtonDropdown>
        <Button onClick={() => window.print()}>{t('window.print')}</Button>
      </div>
      {error !== null && <Problem error={error} />}
    </div>
  );
}
