import type { FaultKind } from '../../../preload/contract/domains/sandbox.ts';
import type { WordKey } from '../../../words/index.ts';
import { useSay } from '../../i18n/use-say.ts';

/** The faults by class, in words; one is chosen. Those that happen before the account is reached are only named. */
export function FaultList({
  kinds,
  chosen,
  onChoose,
}: {
  kinds: FaultKind[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useSay();
  const classes = [...new Set(kinds.map((kind) => kind.class))];
  return (
    <div className="mw-faults" role="radiogroup" aria-label={t('window.faults.which')}>
      {classes.map((one) => (
        <fieldset key={one} className="mw-faults-class">
          <legend className="mw-h3">{t(`fault.class.${one}`)}</legend>
          {kinds
            .filter((kind) => kind.class === one)
            .map(({ id, where }) => (
              <label key={id} className="mw-fault">
                <input
                  type="radio"
                  name="fault"
                  value={id}
                  checked={id === chosen}
                  disabled={where === 'client'}
                  onChange={() => onChoose(id)}
                />
                <span className="mw-fault-id mw-code">{id}</span>
                <span>
                  {t(faultWord(id))}
                  {where === 'client' && <span className="mw-note"> {t('window.faults.client')}</span>}
                </span>
              </label>
            ))}
        </fieldset>
      ))}
    </div>
  );
}

/** Main sends only ids that have their word; a test looks at each. */
export const faultWord = (id: string) => `fault.${id}` as WordKey;
