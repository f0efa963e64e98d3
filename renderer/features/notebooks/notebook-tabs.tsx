import Alert from '@cloudscape-design/components/alert';
import { useState, type ReactNode } from 'react';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Code } from '../../plan/technical-form.tsx';
import { ShortName } from '../../plan/thing-name.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { FormSwitch, type Form } from '../../ui/form-switch.tsx';
import { Age } from '../../ui/elapsed.tsx';
import { Leaders } from '../../ui/leaders.tsx';
import { Money, Unknown } from '../../ui/money.tsx';
import { isRefused, NotSeen } from '../../ui/refused.tsx';
import { OpenNotebook } from './open-notebook.tsx';
import type { Notebook } from './notebook-page.tsx';

interface Props {
  notebook: Notebook;
}

export function Overview({ notebook }: Props) {
  const { t, time } = useSay();
  const { evening, idleStopMinutes, bucket, dashboardPort, failureReason, lastIdleHeartbeat } = notebook;
  return (
    <div className="mw-stack">
      {failureReason !== null && (
        <Alert type="error" header={t('window.notebook.failed')}>
          {failureReason}
        </Alert>
      )}
      <Card title={t('window.notebook.ends')}>
        <Facts
          facts={[
            [
              t('window.notebook.evening'),
              evening === null && isRefused(notebook.refused, 'stacks') ? (
                <NotSeen />
              ) : evening === null ? (
                <span className="mw-amber">{t('window.notebook.noEvening')}</span>
              ) : (
                t('window.notebook.eveningAt', { at: evening.at, zone: evening.timeZone })
              ),
            ],
            ...(evening?.notBefore == null
              ? []
              : ([[t('window.notebook.notBefore'), time(evening.notBefore)]] as [string, ReactNode][])),
            [
              t('window.notebook.idle'),
              isRefused(notebook.refused, 'tags') ? (
                <NotSeen />
              ) : idleStopMinutes === null ? (
                t('window.off')
              ) : (
                t('window.notebook.idleAfter', { minutes: idleStopMinutes })
              ),
            ],
            ...(idleStopMinutes === null
              ? []
              : ([
                  [
                    t('window.notebook.heartbeat'),
                    isRefused(notebook.refused, 'metrics') ? (
                      <NotSeen />
                    ) : lastIdleHeartbeat === null ? (
                      <span className="mw-amber">{t('window.notebook.noHeartbeat')}</span>
                    ) : (
                      <Age of={lastIdleHeartbeat} />
                    ),
                  ],
                ] as [string, ReactNode][])),
          ]}
        />
      </Card>
      <Card title={t('window.notebook.files')}>
        {bucket === null && isRefused(notebook.refused, 'tags') ? (
          <NotSeen />
        ) : bucket === null ? (
          <p className="mw-quiet">{t('window.notebook.noBucket')}</p>
        ) : (
          <p>
            {t('window.notebook.filesIn')}{' '}
            <a className="mw-link" href={to.folder(bucket)}>
              {bucket}
            </a>
          </p>
        )}
        {dashboardPort !== null && notebook.status === 'InService' && (
          <div className="mw-actions-start">
            <OpenNotebook name={notebook.name} page="dashboard" />
          </div>
        )}
      </Card>
    </div>
  );
}

export function Log({ notebook }: Props) {
  const { t, clock } = useSay();
  if (isRefused(notebook.refused, 'log')) return <NotSeen />;
  if (notebook.log.length === 0) return <p className="mw-quiet">{t('window.notebook.noLog')}</p>;
  return (
    <div className="mw-log mw-code" tabIndex={0} role="log" aria-label={t('window.tab.log')}>
      {notebook.log.map((line, index) => (
        // Lines of a log are only ever added at the end.
        <div key={`${line.at} ${index}`}>
          <span className="mw-muted">{clock(line.at)}</span> {line.text}
        </div>
      ))}
    </div>
  );
}

export function CostTab({ notebook }: Props) {
  const { t } = useSay();
  return (
    <Card title={t('window.money.title')}>
      <Leaders
        lines={[
          {
            id: 'now',
            label: t('window.money.hourNow'),
            value: <Money usd={notebook.usdPerHour} />,
            hero: true,
          },
          {
            id: 'so-far',
            label: t('window.column.soFar'),
            value: <Money usd={notebook.usdSoFar} as="sum" />,
          },
        ]}
      />
      <p className="mw-note">{t('window.notebook.costNote')}</p>
    </Card>
  );
}

export function Configuration({ notebook }: Props) {
  const { t } = useSay();
  const [form, setForm] = useState<Form>('words');
  const yes = (value: boolean) => t(value ? 'window.on' : 'window.off');
  return (
    <Card title={t('window.tab.configuration')} aside={<FormSwitch form={form} onForm={setForm} />}>
      {form === 'technical' ? (
        <Code value={notebook.technical} />
      ) : (
        <Facts
          facts={[
            [t('window.notebook.size'), notebook.instanceType],
            [t('window.notebook.disk'), t('window.notebook.gb', { gb: notebook.diskGb })],
            [t('window.notebook.platform'), notebook.platform ?? <Unknown />],
            [t('window.notebook.root'), yes(notebook.rootAccess)],
            [t('window.notebook.internet'), yes(notebook.directInternet)],
            [t('window.notebook.git'), notebook.repository ?? t('window.none')],
            [
              t('window.notebook.dashboard'),
              isRefused(notebook.refused, 'tags') ? (
                <NotSeen />
              ) : (
                (notebook.dashboardPort ?? t('window.none'))
              ),
            ],
            [
              t('window.notebook.role'),
              notebook.roleArn === null ? t('window.none') : <ShortName name={notebook.roleArn} />,
            ],
            [
              t('window.notebook.stack'),
              isRefused(notebook.refused, 'stacks') ? (
                <NotSeen />
              ) : (
                (notebook.stackName ?? t('window.who.other'))
              ),
            ],
          ]}
        />
      )}
    </Card>
  );
}

export function History({ notebook }: Props) {
  const { t, time } = useSay();
  if (notebook.history.length === 0) return <p className="mw-quiet">{t('window.notebook.noHistory')}</p>;
  return (
    <Card>
      <ul className="mw-rows">
        {notebook.history.map((entry) => (
          <li key={`${entry.at} ${entry.says.key}`}>
            <div className="mw-row-main">
              <Words of={entry.says} />
              <div className="mw-note">{time(entry.at)}</div>
            </div>
            {entry.receiptId !== null && (
              <a className="mw-row-action" href={to.receipt(entry.receiptId)}>
                {t('window.receipt.one')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
