import type { Field } from '../../preload/contract/wizard.ts';
import { explained } from '../../words/explain.ts';
import { useSay } from '../i18n/use-say.ts';
import { Explained } from '../ui/explained.tsx';

/** Why each of the questions is asked and what follows, in their order. */
export function Help({ fields }: { fields: Field[] }) {
  const { t, says, language } = useSay();
  const entries = fields.flatMap((field) => field.help ?? []);
  if (entries.length === 0) return null;
  const texts = explained(
    language,
    entries.map(({ text }) => says(text)),
  );
  return (
    <aside className="mw-help" aria-label={t('window.wizard.help')}>
      {entries.map(({ title }, index) => (
        <div key={JSON.stringify(title)}>
          <h3>{says(title)}</h3>
          <p>
            <Explained parts={texts[index] ?? []} />
          </p>
        </div>
      ))}
    </aside>
  );
}
