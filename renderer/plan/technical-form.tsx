import Tabs from '@cloudscape-design/components/tabs';
import type { Change, Plan } from '../../preload/contract/plan.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';

/** What an engineer reads: templates and their parameters, calls, permissions, and the whole document. */
export function TechnicalForm({ plan }: { plan: Plan }) {
  const { t } = useSay();
  return (
    <Tabs
      ariaLabel={t('window.review.technical')}
      tabs={[
        {
          id: 'changes',
          label: t('window.technical.changes'),
          content: plan.changes.map((change) => <ChangeDetails key={change.id} change={change} />),
        },
        {
          id: 'permissions',
          label: t('window.technical.permissions'),
          content: (
            <table className="mw-plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('window.technical.action')}</th>
                  <th scope="col">{t('window.technical.resource')}</th>
                  <th scope="col">{t('window.technical.allowed')}</th>
                </tr>
              </thead>
              <tbody>
                {plan.permissions.map((p) => (
                  <tr key={`${p.action} ${p.resource}`}>
                    <td className="mw-code">{p.action}</td>
                    <td className="mw-code">{p.resource}</td>
                    <td>{t(`window.answer.${p.answer}`)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ),
        },
        { id: 'json', label: t('window.technical.json'), content: <Code value={plan} /> },
      ]}
    />
  );
}

export function Code({ value }: { value: unknown }) {
  return (
    <pre className="mw-code mw-log" tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}

function ChangeDetails({ change }: { change: Change }) {
  const { t } = useSay();
  return (
    <section className="mw-change">
      <h3 className="mw-h3">
        <Words of={change.says} />
      </h3>
      {change.kind === 'stack' && (
        <>
          <p className="mw-note">
            {t('window.technical.stack', {
              action: t(`window.effect.${change.action}`),
              stack: change.stackName,
              template: change.template?.name ?? '',
              hash: change.template?.sha256.slice(0, 12) ?? '',
            })}
          </p>
          <Code value={change.parameters} />
          <ul className="mw-plain-list">
            {change.resources.map((resource) => (
              <li key={resource.logicalId}>
                <span className="mw-code">{resource.type}</span> {resource.logicalId}
                {' · '}
                {t(`window.effect.${resource.effect}`)}
                {resource.fields.map((field) => (
                  <div key={field.path} className="mw-note">
                    <span className="mw-code">{field.path}</span> {field.before ?? ''} → {field.after ?? ''} (
                    {t(`window.effect.${field.effect}`)})
                  </div>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {(change.kind === 'call' || change.kind === 'setting') && (
        <>
          <p className="mw-code">
            {change.service}:{change.operation}
          </p>
          <Code value={change.input} />
        </>
      )}
      {change.kind === 'setting' && <Code value={{ before: change.before, after: change.after }} />}
      {change.kind === 'upload' && (
        <Code value={{ bucket: change.bucket, prefix: change.prefix, files: change.files }} />
      )}
    </section>
  );
}
