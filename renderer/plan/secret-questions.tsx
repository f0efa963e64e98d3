import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import { useState } from 'react';
import type { SecretAsked } from '../../preload/contract/plan.ts';
import { Words } from '../i18n/words.tsx';
import { useSay } from '../i18n/use-say.ts';

/** Asks for the values that a plan needs at its start. They live as long as this question and one call to main. */
export function SecretQuestions({
  secrets,
  onGiven,
  onCancel,
}: {
  secrets: SecretAsked[];
  onGiven: (secret: Record<string, string>) => void;
  onCancel: () => void;
}) {
  const { t, says } = useSay();
  const [values, setValues] = useState<Record<string, string>>({});
  const whole = secrets.every(({ name, required }) => !required || (values[name] ?? '') !== '');
  return (
    <Modal
      visible
      onDismiss={onCancel}
      closeAriaLabel={t('window.close')}
      header={t('window.secret.title')}
      footer={
        <Box float="right">
          <div className="mw-actions-end">
            <Button onClick={onCancel}>{t('window.cancel')}</Button>
            <Button variant="primary" disabled={!whole} onClick={() => onGiven(values)}>
              {t('window.secret.go')}
            </Button>
          </div>
        </Box>
      }
    >
      <div className="mw-stack">
        <p>{t('window.secret.says')}</p>
        {secrets.map(({ name, label, hint, required }) => {
          const asked = required ? says(label) : t('window.secret.optional', { label: { message: label } });
          return (
            <FormField key={name} label={asked} {...(hint && { constraintText: <Words of={hint} /> })}>
              <Input
                type="password"
                ariaLabel={asked}
                autoComplete={false}
                spellcheck={false}
                value={values[name] ?? ''}
                onChange={({ detail }) => setValues((now) => ({ ...now, [name]: detail.value }))}
              />
            </FormField>
          );
        })}
      </div>
    </Modal>
  );
}
