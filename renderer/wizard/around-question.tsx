import Alert from '@cloudscape-design/components/alert';
import type { Field } from '../../preload/contract/wizard.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';

/** Above the first of the questions that belong together. */
export function GroupHead({ field, among }: { field: Field; among: Field[] }) {
  const { group } = field;
  const before = among[among.indexOf(field) - 1]?.group;
  if (group === undefined || JSON.stringify(group) === JSON.stringify(before)) return null;
  return (
    <h3 className="mw-h3 mw-group">
      <Words of={group} />
    </h3>
  );
}

/** What the answer to a question allows. */
export function Dangers({ field: { dangers = [] } }: { field: Field }) {
  const { t } = useSay();
  if (dangers.length === 0) return null;
  return (
    <div className="mw-dangers">
      <Alert type="error" header={t('window.danger.title')}>
        <ul>
          {dangers.map((danger) => (
            <li key={JSON.stringify(danger)}>
              <Words of={danger} />
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}
