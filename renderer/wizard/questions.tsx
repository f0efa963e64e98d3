import FormField from '@cloudscape-design/components/form-field';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Field } from '../../preload/contract/wizard.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';
import { Card } from '../ui/card.tsx';
import { Dangers, GroupHead } from './around-question.tsx';
import { AnyControl } from './controls/registry.tsx';
import { answerAt, isAsked } from './paths.ts';
import { Help } from './help.tsx';
import { PriceLookUp } from './price-look-up.tsx';
import { fieldsOf, type WizardStore } from './wizard-store.ts';

/** One station's questions with their help beside them, and the closed line of safe defaults. */
export function Questions({ store, station }: { store: WizardStore; station: 'goal' | 'basics' | 'money' }) {
  const { t } = useSay();
  const state = useStore(store);
  const fields = fieldsOf(state, station).filter((field) => isAsked(field, state.answers));
  const asked = fields.filter((field) => !field.advanced);
  const safe = fields.filter((field) => field.advanced);
  // Only what must be answered has a number; they run on from station to station.
  const numbers = [...fieldsOf(state, 'goal'), ...fieldsOf(state, 'basics'), ...fieldsOf(state, 'money')]
    .filter((field) => field.required)
    .map((field) => field.path);
  const wrong = safe.some((field) => state.problems.some((problem) => problem.path === field.path));
  // Nothing else is asked here: then they are what the person came for.
  const [opened, setOpened] = useState(asked.length === 0);
  const open = opened || wrong;
  return (
    <div className="mw-stack">
      {asked.length > 0 && (
        <div className="mw-with-help">
          <Card size="plan">
            <div className="mw-stack-l">
              {asked.map((field) => (
                <Question
                  key={field.path}
                  store={store}
                  field={field}
                  among={asked}
                  number={numbers.indexOf(field.path) + 1}
                />
              ))}
            </div>
          </Card>
          <Help fields={asked} />
        </div>
      )}
      {safe.length > 0 && (
        <div className="mw-with-help">
          <Card size="plan">
            <details
              open={open}
              className="mw-details"
              onToggle={(event) => setOpened(event.currentTarget.open)}
            >
              <summary>
                <strong>{t('window.wizard.safeDefaults')}</strong> <Summary store={store} fields={safe} />
              </summary>
              <div className="mw-stack-l mw-safe">
                {safe.map((field) => (
                  <Question key={field.path} store={store} field={field} among={safe} number={0} />
                ))}
              </div>
            </details>
          </Card>
          {open && <Help fields={safe} />}
        </div>
      )}
    </div>
  );
}

function Question({
  store,
  field,
  among,
  number,
}: {
  store: WizardStore;
  field: Field;
  /** The list that it stands in. */
  among: Field[];
  number: number;
}) {
  const { t, says } = useSay();
  const state = useStore(store);
  const session = state.session;
  if (session === null) return null;
  const problem = state.problems.find((p) => p.path === field.path || p.path === nameOf(field));
  const missing = session.optionsMissing[field.path];
  const label = says(field.label);
  const options = session.options[field.path] ?? [];
  return (
    <div data-path={field.path} data-name={nameOf(field)}>
      <GroupHead field={field} among={among} />
      <Dangers field={field} />
      <FormField
        stretch
        label={number === 0 ? label : t('window.wizard.numbered', { number, question: label })}
        {...(field.hint && { constraintText: <Words of={field.hint} /> })}
        {...(problem && { errorText: <Words of={problem.says} /> })}
        {...(missing && { warningText: <Words of={missing} /> })}
      >
        <AnyControl
          field={field}
          control={field.control}
          value={answerAt(state.answers, field.path)}
          set={(value) => state.answer(field.path, value)}
          answers={state.answers}
          setAt={state.answer}
          options={options}
          optionsMissing={missing}
          label={label}
          invalid={problem !== undefined}
        />
      </FormField>
      {options.some((option) => option.price) && <PriceLookUp store={store} />}
    </div>
  );
}

const nameOf = (field: Field) =>
  field.control.type === 'choose-or-create' ? field.control.namePath : undefined;

/** The closed line already names its values: "disk 20 GB · administrator rights off". */
function Summary({ store, fields }: { store: WizardStore; fields: Field[] }) {
  const { says } = useSay();
  const { summaries } = useStore(store);
  const parts = fields
    .map((field) => summaries[field.path] ?? field.summary)
    .filter((summary) => summary !== undefined)
    .map((summary) => says(summary));
  return <span className="mw-note">{parts.join(' · ')}</span>;
}
