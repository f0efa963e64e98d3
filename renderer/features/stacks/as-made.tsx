import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { stacks, StackOf } from '../../../preload/contract/domains/stacks.ts';
import type { AppError } from '../../../preload/contract/errors.ts';
import { now } from '../../app/clock.ts';
import { useApp } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { shortName } from '../../plan/things.ts';
import { Card } from '../../ui/card.tsx';
import { Waiting } from '../../ui/elapsed.tsx';
import { Problem } from '../../ui/problem.tsx';
import { State } from '../../ui/state.tsx';

type Result = z.output<typeof stacks.checkDrift.output>;

interface Checking {
  /** Instant at which AWS was asked, ms; null: it is not looking now. */
  since: number | null;
  result: Result | null;
  error: AppError | null;
}
const nothing: Checking = { since: null, result: null, error: null };

/** Lets AWS compare a thing with how Millwright made it, when the person asks for it. */
export function AsMade({ of }: { of: StackOf }) {
  const { api } = useApp();
  const { t } = useSay();
  const [{ since, result, error }, set] = useState(nothing);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const check = async () => {
    const mine = new AbortController();
    asking.current = mine;
    set({ ...nothing, since: now() });
    const answer = await api.stacks.checkDrift(of, { signal: mine.signal });
    if (mine.signal.aborted) return;
    set(answer.ok ? { ...nothing, result: answer.value } : { ...nothing, error: answer.error });
  };
  return (
    <Card title={t('window.asMade.title')}>
      <div className="mw-stack">
        <p className="mw-quiet">{t('window.asMade.says')}</p>
        {error !== null && <Problem error={error} onRetry={() => void check()} />}
        {result !== null && <Found result={result} onLeave={() => set(nothing)} />}
        {since !== null ? (
          <Waiting what={t('window.asMade.checking')} since={since} upTo={300} />
        ) : (
          error === null && (
            <div className="mw-actions-start">
              <Button onClick={() => void check()}>
                {t(result === null ? 'window.asMade.check' : 'window.asMade.again')}
              </Button>
            </div>
          )
        )}
      </div>
    </Card>
  );
}

function Found({ result: { things, checkedAt, putBack }, onLeave }: { result: Result; onLeave: () => void }) {
  const { t, time } = useSay();
  const at = time(checkedAt);
  if (things.length === 0)
    return (
      <div role="status">
        <State type="success">{t('window.asMade.same', { at })}</State>
      </div>
    );
  return (
    <Alert type="warning" header={t('window.asMade.differs', { n: things.length, at })}>
      <div className="mw-stack">
        <p>{t('window.asMade.who')}</p>
        {things.map((thing) => (
          <Thing key={thing.logicalId} thing={thing} />
        ))}
        <div className="mw-actions-start">
          {putBack !== null && (
            <Button href={to.operation(putBack.source, putBack.answers)}>
              {t('window.receipt.putBack')}
            </Button>
          )}
          <Button variant="link" onClick={onLeave}>
            {t('window.asMade.leave')}
          </Button>
        </div>
      </div>
    </Alert>
  );
}

function Thing({ thing }: { thing: Result['things'][number] }) {
  const { t } = useSay();
  return (
    <section>
      <h3 className="mw-h3">
        {thing.kind === null ? thing.type : <Words of={thing.kind} />}{' '}
        <span className="mw-code">{shortName(thing.name)}</span>
      </h3>
      {thing.how !== 'changed' && <p>{t(`window.asMade.${thing.how}`)}</p>}
      {thing.fields.length > 0 && (
        <div className="mw-as-made">
          <table className="mw-plain-table">
            <thead>
              <tr>
                <th scope="col">{t('window.asMade.field')}</th>
                <th scope="col">{t('window.asMade.expected')}</th>
                <th scope="col">{t('window.asMade.actual')}</th>
              </tr>
            </thead>
            <tbody>
              {thing.fields.map(({ path, name, expected, actual }) => (
                <tr key={path}>
                  <td>
                    {name === null ? <span className="mw-code">{path.slice(1)}</span> : <Words of={name} />}
                  </td>
                  <td className="mw-code">{expected === '' ? t('window.asMade.none') : expected}</td>
                  <td className="mw-code">{actual === '' ? t('window.asMade.none') : actual}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
