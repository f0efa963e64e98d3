import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import type { AppError } from '../../preload/contract/errors.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { useApp } from '../app/context.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Problem } from '../ui/problem.tsx';

const formats = ['plan', 'cloudformation', 'cli', 'html'] as const;

/** Hands the browser a file that main wrote as text. */
function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The plan file for a reviewer without an account, or the same plan in an engineer's formats. */
export function SaveForReview({ plan }: { plan: Plan }) {
  const { api } = useApp();
  const { t } = useSay();
  const [error, setError] = useState<AppError | null>(null);
  const save = async (to: (typeof formats)[number]) => {
    setError(null);
    const answer = await api.plans.exportAs({ id: plan.id, to });
    if (!answer.ok) setError(answer.error);
    else for (const file of answer.value.files) saveFile(file.name, file.text);
  };
  return (
    <div>
      <ButtonDropdown
        mainAction={{ text: t('window.save.plan'), onClick: () => void save('plan') }}
        ariaLabel={t('window.save.more')}
        items={formats.map((id) => ({ id, text: t(`window.save.${id}`) }))}
        onItemClick={({ detail }) => {
          const chosen = formats.find((format) => format === detail.id);
          if (chosen !== undefined) void save(chosen);
        }}
      />
      {error !== null && <Problem error={error} />}
    </div>
  );
}
