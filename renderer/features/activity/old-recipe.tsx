import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../../preload/contract/errors.ts';
import type { OldLine, OldRecipe } from '../../../preload/contract/old-recipe.ts';
import { useApp } from '../../app/context.tsx';
import { go, to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { Problem } from '../../ui/problem.tsx';
import { State, type StateKind } from '../../ui/state.tsx';

/** An old configuration and what stands in its place, side by side. It cannot be started itself: a plan is made of it. */
export function OldRecipeView({ recipe, onAnswers }: { recipe: OldRecipe; onAnswers?: () => void }) {
  const { t } = useSay();
  const { name, lines } = recipe;
  const refused = lines.filter(({ kind }) => kind === 'refused').length;
  return (
    <div className="mw-stack">
      {refused > 0 ? (
        <Alert type="error" header={t('window.old.refused', { n: refused })}>
          {t('window.old.refusedSays')}
        </Alert>
      ) : (
        <Alert type="info" header={t('window.old.taken')}>
          {t('window.old.takenSays')}
        </Alert>
      )}
      <div className="mw-with-receipt">
        <Card size="plan" title={name === '' ? t('window.old.titleNoName') : t('window.old.title', { name })}>
          <table className="mw-plain-table mw-old">
            <thead>
              <tr>
                <th scope="col">{t('window.old.line')}</th>
                <th scope="col">{t('window.old.was')}</th>
                <th scope="col">{t('window.old.now')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line key={line.path} line={line} />
              ))}
            </tbody>
          </table>
          <LeftOut recipe={recipe} />
        </Card>
        <div className="mw-stack">
          <Next recipe={recipe} {...(onAnswers && { onAnswers })} />
          <Prices prices={recipe.prices} />
        </div>
      </div>
    </div>
  );
}

const looks: Record<OldLine['kind'], StateKind> = {
  refused: 'error',
  danger: 'error',
  changed: 'info',
  added: 'info',
  kept: 'success',
};

function Line({ line: { kind, path, label, was, now, says, source } }: { line: OldLine }) {
  const { t } = useSay();
  const red = kind === 'refused' || kind === 'danger';
  const state = <State type={looks[kind]}>{t(`window.old.kind.${kind}`)}</State>;
  return (
    <tr className={red ? 'mw-old-red' : undefined}>
      <th scope="row">
        <Words of={label} />
        <div className="mw-code mw-note">{path}</div>
      </th>
      <td>
        <Value of={was} none={t('window.old.notSaid')} />
        <div>{kind === 'refused' && state}</div>
        {says.map((reason) => (
          <p key={JSON.stringify(reason)} className={red ? 'mw-red' : 'mw-quiet'}>
            <Words of={reason} />
          </p>
        ))}
        {source !== null && (
          <p className="mw-note">
            {t('window.old.source', { month: source.asOf })}{' '}
            <span className="mw-code">{source.page.replace('https://', '')}</span>
          </p>
        )}
      </td>
      <td>
        <Value of={now} none={t('window.old.leftOut')} />
        <div>{kind !== 'refused' && state}</div>
      </td>
    </tr>
  );
}

function Value({ of, none }: { of: string | null; none: string }) {
  return of === null ? <span className="mw-note">{none}</span> : <span className="mw-code">{of}</span>;
}

function LeftOut({ recipe: { leftOut, leftOutOf } }: { recipe: OldRecipe }) {
  const { t } = useSay();
  if (leftOutOf === 0) return null;
  return (
    <details className="mw-details mw-old-others">
      <summary className="mw-link">{t('window.old.others', { n: leftOutOf })}</summary>
      <p className="mw-quiet">{t('window.old.othersNote')}</p>
      <ul className="mw-code">
        {leftOut.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
      {leftOutOf > leftOut.length && (
        <p className="mw-note">{t('window.old.othersMore', { n: leftOutOf - leftOut.length })}</p>
      )}
    </details>
  );
}

/** What is still asked, and the way to the plan. */
function Next({ recipe, onAnswers }: { recipe: OldRecipe; onAnswers?: () => void }) {
  const { api, stores } = useApp();
  const { t } = useSay();
  const { wizard, answers, asks } = recipe;
  const begun = useStore(stores.wizards).data?.some(({ id, draft }) => id === wizard && draft) === true;
  const [error, setError] = useState<AppError | null>(null);
  const make = async () => {
    const kept = await api.wizards.keep({ id: wizard, answers, station: 'basics' });
    if (!kept.ok) {
      setError(kept.error);
      return;
    }
    void stores.wizards.load();
    if (onAnswers === undefined) go(to.wizard(wizard));
    else onAnswers();
  };
  return (
    <Card title={t('window.old.asks')}>
      {asks.length === 0 ? (
        <p className="mw-quiet">{t('window.old.asksNothing')}</p>
      ) : (
        <ul className="mw-old-asks">
          {asks.map((ask) => (
            <li key={JSON.stringify(ask)}>
              <Words of={ask} />
            </li>
          ))}
        </ul>
      )}
      {begun && <p className="mw-note">{t('window.old.replaces')}</p>}
      <div className="mw-actions-start">
        <Button variant="primary" onClick={() => void make()}>
          {t('window.old.make')}
        </Button>
      </div>
      <p className="mw-note">{t('window.old.makeNote')}</p>
      {error !== null && <Problem error={error} />}
    </Card>
  );
}

function Prices({ prices: { region, was, now, asOf } }: { prices: OldRecipe['prices'] }) {
  const { t, date } = useSay();
  const rows = (title: string, of: typeof was) =>
    of.length > 0 && (
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={2} className="mw-note">
            {title}
          </th>
        </tr>
        {of.map(({ type, usdPerHour }) => (
          <tr key={type}>
            <th scope="row" className="mw-code">
              {type}
            </th>
            <td className="mw-old-figure">
              <Money usd={usdPerHour} as="sum" />
            </td>
          </tr>
        ))}
      </tbody>
    );
  return (
    <Card title={t('window.old.price', { region: { region } })}>
      <table className="mw-plain-table">
        {rows(t('window.old.was'), was)}
        {rows(t('window.old.now'), now)}
      </table>
      <p className="mw-note">
        {asOf === null ? t('window.old.priceUnknown') : t('window.old.priceAsOf', { day: date(asOf, true) })}
      </p>
    </Card>
  );
}
