import Button from '@cloudscape-design/components/button';
import type { z } from 'zod';
import type { home } from '../../../preload/contract/domains/home.ts';
import { useNow } from '../../app/clock.ts';
import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { useSay } from '../../i18n/use-say.ts';
import { PageHead } from '../../ui/card.tsx';
import { WithAge } from '../../ui/elapsed.tsx';
import { isRefused, RefusedNotice } from '../../ui/refused.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';
import { isOver } from '../../plan/task-view.tsx';
import { GoalCards } from '../start/goal-cards.tsx';
import { CostCard } from './cost-card.tsx';
import { DoingCard } from './doing-card.tsx';
import { NeedsCard } from './needs-card.tsx';

export type Summary = z.output<(typeof home.summary)['output']>;

/** The three questions, answered before anything is read: what costs, what is done, what needs me. */
export function HomePage() {
  const { stores } = useApp();
  const { t } = useSay();
  const home = useRemote(stores.home, 60_000);
  const tasks = useRemote(stores.tasks);
  return (
    <div className="mw-stack-l mw-home-page">
      <RemoteView remote={home} store={stores.home} what={t('window.home.looking')} upTo={60}>
        {(summary) => (
          <>
            <PageHead
              title={
                summary.loadedAt === null || isRefused(summary.refused, 'notebooks')
                  ? t('window.home.notKnown')
                  : t('window.home.title', {
                      cost: summary.count,
                      doing: (tasks.data ?? []).filter((task) => !isOver(task)).length,
                      needs: summary.needs.length,
                    })
              }
              note={<LookedAt summary={summary} busy={home.status === 'loading'} />}
              actions={
                <Button variant="primary" href={to.start()}>
                  {t('window.nav.start')}
                </Button>
              }
            />
            <RefusedNotice refused={summary.refused} />
            <div className="mw-home">
              <CostCard summary={summary} />
              <DoingCard tasks={tasks.data ?? []} />
              <NeedsCard needs={summary.needs} />
            </div>
          </>
        )}
      </RemoteView>
      <section className="mw-stack-s">
        <h2 className="mw-h2">{t('window.home.whatToDo')}</h2>
        <GoalCards />
      </section>
    </div>
  );
}

/** Day, clock, and how much of the world the answer rests on. */
function LookedAt({ summary, busy }: { summary: Summary; busy: boolean }) {
  const { t, language, timeZone, region, clock } = useSay();
  const at = useNow(15_000);
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(at);
  const { looked, of, unreachable, refused } = summary.regions;
  return (
    <>
      {t('window.home.now', { day, clock: clock(new Date(at).toISOString()) })}{' '}
      {summary.loadedAt === null ? (
        t(busy ? 'window.home.firstLook' : 'window.home.neverLooked')
      ) : (
        <WithAge id="window.home.regions" of={summary.loadedAt} params={{ looked, of }} />
      )}
      {busy && summary.loadedAt !== null && ` ${t('window.home.lookingAgain')}`}
      {refused.length > 0 && (
        <span className="mw-amber">
          {' '}
          {t('window.home.refusedRegions', { names: { list: refused.map(region) } })}
        </span>
      )}
      {unreachable.length > 0 && (
        <span className="mw-amber">
          {' '}
          {t('window.home.unreachable', { names: { list: unreachable.map(region) } })}
        </span>
      )}
    </>
  );
}
