import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useRef, useState } from 'react';
import type { PlanDifference } from '../../../preload/contract/domains/plans.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import type { OldRecipe } from '../../../preload/contract/old-recipe.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import { useApp } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { ReviewAndStart } from '../../plan/operation-page.tsx';
import { Review } from '../../plan/review.tsx';
import { Problem } from '../../ui/problem.tsx';
import { OldRecipeView } from './old-recipe.tsx';

interface OpenedPlan {
  plan: Plan;
  differences: PlanDifference[];
}
type Opened = OpenedPlan | { recipe: OldRecipe };

const words = { plan: 'window.plans.open', old: 'window.old.open' } as const;

/**
 * A file from somebody else; the file tells what it is. A plan is computed again by main: where the file says otherwise it
 * cannot be started. An old configuration is shown beside what stands in its place.
 */
export function OpenPlanFile({
  offers = ['plan', 'old'],
  onAnswers,
}: {
  /** What the buttons name; each takes both. */
  offers?: (keyof typeof words)[];
  /** Told once the answers of an old configuration are kept; left out: its wizard is opened. */
  onAnswers?: () => void;
}) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const input = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const open = async (file: File) => {
    const answer = await api.plans.openFile({ text: await file.text() });
    setOpened(answer.ok ? answer.value : null);
    setError(answer.ok ? null : answer.error);
    if (answer.ok && 'plan' in answer.value) await stores.plans.load();
  };
  const recipe = opened !== null && 'recipe' in opened ? opened.recipe : null;
  const plan = opened !== null && 'plan' in opened ? opened : null;
  return (
    <div className="mw-stack">
      <input
        ref={input}
        type="file"
        className="mw-hidden-input"
        tabIndex={-1}
        aria-label={t(words[offers[0] ?? 'plan'])}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void open(file);
        }}
      />
      <div className="mw-actions-start">
        {offers.map((offer) => (
          <Button key={offer} onClick={() => input.current?.click()}>
            {t(words[offer])}
          </Button>
        ))}
        {offers.includes('old') && <span className="mw-note">{t('window.old.openNote')}</span>}
      </div>
      {error !== null && <Problem error={error} />}
      {recipe !== null && (
        <OldRecipeView
          recipe={recipe}
          {...(onAnswers && {
            onAnswers: () => {
              setOpened(null);
              onAnswers();
            },
          })}
        />
      )}
      {plan !== null && plan.differences.length > 0 && <Differences opened={plan} />}
      {plan !== null && plan.differences.length === 0 && (
        <ReviewAndStart key={plan.plan.digest} plan={plan.plan} forReview />
      )}
    </div>
  );
}

function Differences({ opened }: { opened: OpenedPlan }) {
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
