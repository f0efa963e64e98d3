import { useApp, useRemote } from '../../app/context.tsx';
import { to } from '../../app/router.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Glyph, isGlyph } from '../../ui/glyph.tsx';
import { RemoteView } from '../../ui/remote-view.tsx';

/** A card for every wizard there is: the goal in the person's words, its usual price and time. */
export function GoalCards() {
  const { stores } = useApp();
  const { t } = useSay();
  const wizards = useRemote(stores.wizards);
  return (
    <RemoteView remote={wizards} store={stores.wizards} what={t('window.start.reading')}>
      {(list) => (
        <div className="mw-goals">
          {list.map((wizard) => (
            <a key={wizard.id} className="mw-goal" href={to.wizard(wizard.id)}>
              <Glyph name={isGlyph(wizard.icon) ? wizard.icon : 'template'} size={18} />
              <span>
                <strong>
                  <Words of={wizard.goal} />
                </strong>
                <span className="mw-note">
                  <Words of={wizard.cardNote} />
                </span>
                {wizard.draft && <span className="mw-note mw-draft">{t('window.start.draft')}</span>}
              </span>
            </a>
          ))}
        </div>
      )}
    </RemoteView>
  );
}
