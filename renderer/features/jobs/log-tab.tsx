import Button from '@cloudscape-design/components/button';
import TextFilter from '@cloudscape-design/components/text-filter';
import Toggle from '@cloudscape-design/components/toggle';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useSay } from '../../i18n/use-say.ts';
import { Waiting, WithAge } from '../../ui/elapsed.tsx';
import { Problem } from '../../ui/problem.tsx';
import { LogBox } from './log-box.tsx';
import { LineText } from './log-line.tsx';
import type { LogState, LogStore } from './log-store.ts';
import { LogText } from './log-text.tsx';
import type { Job } from './timeline-spans.ts';
import { TryChoice } from './try-choice.tsx';
import { useLog } from './use-log.ts';

/** A search begins when the person rests for so long, ms. */
const restMs = 50;
/** Main gives up asking AWS after so many seconds. */
const mostSeconds = 60;

/** All that a try printed: followed while it grows, searched, copied and saved. */
export function LogTab({
  job,
  store,
  attempt,
  grows,
}: {
  job: Job;
  store: LogStore;
  attempt: number | null;
  /** More may be printed. */
  grows: boolean;
}) {
  const { t } = useSay();
  const state = useLog(store, grows);
  const { log, found, error } = state;
  const [text, setText] = useState('');
  const [follow, setFollow] = useState(true);
  const [here, setHere] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => void store.find(text.trim()), restMs);
    return () => clearTimeout(timer);
  }, [store, text]);
  const show = (number: number) => {
    setText('');
    void store.find('');
    setFollow(false);
    setHere(number);
  };
  return (
    <div className="mw-stack">
      {error !== null && <Problem error={error} onRetry={() => void store.newest()} />}
      <div className="mw-log-tools">
        <TryChoice job={job} attempt={attempt} tab="log" />
        <TextFilter
          filteringText={text}
          onChange={({ detail }) => {
            setText(detail.filteringText);
            setHere(null);
          }}
          filteringAriaLabel={t('window.job.log.find')}
          filteringPlaceholder={t('window.job.log.find')}
          filteringClearAriaLabel={t('window.job.log.showAll')}
          countText={found === null ? '' : t('window.job.log.matches', { n: found.matches, of: found.of })}
        />
        {grows && found === null && (
          <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>
            {t('window.job.log.follow')}
          </Toggle>
        )}
        <LogText store={store} name={job.name} />
      </div>
      {log === null && error === null && (
        <Waiting what={t('window.job.log.reading')} since={state.askedAt ?? 0} upTo={mostSeconds} />
      )}
      {log !== null &&
        (found === null ? (
          <Lines store={store} log={log} here={here} follow={follow} onFollow={setFollow} />
        ) : (
          <FoundLines store={store} found={found} onShow={show} />
        ))}
      {log !== null && <Foot state={state} store={store} />}
    </div>
  );
}

function Lines({
  store,
  log,
  here,
  follow,
  onFollow,
}: {
  store: LogStore;
  log: NonNullable<LogState['log']>;
  here: number | null;
  follow: boolean;
  onFollow: (follow: boolean) => void;
}) {
  const { t } = useSay();
  const { first, next, lines } = log;
  const fill = useCallback(
    (from: number, to: number) => void store.fill(first + from, first + to),
    [store, first],
  );
  const older = useCallback(() => void store.older(), [store]);
  if (first === next) return <p className="mw-quiet">{t('window.job.log.empty')}</p>;
  const draw = (index: number): ReactNode => {
    const line = lines.get(first + index);
    // It is being asked for.
    if (line === undefined) return <span className="mw-muted">…</span>;
    const text = <LineText at={line.at} text={line.text} />;
    return line.number === here ? <span className="mw-line-here">{text}</span> : text;
  };
  return (
    <LogBox
      label={t('window.tab.log')}
      first={first}
      count={next - first}
      draw={draw}
      onRange={fill}
      onTop={older}
      follow={follow}
      onFollow={onFollow}
      goTo={here}
    />
  );
}

/** What was found, the newest last; a line leads to its place in the log. */
function FoundLines({
  store,
  found,
  onShow,
}: {
  store: LogStore;
  found: NonNullable<LogState['found']>;
  onShow: (number: number) => void;
}) {
  const { t } = useSay();
  const more = useCallback(() => void store.moreFound(), [store]);
  const { earlier, lines, text } = found;
  const count = earlier.length + lines.length;
  if (count === 0) return <p className="mw-quiet">{t('window.table.noMatch')}</p>;
  const draw = (index: number): ReactNode => {
    const line = lines[index - earlier.length];
    if (line !== undefined)
      return (
        <button type="button" className="mw-line-button" onClick={() => onShow(line.number)}>
          <LineText at={line.at} text={line.text} mark={text} />
        </button>
      );
    const before = earlier[index];
    return before !== undefined && <LineText at={before.at} text={before.text} mark={text} />;
  };
  return (
    <LogBox
      key={text}
      label={t('window.job.log.found', { text })}
      // Numbers of found lines have gaps.
      first={found.begin}
      count={count}
      draw={draw}
      onTop={more}
      follow={false}
    />
  );
}

/** How much is here, how old it is, and the way to the rest. */
function Foot({ state, store }: { state: LogState; store: LogStore }) {
  const { t } = useSay();
  const { log, fetchingSince, loadedAt } = state;
  if (log === null) return null;
  return (
    <div className="mw-log-foot">
      <p className="mw-note">
        {t('window.job.log.here', { n: log.next - log.first })}{' '}
        {log.olderInAws && t('window.job.log.olderInAws')}{' '}
        {loadedAt !== null && <WithAge id="window.asOf" of={loadedAt} />}
      </p>
      {fetchingSince !== null ? (
        <Waiting what={t('window.job.log.fetching')} since={fetchingSince} upTo={mostSeconds} />
      ) : (
        log.olderInAws && <Button onClick={() => void store.rest()}>{t('window.job.log.rest')}</Button>
      )}
    </div>
  );
}
