import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { OpenPlanFile } from '../activity/open-plan-file.tsx';
import { GoalCards } from './goal-cards.tsx';

/** Everything that can be begun: goals, and files that somebody else made. */
export function StartPage() {
  const { t } = useSay();
  return (
    <>
      <PageHead title={t('window.home.whatToDo')} note={t('window.start.note')} />
      <div className="mw-stack-l">
        <GoalCards />
        <OpenPlanFile offers={['old', 'plan']} />
      </div>
    </>
  );
}
